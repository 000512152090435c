"""The error summary of a page with several forms: each sentence leads to its field and says which row is meant."""

from __future__ import annotations

from collections.abc import Iterable

from django.forms import BaseForm
from django.utils.translation import gettext as _


def complaints(named: Iterable[tuple[object, BaseForm]]) -> list[dict[str, str]]:
    """`named` pairs each form with what stands over it: a language, a pose and a leg; "" for a form alone."""
    return [
        {"href": f"#{form[name].auto_id}", "text": _said(str(where), str(form[name].label), str(sentence))}
        for where, form in named
        if form.is_bound
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]


def _said(where: str, field: str, sentence: str) -> str:
    if not where:
        return sentence
    return _("%(where)s, %(field)s: %(sentence)s") % {"where": where, "field": field, "sentence": sentence}
