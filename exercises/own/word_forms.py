"""The words of an own exercise, one form for each language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.models import Exercise, ExerciseText
from exercises.models.texts import FALLBACK_LANGUAGE
from exercises.own.content import LANGUAGES
from exercises.own.fields import LinesField, WordsField

LONGEST_NAME = 120
MOST_STEPS = 6
LANGUAGE_NAMES = {"en": gettext_lazy("English"), "fr": gettext_lazy("French"), "es": gettext_lazy("Spanish")}
ONE_A_LINE = gettext_lazy("One a line.")


class WordsForm(forms.Form):
    """English is needed in full. Another language may be left empty, hold the name alone, or be complete."""

    use_required_attribute = False

    name = WordsField(label=gettext_lazy("Name"), longest=LONGEST_NAME, rows=0)
    purpose = WordsField(label=gettext_lazy("What it is for"))
    start = WordsField(label=gettext_lazy("How to get ready"))
    steps = LinesField(
        label=gettext_lazy("Steps"),
        most=MOST_STEPS,
        rows=6,
        help_text=gettext_lazy("One a line, six at most, one action each."),
    )
    feel = WordsField(label=gettext_lazy("Where you feel it"))
    mistakes = LinesField(label=gettext_lazy("Common mistakes"), help_text=ONE_A_LINE)
    cautions = LinesField(label=gettext_lazy("Take care"), help_text=ONE_A_LINE)
    helping = LinesField(label=gettext_lazy("If someone helps"), help_text=ONE_A_LINE)
    picture_start = WordsField(
        label=gettext_lazy("What the start picture shows"),
        help_text=gettext_lazy("Read aloud to people who do not see it."),
    )
    picture_end = WordsField(label=gettext_lazy("What the end picture shows"))

    NEEDED = ("purpose", "start", "steps", "feel", "picture_start", "picture_end")

    def __init__(self, data: Any = None, *, language: str, text: ExerciseText | None) -> None:
        super().__init__(data, prefix=language, initial=_typed(text) if text else {})
        self.language, self.text = language, text
        self.language_name = LANGUAGE_NAMES[language]
        for field in self.fields.values():
            field.widget.attrs["lang"] = language

    @property
    def is_open(self) -> bool:
        """The others stand folded."""
        return self.language == FALLBACK_LANGUAGE or bool(self.is_bound and self.errors)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if self.errors:
            return typed
        is_written = any(typed[name] for name in self.fields if name != "name")
        if not typed["name"] and (is_written or self.language == FALLBACK_LANGUAGE):
            self.add_error("name", _("Write the name."))
        if is_written or self.language == FALLBACK_LANGUAGE:
            for name in self.NEEDED:
                if not typed.get(name):
                    self.add_error(name, self._missing(name))
        return typed

    def _missing(self, name: str) -> str:
        if self.language == FALLBACK_LANGUAGE:
            return _("Write “%(field)s”: an exercise cannot do without it.") % {"field": self.fields[name].label}
        sentence = _("Write “%(field)s” too, or leave all of %(language)s empty except the name.")
        return sentence % {"field": self.fields[name].label, "language": self.language_name}

    def words(self) -> dict[str, Any] | None:
        """As ExerciseText holds them; None where the language is left empty. Pictures on the way keep their words."""
        typed = dict(self.cleaned_data)
        if not typed["name"]:
            return None
        said = {"start": typed.pop("picture_start"), "end": typed.pop("picture_end")}
        before = self.text.pictures if self.text else {}
        typed["pictures"] = {name: words for name, words in {**before, **said}.items() if words}
        return typed


def word_forms(own: Exercise, data: Any = None) -> list[WordsForm]:
    texts = {text.language: text for text in own.texts.filter(variant=None)}
    return [WordsForm(data, language=language, text=texts.get(language)) for language in LANGUAGES]


def _typed(text: ExerciseText) -> dict[str, Any]:
    lines = {name: "\n".join(getattr(text, name)) for name in ("steps", "mistakes", "cautions", "helping")}
    plain = {name: getattr(text, name) for name in ("name", "purpose", "start", "feel")}
    return plain | lines | {f"picture_{view}": text.pictures.get(view, "") for view in ("start", "end")}
