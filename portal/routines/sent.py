"""What came with a press of any of the builder's buttons, or with the page's own saving. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.access import PatientAccess
from portal.routines.answer_form import AnswerForm
from portal.routines.builder import Desk, answer_form, learn_choices, read_desk, standing_draft
from portal.routines.content import Dose, DraftContent
from portal.routines.dosing import MOST_CORE
from portal.routines.forms import DoseForm, DraftForm, ForAllForm
from portal.routines.models import PrescribedExercise
from portal.routines.naming import name_of


@dataclass(frozen=True)
class SentRow:
    form: DoseForm
    answer: AnswerForm | None

    @property
    def public_id(self) -> str:
        return str(self.form.prescribed.public_id)

    @property
    def is_valid(self) -> bool:
        return not (self.form.errors or (self.answer and self.answer.errors))

    def dose(self, times: int) -> Dose:
        if self.answer is None:
            return self.form.dose(times=times)
        return self.form.dose(times=times, answer=self.answer.answer(), left_out=self.answer.left_out())


class SentDraft:
    """`draft` is None when it is not open any more. `known` is the number of saves that the page knew of; 0 at most
    once, so a page that names none is an old one (-1)."""

    def __init__(self, access: PatientAccess, data: QueryDict, language: str, *, leaving: str = "") -> None:
        draft = standing_draft(access)
        self.draft = draft if draft and str(draft.public_id) == data.get("draft") else None
        self.times = len(draft.times) if draft else 1
        self.known = _whole(data.get("saved_count", ""))
        self.order = [] if "up" in data or "down" in data else data.getlist("order")[:100]
        self.form = DraftForm(data, times=draft.times if draft else None, offered=learn_choices(access, language))
        self.for_all = ForAllForm()
        self.is_for_all = data.get("then") == "all"
        self.rows: list[SentRow] = []
        self.has_lost_rows = False
        if self.draft is not None:
            self._read(read_desk(access, self.draft, language), data, language, leaving)

    def _read(self, desk: Desk, data: QueryDict, language: str, leaving: str) -> None:
        if self.is_for_all:
            self.for_all = ForAllForm(data, times=desk.draft.times)
        else:
            self.for_all = ForAllForm(rows=desk.rows, times=desk.draft.times)
        for one in desk.checked:
            key = str(one.prescribed.public_id)
            if f"{key}-sets" in data and key != leaving:
                has_answer = f"{key}-seen" in data
                answer = answer_form(one, data) if has_answer else None
                self.rows.append(SentRow(desk.dose_form(one.prescribed, data), answer))
        sent = {key.removesuffix("-sets") for key in data if key.endswith("-sets")}
        self.has_lost_rows = not sent <= {str(row.public_id) for row in desk.rows} | {leaving}
        self._limit_core(language)

    def row(self, prescribed: PrescribedExercise) -> SentRow | None:
        return next((row for row in self.rows if row.form.prescribed.pk == prescribed.pk), None)

    def is_valid(self) -> bool:
        return not any(form.errors for form in self.forms)

    @property
    def forms(self) -> Iterator[forms.Form]:
        yield self.form
        yield self.for_all
        for row in self.rows:
            yield row.form
            if row.answer:
                yield row.answer

    @property
    def wrong_fields(self) -> list[BoundField]:
        return [form[name] for form in self.forms for name in form.errors]

    def content(self) -> DraftContent:
        """What is right of it. Where everything is valid that is everything; where not, the rest stays as it stands."""
        is_whole = not self.form.errors
        times = self.form.times() if is_whole else []
        count = len(times) or self.times
        doses = {row.public_id: row.dose(count) for row in self.rows if row.is_valid}
        if self.is_for_all and not self.for_all.errors:
            doses = {key: self.for_all.set_on(dose, times=count) for key, dose in doses.items()}
        return DraftContent(
            doses=doses,
            times=times,
            change_notice=self.form.cleaned_data["change_notice"] if is_whole else None,
            learn_pages=self.form.cleaned_data["learn_pages"] if is_whole else None,
            order=self.order,
            has_lost_rows=self.has_lost_rows,
        )

    def _limit_core(self, language: str) -> None:
        """A third exercise for a bad day is told. What a template or an older routine brought along may stand."""
        core = [row.form for row in self.rows if not row.form.errors and row.form.cleaned_data["is_core"]]
        if len(core) <= MOST_CORE:
            return
        standing = [form for form in core if form.prescribed.is_core]
        for form in [form for form in core if not form.prescribed.is_core][max(MOST_CORE - len(standing), 0) :]:
            others = [name_of(other.prescribed, language) for other in core if other is not form][:MOST_CORE]
            names = {"first": others[0], "second": others[1]}
            form.add_error("is_core", _("Two at most: %(first)s and %(second)s are chosen already.") % names)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
