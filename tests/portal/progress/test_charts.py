"""The sentence that stands for the pain chart, and the words of a day."""

from datetime import date, timedelta

import pytest

from portal.progress.adherence import Day
from portal.progress.charts import calendar, pain_in_words
from portal.templatetags.portal_charts import Reading

DAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([4], "Pain on 18 November: 4."),
        ([4, 4], "Pain from 18 November to 19 November: always 4."),
        ([4, None, 2], "Pain from 18 November to 20 November: between 2 and 4. Latest: 2."),
    ],
)
def test_pain_is_said_plainly(values: list[int | None], words: str) -> None:
    assert pain_in_words([Reading(DAY + timedelta(days=n), value) for n, value in enumerate(values)], None) == words


def test_a_single_score_above_the_limit_is_named() -> None:
    assert pain_in_words([Reading(DAY, 6)], 5) == "Pain on 18 November: 6. Above 5 on 1 day."


@pytest.mark.parametrize(("is_open", "words"), [(True, "partly so far"), (False, "")])
def test_a_day_that_goes_on_says_so(is_open: bool, words: str) -> None:
    week = [Day(DAY + timedelta(days=n), "partly", is_open=is_open and n == 0) for n in range(7)]
    assert calendar([week], {})["rows"][0]["days"][0]["words"] == words
