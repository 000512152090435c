"""manage.py draw_library: draws the pictures of the exercises whose numbers or drawing code changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exercises.figures import catalogue
from exercises.figures.library import HELPER_VIEW, POSES, Figure, all_figures
from exercises.figures.lint import lint

# A server has no drawing packages; the command must still be able to say so, and to --check.
draw: Callable[[Figure], Iterator[tuple[str, str, tuple[int, int]]]] | None
try:
    from tqdm import tqdm

    from exercises.figures.figure import draw
except ImportError as missing:
    draw, MISSING = None, missing.name or "a package"
else:
    MISSING = ""

PROCESSES = 2


def draw_one(figure: Figure, folder: Path) -> dict[str, Any]:
    """Draw one figure into the picture folder and return its manifest entry, digest left out."""
    if draw is None:
        raise CommandError(f"Drawing needs {MISSING}.")
    target = folder / figure.key
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.svg"):
        old.unlink()
    entry: dict[str, Any] = {"views": list(figure.views), "sides": figure.sides}
    for name, text, (width, height) in draw(figure):
        size = {"width": width, "height": height}
        if name.split("-")[0] == HELPER_VIEW:
            entry[HELPER_VIEW] = size
        else:
            entry |= size
        (target / f"{name}.svg").write_text(text, encoding="utf-8")
    return entry


class Command(BaseCommand):
    help = "Draw the exercise pictures from their pose files. Only what changed, unless --all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="*", help="only these exercises")
        parser.add_argument("--all", action="store_true", help="draw everything again")
        parser.add_argument("--check", action="store_true", help="draw nothing; fail when a picture is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        drawing, entries = catalogue.drawing_digest(), catalogue.read_manifest()
        figures = self._wanted(options["slug"])
        stale = [f for f in figures if options["all"] or not catalogue.is_current(f, entries, drawing)]
        if options["check"]:
            self._report(stale)
            return
        self._refuse_impossible(stale)
        self._require_packages()
        if stale:
            self._draw(stale, entries, drawing)
        known = {figure.key for figure in all_figures()}
        catalogue.write_manifest({key: entry for key, entry in entries.items() if key in known})
        self.stdout.write(f"Drawn: {len(stale)}. Up to date: {len(figures) - len(stale)}.")

    def _wanted(self, slugs: list[str]) -> list[Figure]:
        figures = all_figures()
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
        findings = [f"{figure.key}: {finding}" for figure in figures for finding in lint(figure)]
        if findings:
            raise CommandError("These poses cannot be right:\n" + "\n".join(findings))

    def _require_packages(self) -> None:
        if MISSING:
            raise CommandError(
                f"Drawing needs {MISSING}, which a server does without. "
                "Install the `figures` dependency group, for instance: uv sync --group figures"
            )

    def _draw(self, figures: list[Figure], entries: dict[str, dict[str, Any]], drawing: str) -> None:
        os.environ.setdefault("NUMBA_NUM_THREADS", "1")  # the processes share the cores already
        with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
            jobs = {pool.submit(draw_one, figure, catalogue.PICTURES): figure for figure in figures}
            for job in tqdm(as_completed(jobs), total=len(jobs), unit="figure"):
                figure = jobs[job]
                digest = catalogue.figure_digest(figure, drawing)
                entries[figure.key] = {**job.result(), "digest": digest}
