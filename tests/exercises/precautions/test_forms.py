"""Variants and templates of the library against the precautions that they were made for."""

import pytest

from exercises.precautions import Precaution, Verdict
from tests.exercises.precautions.library import LIBRARY, against, movement

P = Precaution
# Each form that keeps precautions, and what its usual form clashes with.
SAFE = {
    ("sit-to-stand", "raised-seat"): (P.THA_P, P.THA_L, P.RESURF),
    ("squat", "high-chair"): (P.THA_P, P.THA_L, P.RESURF),
    ("seated-march", "low-lift"): (P.THA_P, P.THA_L, P.RESURF),
    ("hip-thrust", "partial-range"): (P.THA_P, P.THA_L, P.RESURF),
    ("hamstring-stretch-seated", "high-seat"): (P.THA_P, P.THA_L, P.RESURF),
    ("hip-flexor-stretch-standing", "short-step"): (P.THA_A,),
}
# Where the usual form is a caution, the form takes that reason away.
EASES = {
    ("clamshell", "pillow"): (P.THA_P, "ADD0"),
    ("side-lying-leg-raise", "pillow"): (P.THA_P, "ADD0"),
    ("side-lying-leg-circles", "front-only"): (P.THA_A, "EXT0"),
    ("calf-stretch-wall", "short-step"): (P.THA_A, "EXT0"),
    ("tandem-stance", "half-tandem"): (P.GT, "COMP0"),
    ("figure-4-stretch-supine", "foot-down"): (P.FAI, "F90P"),
}


def test_every_safe_form_of_the_library_is_spoken_for() -> None:
    forms = LIBRARY.exercises.items()
    safe = {(slug, form.slug) for slug, entry in forms for form in entry.variants if form.kind == "safe"}
    assert safe == set(SAFE) | set(EASES)


@pytest.mark.parametrize(("slug", "form"), sorted(SAFE))
def test_a_safe_form_is_no_longer_to_be_avoided(slug: str, form: str) -> None:
    for rule in SAFE[slug, form]:
        assert against(slug, rule, side="each_side").verdict == Verdict.AVOID
        assert against(movement(slug, form), rule, side="each_side").verdict != Verdict.AVOID


@pytest.mark.parametrize(("slug", "form"), sorted(EASES))
def test_a_safe_form_takes_the_reason_away_that_it_was_made_for(slug: str, form: str) -> None:
    rule, code = EASES[slug, form]
    assert code in against(slug, rule, side="each_side").codes
    assert code not in against(movement(slug, form), rule, side="each_side").codes


@pytest.mark.parametrize("template", sorted(LIBRARY.templates))
def test_no_template_holds_what_its_own_precautions_avoid(template: str) -> None:
    entry = LIBRARY.templates[template]
    for line in entry.lines:
        moved = movement(line.exercise, line.variant)
        for key in entry.columns["checked_against"]:
            for side in ("left", "right", "each_side"):
                found = against(moved, Precaution(key), side=side)
                assert found.verdict != Verdict.AVOID, (line.exercise, line.variant, key, found.codes)
