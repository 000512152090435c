"""What a therapist looks for: beside the draft, and in the whole library for one patient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.fields import FROM_THE_LIST, plain, say_what_to_do
from exercises.forms import LibraryForm

TICKED = "on"


@dataclass(frozen=True)
class Asked:
    """The search beside the draft, as it stands in the address."""

    q: str = ""
    is_suitable_only: bool = False
    added: str = ""  # the slug of what was just added by key

    @classmethod
    def of(cls, data: QueryDict) -> Asked:
        q, added = plain(data.get("q", "")).strip(), plain(data.get("added", ""))
        return cls(q, data.get("suitable") == TICKED, added)

    @property
    def address(self) -> str:
        """Empty where nothing was asked."""
        return _query({"q": self.q, "suitable": TICKED if self.is_suitable_only else "", "added": self.added})

    @property
    def library_address(self) -> str:
        return _query({"words": self.q, "suitable": TICKED if self.is_suitable_only else ""})


class FindForm(LibraryForm):
    """The filters of the library, and whether an exercise suits this patient."""

    suitable = forms.BooleanField(label=_("Suitable only"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = FROM_THE_LIST
            elif isinstance(field, forms.CharField):
                say_what_to_do(field)

    @property
    def address(self) -> str:
        asked: dict[str, object] = {**self.asked()}
        return _query({name: value if isinstance(value, str) else TICKED for name, value in asked.items()})


def _query(asked: dict[str, str]) -> str:
    given = {name: value for name, value in asked.items() if value}
    return f"?{urlencode(given)}" if given else ""
