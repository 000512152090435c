"""Laws that hold for whatever limits are stacked on whatever exercise."""

from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.precaution_rules import rule_book
from exercises.precautions import GRAVITY, Circumstances, Limit, Movement, Precaution, check
from tests.exercises.precautions.library import LIBRARY, TODAY, movement

FORMS = [movement(slug) for slug in LIBRARY.exercises] + [
    movement(slug, form.slug) for slug, entry in LIBRARY.exercises.items() for form in entry.variants
]
days = st.one_of(st.none(), st.integers(-60, 60).map(lambda number: TODAY + timedelta(days=number)))
limits = st.builds(Limit, st.sampled_from(Precaution), days, days, st.booleans(), st.booleans())
sides = st.sampled_from(["left", "right", "each_side", "alternating", "bilateral"])
affected = st.sampled_from([frozenset({"left"}), frozenset({"right"}), frozenset({"left", "right"})])
stacks = st.lists(limits, max_size=5)
BANDS = {
    (rule.code, key): (rule.band_of, key)
    for key, rule_set in rule_book().sets.items()
    for rule in rule_set.rules
    if rule.band_of
}
quick = settings(max_examples=150, deadline=None)


def answer(
    moved: Movement, side: str, legs: frozenset[str], stacked: list[Limit], on: date = TODAY
) -> tuple[int, set[tuple[str, str | None]]]:
    """How grave, and which code of which rule set."""
    found = check(moved, side, Circumstances(affected=legs, limits=tuple(stacked)), on)
    reasons = [(finding.code, finding.rule) for finding in found.findings]
    assert len(reasons) == len(set(reasons))
    gravities = [GRAVITY[finding.verdict] for finding in found.findings]
    assert gravities == sorted(gravities, reverse=True)
    assert GRAVITY[found.verdict] == max(gravities, default=0)
    return GRAVITY[found.verdict], set(reasons)


@quick
@given(st.sampled_from(FORMS), sides, affected, stacks, limits)
def test_one_more_limit_takes_no_reason_away_and_makes_nothing_milder(
    moved: Movement, side: str, legs: frozenset[str], stacked: list[Limit], more: Limit
) -> None:
    gravity, reasons = answer(moved, side, legs, stacked)
    graver, more_reasons = answer(moved, side, legs, [*stacked, more])
    assert graver >= gravity
    assert more_reasons >= reasons


@quick
@given(st.sampled_from(FORMS), sides, affected, stacks, st.randoms(use_true_random=False))
def test_the_order_of_limits_changes_nothing(
    moved: Movement, side: str, legs: frozenset[str], stacked: list[Limit], random: Random
) -> None:
    shuffled = list(stacked)
    random.shuffle(shuffled)
    circumstances = Circumstances(affected=legs, limits=tuple(stacked))
    other = Circumstances(affected=legs, limits=tuple(shuffled))
    assert check(moved, side, circumstances, TODAY) == check(moved, side, other, TODAY)


@quick
@given(st.sampled_from(FORMS), sides, stacks)
def test_a_side_that_is_not_known_is_read_at_least_as_strictly(
    moved: Movement, side: str, stacked: list[Limit]
) -> None:
    unknown, reasons = answer(moved, side, frozenset({"left", "right"}), stacked)
    for leg in ("left", "right"):
        known, fewer = answer(moved, side, frozenset({leg}), stacked)
        assert known <= unknown
        # Near a limit that the other role passes, only the passing is named.
        assert {reason for reason in fewer - reasons if BANDS.get(reason) not in reasons} == set()


@quick
@given(st.sampled_from(FORMS), sides, affected, st.lists(limits, min_size=1, max_size=3))
def test_an_order_of_no_weight_is_never_milder_than_a_milder_order(
    moved: Movement, side: str, legs: frozenset[str], stacked: list[Limit]
) -> None:
    orders = [Precaution.WBAT, Precaution.PWB, Precaution.TTWB, Precaution.NWB]
    gravities = [answer(moved, side, legs, [*stacked, Limit(order, on_fracture=True)])[0] for order in orders]
    assert gravities == sorted(gravities)
