"""manage.py reapply_erasures: what was erased must not come back with a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.privacy import tombstones
from portal.privacy.purging import forget_the_bytes
from portal.privacy.restored import erase_again


class Command(BaseCommand):
    help = "Erases again, after restoring a backup, all accounts and records on the list of the erased."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--write-list", type=Path, metavar="FILE", help="only write the list, to keep it elsewhere")
        which.add_argument("--read-list", type=Path, metavar="FILE", help="take in this list first")

    def handle(self, *args: Any, write_list: Path | None, read_list: Path | None, **options: Any) -> None:
        if write_list is not None:
            self._write(write_list)
            return
        if read_list is not None:
            self._read(read_list)
        accounts, records = erase_again(timezone.now())
        forget_the_bytes()
        self.stdout.write(f"Erased again: {accounts} accounts, {records} records.")

    def _write(self, path: Path) -> None:
        lines = list(tombstones.lines())
        # Whole or not at all: the list of yesterday is better than half of today's.
        fresh = path.with_name(f"{path.name}.new")
        try:
            fresh.write_text("".join(f"{line}\n" for line in lines), encoding="ascii")
            fresh.replace(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{len(lines)} lines written to {path}.")

    def _read(self, path: Path) -> None:
        try:
            count = tombstones.take_in(path.read_text(encoding="ascii").splitlines())
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except (UnicodeDecodeError, tombstones.NotAList) as error:
            raise CommandError(f"{path} is not a list that --write-list made.") from error
        self.stdout.write(f"{count} lines read from {path}.")
