"""What a person may say about a session. Everything is optional; nothing typed is ever lost to an error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.access import PatientAccess
from portal.routines.models import PrescribedExercise
from portal.sessions.actions import Entry, NoteEntry
from portal.sessions.due import DueSession
from portal.sessions.effort import Effort
from portal.sessions.models import HelpNeeded, NotDoneReason, Outcome, SessionNote
from portal.sessions.records import results_for

MOST_WORDS = 2000

EFFORT_CHOICES = [
    (Effort.EASY.value, _("Easy\nI could do more")),
    (Effort.RIGHT.value, _("About right\nWork, but fine")),
    (Effort.HARD.value, _("Hard\nI only just managed")),
]
EFFORT_CHOICES_FOR_HELPERS = [
    (Effort.EASY.value, _("Easy\nMore was possible")),
    (Effort.RIGHT.value, _("About right\nWork, but fine")),
    (Effort.HARD.value, _("Hard\nOnly just managed")),
]
HELP_CHOICES_FOR_HELPERS = [
    (HelpNeeded.ALONE.value, _("Done alone")),
    (HelpNeeded.NEARBY.value, _("Someone was near")),
    (HelpNeeded.HANDS_ON.value, _("Someone held or steadied them")),
    (HelpNeeded.COULD_NOT.value, _("It could not be done")),
]
ANSWERS = [(Outcome.DONE.value, _("Done")), (Outcome.NOT_DONE.value, _("Not done")), ("", _("No answer"))]
UNSAID = "unsaid"
NOTHING = ":"  # what `shown_answer` says where nothing is recorded
NOT_FROM_THE_LIST = {"invalid_choice": _("Choose one of the answers shown, or none.")}


class WordsField(forms.CharField):
    """A zero byte comes from a broken keyboard or a prank; the words around it count."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\x00", "")


class NoteForm(forms.Form):
    pain = forms.ChoiceField(
        label=_("How much did your hip hurt during the exercises?"),
        choices=[(str(number), str(number)) for number in range(11)],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Choose a number from 0 to 10, or none.")},
    )
    effort = forms.TypedChoiceField(
        label=_("How hard was it?"),
        choices=EFFORT_CHOICES,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
        error_messages=NOT_FROM_THE_LIST,
    )
    help_needed = forms.ChoiceField(
        label=_("Did anyone help?"),
        choices=HelpNeeded.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages=NOT_FROM_THE_LIST,
    )
    words = WordsField(
        label=_("Anything to tell your therapist?"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": False}),
        required=False,
        error_messages={
            "max_length": _("This is too long: %(limit_value)d letters at most, and this has %(show_value)d.")
        },
    )
    is_shared = forms.BooleanField(label=_("Let the people who help me read this note too"), required=False)
    revision = WordsField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, access: PatientAccess, therapist: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if therapist:
            self.fields["words"].label = _("Anything to tell %(name)s?") % {"name": therapist}
        if access.on_behalf:
            self._speak_of(access.patient.first_name)

    def _speak_of(self, name: str) -> None:
        """For a helper: about the patient, and always open to those who help."""
        del self.fields["is_shared"]
        self.fields["pain"].label = _("How much did %(name)s’s hip hurt during the exercises?") % {"name": name}
        self.fields["effort"].label = _("How hard was it for %(name)s?") % {"name": name}
        choices_of(self, "effort", EFFORT_CHOICES_FOR_HELPERS)
        choices_of(self, "help_needed", HELP_CHOICES_FOR_HELPERS)

    def note(self) -> NoteEntry:
        data = self.cleaned_data
        return NoteEntry(
            pain_during=int(data["pain"]) if data["pain"] else None,
            effort=data["effort"],
            help_needed=data["help_needed"],
            words=data["words"],
            is_shared=data.get("is_shared", False),
        )


def choices_of(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    chosen = form.fields[name]
    assert isinstance(chosen, forms.ChoiceField)  # noqa: S101  for the type checker
    chosen.choices = choices


def note_initial(note: SessionNote | None) -> dict[str, Any]:
    if note is None:
        return {}
    return {
        "pain": None if note.pain_during is None else str(note.pain_during),
        "effort": note.effort,
        "help_needed": note.help_needed,
        "words": note.words,
        "is_shared": note.is_shared,
    }


class NotTodayForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why not today?"),
        choices=[*NotDoneReason.choices, (UNSAID, _("I would rather not say"))],
        widget=forms.RadioSelect,
        required=False,
        error_messages=NOT_FROM_THE_LIST,
    )

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"])
        return "" if reason == UNSAID else reason


@dataclass(frozen=True)
class ExerciseAnswer:
    prescribed: PrescribedExercise
    answer: BoundField
    reason: BoundField
    was: BoundField


class RecordSessionForm(NoteForm):
    """Every exercise of a session, and the note. Only what differs from what the person was shown is written."""

    def __init__(self, *args: Any, prescribed: Iterable[PrescribedExercise], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prescribed = list(prescribed)
        for one in self.prescribed:
            self.fields[f"answer-{one.public_id}"] = forms.ChoiceField(
                choices=ANSWERS, widget=forms.RadioSelect, required=False, error_messages=NOT_FROM_THE_LIST
            )
            self.fields[f"reason-{one.public_id}"] = forms.ChoiceField(
                label=_("Why not? You need not say."),
                choices=[("", "—"), *NotDoneReason.choices],
                required=False,
                error_messages=NOT_FROM_THE_LIST,
            )
            self.fields[f"was-{one.public_id}"] = WordsField(widget=forms.HiddenInput, required=False)

    def answers(self) -> Iterator[ExerciseAnswer]:
        for one in self.prescribed:
            yield ExerciseAnswer(one, *(self[f"{name}-{one.public_id}"] for name in ("answer", "reason", "was")))

    def entries(self) -> list[Entry]:
        return [entry for one in self.prescribed if (entry := self._entry(one)) is not None]

    def _entry(self, one: PrescribedExercise) -> Entry | None:
        answer, reason, was = (
            str(self.cleaned_data[f"{name}-{one.public_id}"]) for name in ("answer", "reason", "was")
        )
        was = was or NOTHING
        if not answer and reason and was == NOTHING:
            answer = Outcome.NOT_DONE.value  # whoever gives a reason has not done it
        reason = reason if answer == Outcome.NOT_DONE else ""
        return None if shown_answer(answer, reason) == was else Entry(one, answer or None, reason)


def shown_answer(answer: str, reason: str) -> str:
    return f"{answer}:{reason}"


def record_initial(session: DueSession) -> dict[str, Any]:
    initial = note_initial(session.note) | {"revision": str(session.revision.public_id)}
    for one in session.exercises:
        results = results_for(one.prescribed, one.results) if one.is_recorded else ()
        undone = next((result for result in results if result.outcome == Outcome.NOT_DONE), None)
        answer = "" if not results else Outcome.NOT_DONE.value if undone else Outcome.DONE.value
        reason = undone.reason if undone else ""
        initial[f"answer-{one.prescribed.public_id}"] = answer
        initial[f"reason-{one.prescribed.public_id}"] = reason
        initial[f"was-{one.prescribed.public_id}"] = shown_answer(answer, reason)
    return initial


def revision_of(data: QueryDict) -> UUID | None:
    try:
        return UUID(data.get("revision", ""))
    except ValueError:
        return None
