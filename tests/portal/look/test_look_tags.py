from datetime import date, timedelta

from django.http import HttpRequest
from django.template import Context, Template

from portal.templatetags.portal_charts import Reading, pain_chart, parts_bar
from portal.templatetags.portal_look import footprints, side_badge, tel

DAY = date(2026, 11, 1)


def states(done: int, total: int, now: int = 0) -> list[str]:
    return footprints(done, total, now)["states"]  # type: ignore[return-value]


def test_footprints_fill_up_to_the_next_one() -> None:
    assert states(3, 5, 4) == ["done", "done", "done", "now", "todo"]


def test_footprints_done_out_of_order_keep_their_number() -> None:
    shown = states(3, 5, 2)
    assert shown.count("done") == 3
    assert shown[1] == "now"


def test_footprints_of_a_finished_day_are_all_done() -> None:
    assert states(5, 5) == ["done"] * 5


def test_many_exercises_get_a_bar() -> None:
    assert footprints(5, 8) == {"bar": True, "done": 5, "total": 8}


def test_the_left_badge_fills_the_left_foot_and_says_so() -> None:
    badge = side_badge("left")
    assert (badge["left"], badge["right"]) == (True, False)
    assert str(badge["words"]) == "Left leg"


def test_a_phone_link_keeps_digits_and_a_leading_plus() -> None:
    assert tel("+1 (555) 01-42") == "tel:+15550142"
    assert tel("555 0142") == "tel:5550142"


def test_the_bar_ends_where_the_last_session_ends() -> None:
    bar = parts_bar(1, 0, 1, 2)
    last = bar["parts"][-1]  # type: ignore[index]
    assert float(last["x"]) + float(last["width"]) == float(str(bar["width"]))


def test_a_patient_without_sessions_gets_an_empty_bar() -> None:
    assert parts_bar(0, 0, 0, 0)["parts"] == []


def test_a_day_without_an_answer_breaks_the_line() -> None:
    values = [2, 3, None, 4, 5]
    chart = pain_chart([Reading(DAY + timedelta(days=n), value) for n, value in enumerate(values)], 4, "words")["chart"]
    assert len(chart["traces"]) == 2  # type: ignore[index]
    assert len(chart["dots"]) == 4  # type: ignore[index]


def test_only_pain_above_the_limit_is_marked() -> None:
    series = [Reading(DAY, 5), Reading(DAY + timedelta(days=1), 6)]
    dots = pain_chart(series, 5, "words")["chart"]["dots"]  # type: ignore[index]
    assert [dot["over"] for dot in dots] == [False, True]


def test_words_of_a_chart_keep_their_distance() -> None:
    series = [Reading(DAY + timedelta(days=n), 7) for n in (0, 1, 2, 30)]
    chart = pain_chart(series, 5, "words")["chart"]
    assert [bool(dot["words"]) for dot in chart["dots"]] == [True, False, False, True]  # type: ignore[index]
    assert [label["anchor"] for label in chart["days"]] == ["start", "end"]  # type: ignore[index]


def test_charts_of_nothing_and_of_one_day_can_be_drawn() -> None:
    for series in ([], [Reading(DAY, None)], [Reading(DAY, 10)]):
        template = Template("{% load portal_charts %}{% pain_chart series 5 'words' %}")
        assert "<svg" in template.render(Context({"series": series}))


def test_a_link_is_current_only_on_its_own_page() -> None:
    request = HttpRequest()
    template = Template('{% load portal_look %}<a{% current "home:today" "progress:" %}>')
    assert template.render(Context({"request": request})) == "<a>"
