"""The clinical record, transcribed: what the library's files are held against."""

import csv
from pathlib import Path

DATA = Path(__file__).parent / "data"
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def verdicts(slug: str, precaution: str) -> set[str]:
    """ok, C or A, over both legs."""
    return {row["verdict"] for row in rows("matrix") if row["slug"] == slug and row["precaution"] == precaution}
