"""The README's commands exist, and so does everything it points at."""

import re
from pathlib import Path

from portal.demo.cast import PASSWORD, address

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_make_command_of_the_readme_exists() -> None:
    asked = set(re.findall(r"\bmake ([a-z]+)", README))
    made = set(re.findall(r"^([a-z]+):", MAKEFILE, flags=re.MULTILINE))
    assert asked
    assert asked <= made


def test_every_file_the_readme_points_at_exists() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_readme_signs_in_the_people_of_the_demo() -> None:
    for handle in ("pat", "cara", "tess", "ada", "otto", "sam"):
        assert address(handle) in README
    assert f"`{PASSWORD}`" in README


def test_every_runtime_dependency_says_why() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    start = lines.index("dependencies = [")
    block = lines[start + 1 : lines.index("]", start)]
    for above, line in zip(["", *block], block, strict=False):
        if line.strip().startswith('"'):
            assert above.strip().startswith("#"), f"no reason above {line.strip()}"
