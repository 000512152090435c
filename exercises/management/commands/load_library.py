"""Loads the exercise library from its files. Safe to run on every start: it writes only what differs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exercises.loading import LIBRARY_FOLDER, LibraryProblems, read_library, store


class Command(BaseCommand):
    help = "Loads exercises, sources and routine templates from exercises/library/. A second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=LIBRARY_FOLDER, help="Another library folder.")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            library = read_library(folder)
            changes = store(library)
        except LibraryProblems as problems:
            raise CommandError(f"Nothing was loaded. Mend this first:\n{problems}") from problems
        if not options["verbosity"]:
            return
        for change in changes:
            self.stdout.write(f"{change}.")
        count = f"{len(library.exercises)} exercises and {len(library.templates)} templates"
        self.stdout.write(f"Loaded: {count}." if changes else f"Nothing changed: {count} are up to date.")
