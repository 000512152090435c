"""Movements from the library's files, without a database, and short names for what the tests ask."""

from dataclasses import asdict
from datetime import date

from exercises.checkable import SITTING, is_borrowed
from exercises.loading import read_library
from exercises.precautions import Angles, Check, Circumstances, Limit, Movement, Precaution, check

LIBRARY = read_library()
TODAY = date(2026, 11, 21)
LEFT = frozenset({"left"})


def movement(slug: str, variant: str = "") -> Movement:
    entry = LIBRARY.exercises[slug]
    form = next((one for one in entry.variants if one.slug == variant), None) if variant else None
    assert form or not variant, variant
    tags = form.tags if form else entry.columns["tags"]
    own = form.poses if form else ()
    borrowed = is_borrowed(entry.columns["tags"], tags, has_own_angles=bool(own) or not form)
    angles = tuple(Angles(**asdict(pose)) for pose in own or entry.poses)
    return Movement(
        slug=slug,
        laterality=entry.columns["laterality"],
        start_position="sitting" if borrowed else entry.columns["start_position"],
        angles=(*angles, SITTING) if borrowed else angles,
        tags=frozenset(tags),
        after_hip_replacement=entry.columns["after_hip_replacement"],
        earliest_week=entry.columns["earliest_week_after_replacement"],
        has_borrowed_angles=borrowed,
    )


ALL = {slug: movement(slug) for slug in LIBRARY.exercises}


def against(
    moved: Movement | str, *rules: Precaution, side: str = "left", on: date = TODAY, on_fracture: bool = True
) -> Check:
    """The left leg is affected: side "left" is the record's W, "right" its O."""
    limits = tuple(Limit(rule, on_fracture=on_fracture) for rule in rules)
    found = ALL[moved] if isinstance(moved, str) else moved
    return check(found, side, Circumstances(affected=LEFT, limits=limits), on)


def gravest(found: Check) -> set[str]:
    """The codes that make the verdict: what a cell of the record's matrix names."""
    return {finding.code for finding in found.findings if finding.verdict == found.verdict}
