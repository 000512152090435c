"""manage.py check_library: what the exercise library still lacks. Writes nothing."""

from argparse import ArgumentParser
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exercises.gaps import GapKind, gaps_of
from exercises.loading import LIBRARY_FOLDER, LibraryProblems, read_library


class Command(BaseCommand):
    help = "Lists gaps of the exercise library: text, language, picture, source, review."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=LIBRARY_FOLDER, help="Another library folder.")
        parser.add_argument(
            "--only", choices=list(GapKind), action="append", help="Only gaps of this kind (repeatable)."
        )
        parser.add_argument("--strict", action="store_true", help="End with an error when there is a gap.")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            library = read_library(folder)
        except LibraryProblems as problems:
            raise CommandError(f"The library cannot be read. Mend this first:\n{problems}") from problems
        wanted = options["only"] or list(GapKind)
        gaps = [gap for gap in gaps_of(library, datetime.now(UTC).date()) if gap.kind in wanted]
        for gap in sorted(gaps, key=lambda one: (list(GapKind).index(one.kind), one.what)):
            self.stdout.write(str(gap))
        counts = Counter(gap.kind for gap in gaps)
        said = ", ".join(f"{kind} {counts[kind]}" for kind in GapKind if kind in wanted)
        self.stdout.write(f"{len(library.exercises)} exercises, {len(library.learn)} Learn pages. Gaps: {said}.")
        if gaps and options["strict"]:
            raise CommandError(f"{len(gaps)} gaps.")
