"""What the page for several patients sends: whom, which phase, whose name. Nothing odd is an error but too much."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.fields import plain
from exercises.models import RoutineTemplate
from portal.routines.choosing import asked_phase

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_AT_ONCE = 20
# More than this is no page of ours.
MOST_READ = 200


@dataclass(frozen=True)
class Asked:
    """`phase` None: the template has several and none was chosen."""

    patients: list[UUID] = field(default_factory=list)
    phase: int | None = None
    words: str = ""
    is_check: bool = False

    @classmethod
    def of(cls, sent: QueryDict, template: RoutineTemplate) -> Asked:
        return cls(
            patients=list(_ids(sent.getlist("patient")[:MOST_READ])),
            phase=asked_phase(template, sent.get("phase", "")),
            words=plain(sent.get("q", "")).strip()[:200],
            is_check=sent.get("then") == "check",
        )

    @property
    def errors(self) -> list[dict[str, str]]:
        """One sentence at each field, for who wants to check or give."""
        found = []
        if self.phase is None:
            found.append({"href": "#phase", "text": _("Choose which weeks of the template to give.")})
        if not self.patients:
            found.append({"href": "#patients", "text": _("Tick at least one patient.")})
        if len(self.patients) > MOST_AT_ONCE:
            text = ngettext(
                "You ticked %(count)d patient. Tick %(most)d at most, and give to the others afterwards.",
                "You ticked %(count)d patients. Tick %(most)d at most, and give to the others afterwards.",
                len(self.patients),
            )
            found.append({"href": "#patients", "text": text % {"count": len(self.patients), "most": MOST_AT_ONCE}})
        return found

    @property
    def query(self) -> str:
        return urlencode([("phase", self.phase or ""), *[("patient", one) for one in self.patients]])


def _ids(texts: Iterable[str]) -> dict[UUID, None]:
    """In the order of the page, each once. What is no id is left out."""
    found: dict[UUID, None] = {}
    for text in texts:
        try:
            found[UUID(text)] = None
        except ValueError:
            continue
    return found
