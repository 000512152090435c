"""Takes the pictures of the README: python -m tests.browser.pictures, or only some: … pictures builder sheet

From a demo that is made for this and thrown away, on a fixed day, so that a picture changes only where a page did.
"""

import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import django
import time_machine

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
NOON = datetime(2026, 11, 19, 12, 15, tzinfo=UTC)
MOST_BYTES = 200_000


def prepare(scratch: str) -> None:
    """Settings read the environment once: before anything of ours is imported."""
    for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_HOST", "SITE_URL"):
        os.environ.pop(name, None)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="portal.settings",
        DJANGO_ALLOW_ASYNC_UNSAFE="true",
        DEBUG="1",
        SECRET_KEY="only-for-pictures-" + "x" * 40,
        VAR_DIR=scratch,
    )
    django.setup()


def main(names: list[str], folder: Path = FOLDER) -> int:
    with tempfile.TemporaryDirectory() as scratch, time_machine.travel(NOON, tick=True):
        prepare(scratch)
        # These need the settings.
        from tests.browser.taking_pictures import demo_portal, take_all

        with demo_portal() as home:
            taken = take_all(home, folder, names)
    too_large = [file for file in taken if file.stat().st_size > MOST_BYTES]
    for file in taken:
        print(f"{file.name}: {file.stat().st_size // 1000} KB")
    for file in too_large:
        print(f"{file.name} is larger than {MOST_BYTES // 1000} KB.", file=sys.stderr)
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
