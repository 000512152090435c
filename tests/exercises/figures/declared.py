"""The angles that the library declares for an exercise, to hold the drawings against."""

from pathlib import Path
from typing import Any

import yaml

from exercises.figures.library import Figure

LIBRARY = Path(__file__).parents[3] / "exercises" / "library"
Row = dict[str, Any]


def declared_rows(figure: Figure) -> list[Row]:
    """Rows of the variant where it has its own angles, of the exercise otherwise."""
    record = yaml.safe_load((LIBRARY / f"{figure.slug}.yaml").read_text(encoding="utf-8"))
    own = [v["angles"] for v in record["variants"] if v["slug"] == figure.variant and v["angles"]]
    rows: list[Row] = own[0] if own else record["angles"]
    return rows


def known_variants(slug: str) -> set[str]:
    record = yaml.safe_load((LIBRARY / f"{slug}.yaml").read_text(encoding="utf-8"))
    return {variant["slug"] for variant in record["variants"]}
