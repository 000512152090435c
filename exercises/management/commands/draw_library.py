"""manage.py draw_library: draws the pictures of the exercises whose numbers or drawing code changed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exercises.figures import catalogue
from exercises.figures.library import POSES, Figure, all_figures
from exercises.figures.lint import lint
from exercises.figures.looks import BODIES
from exercises.figures.sheet import sheet
from exercises.figures.spec import PoseError

Entry = dict[str, Any]

# A server has no drawing packages; the command must still be able to say so, and to --check.
draw_files: Callable[[Figure, Path], Entry] | None
try:
    from tqdm import tqdm

    from exercises.figures.files import draw_files
except ImportError as missing:
    draw_files, MISSING = None, missing.name or "a package"
else:
    MISSING = ""


def draw_one(figure: Figure, folder: Path) -> Entry:
    """Draw one figure and put its files in place when all are there; returns its manifest entry, digest left out."""
    if draw_files is None:
        raise CommandError(f"Drawing needs {MISSING}.")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".drawing-", dir=folder) as name:
        fresh = Path(name)
        entry = draw_files(figure, fresh)
        for body in BODIES:
            target = folder / body / figure.key
            target.mkdir(parents=True, exist_ok=True)
            for old in target.glob("*.svg"):
                old.unlink()
            for path in (fresh / body).glob("*.svg"):
                shutil.move(path, target / path.name)
    return entry


class Command(BaseCommand):
    help = "Draw the exercise pictures from their pose files. Only what changed, unless --all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="*", help="only these exercises")
        parser.add_argument("--all", action="store_true", help="draw everything again")
        parser.add_argument("--check", action="store_true", help="draw nothing; fail when a picture is out of date")
        parser.add_argument("--out", type=Path, default=None, help="draw into this folder instead of the project's")
        parser.add_argument("--sheet", type=Path, default=None, help="write all pictures into one HTML file to look at")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["out"] or catalogue.PICTURES
        drawing, entries = catalogue.drawing_digest(), catalogue.read_manifest(folder)
        every = self._read()
        figures = self._wanted(every, options["slug"])
        stale = [f for f in figures if options["all"] or not catalogue.is_current(f, entries, drawing, folder)]
        if options["check"]:
            self._report(stale)
            return
        if stale:
            self._refuse_impossible(stale)
            self._require_packages()
            self._draw(stale, entries, drawing, folder)
        self._tidy(entries, {figure.key for figure in every}, folder)
        if options["sheet"]:
            shown = {figure.key: entries[figure.key] for figure in figures}
            options["sheet"].write_text(sheet(shown, folder), encoding="utf-8")
            self.stdout.write(f"Sheet: {options['sheet']}.")
        self.stdout.write(f"Drawn: {len(stale)}. Up to date: {len(figures) - len(stale)}.")

    def _read(self) -> list[Figure]:
        try:
            return all_figures(POSES)
        except PoseError as wrong:
            raise CommandError(f"A pose file cannot be read, nothing is drawn: {wrong}") from None

    def _wanted(self, figures: list[Figure], slugs: list[str]) -> list[Figure]:
        unknown = set(slugs) - {figure.slug for figure in figures}
        if unknown:
            raise CommandError(f"No pose file for {', '.join(sorted(unknown))} in {POSES}.")
        return [figure for figure in figures if not slugs or figure.slug in slugs]

    def _report(self, stale: list[Figure]) -> None:
        if stale:
            names = ", ".join(figure.key for figure in stale)
            raise CommandError(f"Out of date: {names}. Run manage.py draw_library and commit the pictures.")
        self.stdout.write("All pictures are up to date.")

    def _refuse_impossible(self, figures: list[Figure]) -> None:
        findings = []
        for figure in figures:
            try:
                findings += lint(figure)
            except PoseError as wrong:
                findings.append(f"{figure.slug}.yaml: {figure.key}: {wrong}")
        if findings:
            raise CommandError("These poses cannot be right, nothing is drawn:\n" + "\n".join(findings))

    def _require_packages(self) -> None:
        if MISSING:
            raise CommandError(
                f"Drawing needs {MISSING}, which a server does without. "
                "Install the `figures` dependency group, for instance: uv sync --group figures"
            )

    def _draw(self, figures: list[Figure], entries: dict[str, Entry], drawing: str, folder: Path) -> None:
        os.environ.setdefault("NUMBA_NUM_THREADS", "1")  # the processes share the cores already
        with ProcessPoolExecutor(os.cpu_count() or 2, mp_context=get_context("spawn")) as pool:
            jobs = {pool.submit(draw_one, figure, folder): figure for figure in figures}
            for job in tqdm(as_completed(jobs), total=len(jobs), unit="figure"):
                figure = jobs[job]
                digest = catalogue.figure_digest(figure, drawing)
                entries[figure.key] = {**job.result(), "digest": digest}
                catalogue.write_manifest(entries, folder)  # what is drawn stays drawn, should a later one fail

    def _tidy(self, entries: dict[str, Entry], known: set[str], folder: Path) -> None:
        """Forget what has no pose file any more, and its files."""
        for key in [key for key in entries if key not in known]:
            for name in catalogue.files(key, entries.pop(key)):
                (folder / name).unlink(missing_ok=True)
        catalogue.write_manifest(entries, folder)
