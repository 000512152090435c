"""Answering a caution: the reason is kept for the codes that stood on the page, and for no others."""

from typing import Any
from uuid import uuid4

import pytest

from exercises.precautions import Check, Finding, Verdict
from portal.routines import answer_form
from portal.routines.answer_form import AnswerForm
from portal.routines.content import Answer
from portal.routines.models import PrescribedExercise

TRIED = "Tried in the clinic, done safely"
SURGEON = "Within what the surgeon allows"


def caution(*codes: str) -> Check:
    return Check(Verdict.CAUTION, tuple(Finding(code, Verdict.CAUTION, f"Because of {code}.") for code in codes))


def row(reason: str = "", codes: tuple[str, ...] = (), left_out: tuple[str, ...] = ()) -> PrescribedExercise:
    return PrescribedExercise(
        public_id=uuid4(), caution_reason=reason, caution_codes=list(codes), cautions_left_out=list(left_out)
    )


@pytest.fixture(autouse=True)
def words_for_the_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_form, "patient_words", lambda code: f"Mind {code}." if code != "SILENT" else "")


def sent(prescribed: PrescribedExercise, check: Check, **typed: Any) -> AnswerForm:
    data = {"reason": "", "reason_words": "", "seen": ",".join(check.codes), "cautions": []} | typed
    form = AnswerForm(_Many(data, str(prescribed.public_id)), prescribed=prescribed, check=check)
    assert form.is_valid(), form.errors
    return form


class _Many(dict[str, Any]):
    """As a browser sends it."""

    def __init__(self, data: dict[str, Any], prefix: str) -> None:
        super().__init__({f"{prefix}-{name}": value for name, value in data.items()})

    def getlist(self, name: str) -> Any:
        return self.get(name, [])


@pytest.mark.parametrize(
    ("standing", "typed", "expected"),
    [
        ("", {}, None),
        ("", {"reason": "clinic"}, Answer(TRIED, ["A"])),
        ("", {"reason_words": " With both hands on the rail. "}, Answer("With both hands on the rail.", ["A"])),
        ("", {"reason": "own"}, None),
        (TRIED, {"reason": "clinic"}, None),
        (TRIED, {"reason": "surgeon"}, Answer(SURGEON, ["A"])),
        # Typed after the chip: the words count.
        (TRIED, {"reason": "clinic", "reason_words": "On the bed."}, Answer("On the bed.", ["A"])),
        ("On the bed.", {"reason": "own", "reason_words": "On the bed."}, None),
        ("On the bed.", {"reason": "clinic", "reason_words": "On the bed."}, Answer(TRIED, ["A"])),
        ("On the bed.", {"reason": "own", "reason_words": ""}, Answer("", [])),
    ],
)
def test_what_was_said_last_counts(standing: str, typed: dict[str, str], expected: Answer | None) -> None:
    assert sent(row(standing, ("A",)), caution("A"), **typed).answer() == expected


def test_a_new_code_asks_anew_and_the_old_reason_does_not_answer_it() -> None:
    prescribed, check = row(TRIED, ("A",)), caution("A", "B")
    form = AnswerForm(prescribed=prescribed, check=check)
    assert form["reason"].value() == ""
    assert sent(prescribed, check).answer() is None  # left as it is: the old one stays on record, and does not count
    assert sent(prescribed, check, reason="clinic").answer() == Answer(TRIED, ["A", "B"])


def test_a_reason_is_given_for_what_was_on_the_page_only() -> None:
    """A limit that came up after the page was opened is not answered by what was typed there."""
    assert sent(row(), caution("A", "B"), seen="A", reason="clinic").answer() == Answer(TRIED, ["A"])
    assert sent(row(), caution("A"), seen="A,Z", reason="clinic").answer() == Answer(TRIED, ["A"])


def test_what_the_patient_reads_is_all_on_at_first() -> None:
    form = AnswerForm(prescribed=row(), check=caution("A", "B", "SILENT"))
    assert [label for _code, label in form.fields["cautions"].choices] == ["Mind A.", "Mind B."]  # type: ignore[attr-defined]
    assert form["cautions"].value() == ["A", "B"]


def test_unticking_leaves_a_sentence_out_and_ticking_takes_it_in_again() -> None:
    check = caution("A", "B", "SILENT")
    assert sent(row(), check, cautions=["A"]).left_out() == ["B"]
    assert sent(row(left_out=("B",)), check, cautions=["A", "B"]).left_out() == []
    # What did not stand on the page, and what is no code at all.
    assert sent(row(left_out=("Z",)), check, cautions=["A", "B", "no such code"]).left_out() == ["Z"]


@pytest.mark.parametrize(
    ("typed", "name"), [({"reason": "none of these"}, "reason"), ({"reason_words": "a\0"}, "reason_words")]
)
def test_what_cannot_be_kept_is_told(typed: dict[str, str], name: str) -> None:
    prescribed = row()
    data = _Many({"seen": "A", "cautions": []} | typed, str(prescribed.public_id))
    assert name in AnswerForm(data, prescribed=prescribed, check=caution("A")).errors
