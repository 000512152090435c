"""The files of the demo: who uses them, starting over, and the static files."""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

LOCK = "in_use.lock"
# Kept at a reset: without its key, a page still open in a browser could not even be sent.
KEPT = {LOCK, "secret_key", "static_files"}


class InUse(Exception):
    pass


@contextmanager
def in_use(folder: Path, *, reset: bool) -> Iterator[None]:
    """Two demos may share the data; taking it away from under a running one would break both."""
    with (folder / LOCK).open("a") as lock:
        if reset:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise InUse("The demo is running. Stop it with Ctrl-C where it runs, then start over.") from None
            remove_all(folder)
        fcntl.flock(lock, fcntl.LOCK_SH)
        make_folders(folder)
        yield


def remove_all(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name in KEPT:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def make_folders(folder: Path) -> None:
    for name in ("broker", "tmp", "mailbox"):
        (folder / name).mkdir(exist_ok=True)


def collect_static_files_if_changed(folder: Path) -> None:
    """Collecting takes seconds, comparing a list of sizes and times does not."""
    seen = folder / "static_files"
    if seen.exists() and seen.read_text() == _fingerprint_of_static_files():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    seen.write_text(_fingerprint_of_static_files())


def _fingerprint_of_static_files() -> str:
    digest = hashlib.sha256()
    # Whoever collects for another kind of installation in this folder leaves a manifest without the demo's pages.
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    digest.update(f"{manifest.stat().st_mtime_ns if manifest.exists() else None}\n".encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
