"""Collects the words to translate and compiles the translations; --check only says whether that was forgotten.

The compiled files are committed, so that installing needs no GNU gettext. Compiling here needs none either (Babel);
collecting does.
"""

import io
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

BASE_DIR = Path(__file__).resolve().parent.parent
LANGUAGES = ("es", "fr")
LOCALES = [BASE_DIR / room / "locale" for room in ("portal", "exercises", "accounts")]
ANY_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def main(arguments: list[str]) -> int:
    files = po_files()
    if arguments == ["--check"]:
        return check(files)
    collect()
    for po_file in po_files():
        remove_date(po_file)
        po_file.with_suffix(".mo").write_bytes(compiled(po_file))
        print(f"Compiled {po_file.relative_to(BASE_DIR)}")
    return 0


def po_files() -> list[Path]:
    return sorted(path for folder in LOCALES for path in folder.glob("*/LC_MESSAGES/*.po"))


def collect() -> None:
    if not shutil.which("xgettext"):
        sys.exit("Collecting words needs GNU gettext. On Debian: sudo apt-get install gettext")
    locales = [f"--locale={language}" for language in LANGUAGES]
    ignored = [f"--ignore={name}" for name in (".venv", "var", "staticfiles", "tests", "tools")]
    subprocess.run(  # noqa: S603 (nothing of it comes from outside)
        [sys.executable, "manage.py", "makemessages", *locales, *ignored, "--no-location", "--no-obsolete"],
        cwd=BASE_DIR,
        env={**os.environ, "DEBUG": "1"},
        check=True,
    )


def remove_date(po_file: Path) -> None:
    """Otherwise each collecting changes every file, and two people always collide."""
    text = po_file.read_text(encoding="utf-8")
    po_file.write_text(re.sub(r'^"POT-Creation-Date:.*\n', "", text, flags=re.MULTILINE), encoding="utf-8")


def compiled(po_file: Path) -> bytes:
    with po_file.open("rb") as source:
        catalog = read_po(source)
    # Otherwise the date of compiling changes the file each time.
    catalog.creation_date = catalog.revision_date = ANY_DATE
    target = io.BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def check(files: list[Path]) -> int:
    stale = [path for path in files if not is_fresh(path)]
    for path in stale:
        print(f"{path.relative_to(BASE_DIR)} was changed after it was compiled. Type: make messages")
    return 1 if stale else 0


def is_fresh(po_file: Path) -> bool:
    mo_file = po_file.with_suffix(".mo")
    return mo_file.exists() and messages(mo_file.read_bytes()) == messages(compiled(po_file))


def messages(mo: bytes) -> dict[object, object]:
    found = read_mo(io.BytesIO(mo))
    return {(message.context, str(message.id)): message.string for message in found if message.id}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
