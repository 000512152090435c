"""Fails when a committed file names a package registry or a folder of somebody's machine."""

import re
import subprocess
import sys
from pathlib import Path

REGISTRIES = re.compile(
    r"pypi\.(org|io|python)|pythonhosted\.org|npmjs\.(org|com)|yarnpkg\.com|crates\.io|rubygems\.org|proxy\.golang"
    r"|docker\.io|ghcr\.io|quay\.io|jsdelivr\.net|unpkg\.com|cdnjs\.|/simple/?(?=[\s\"'#]|$)"
    r"|--(extra-)?index[-]url[= ]+\S*[:/]|--find[-]links[= ]+\S*[:/]|--trusted[-]host",
    re.IGNORECASE,
)
# Places every Debian has (/usr/bin, /etc) and places a manual must name (/srv, /var) are no one's machine.
MACHINE_PATHS = re.compile(r"(?<![\w.~$}>/<-])/(home|Users|root|work|opt|mnt|media|workspace|builds)/\w")
NOT_TEXT = {".png", ".jpg", ".webp", ".mo", ".woff2", ".ttf", ".pdf", ".ico"}


def main() -> int:
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True).stdout  # noqa: S607
    findings = [
        f"{path}:{number}: {line.strip()[:160]}"
        for path in filter(None, listed.split("\0"))
        for number, line in suspicious_lines(Path(path))
    ]
    print("\n".join(findings))
    return 1 if findings else 0


def suspicious_lines(path: Path) -> list[tuple[int, str]]:
    if path.suffix in NOT_TEXT or not path.is_file() or path.is_symlink():
        return []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return [(n, line) for n, line in enumerate(lines, 1) if REGISTRIES.search(line) or MACHINE_PATHS.search(line)]


if __name__ == "__main__":
    sys.exit(main())
