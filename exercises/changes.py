"""What is new in a version since the one that a clinic stands for, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from exercises.models import Adoption, Edition

if TYPE_CHECKING:
    from accounts.models import Clinic

# A therapist's word for the fields that an edition holds. Others are shown by their own name.
WORDS = {
    "name": gettext_lazy("Name"),
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "purpose": gettext_lazy("What it is for"),
    "start": gettext_lazy("How to get ready"),
    "steps": gettext_lazy("Steps"),
    "feel": gettext_lazy("Where you feel it"),
    "mistakes": gettext_lazy("Common mistakes"),
    "cautions": gettext_lazy("Take care"),
    "helping": gettext_lazy("If someone helps"),
    "pictures": gettext_lazy("What the pictures show"),
    "picture_words": gettext_lazy("What the pictures show"),
    "instead": gettext_lazy("What differs"),
    "poses": gettext_lazy("Declared angles"),
    "variants": gettext_lazy("Variants"),
    "sources": gettext_lazy("Sources"),
    "columns": gettext_lazy("Dose and other facts"),
    "drawing": gettext_lazy("Pose"),
    "photos": gettext_lazy("Photos"),
    "lines": gettext_lazy("Exercises"),
    "sections": gettext_lazy("Sections"),
    "not_this": gettext_lazy("What the page is not"),
}


@dataclass(frozen=True)
class Change:
    """One line that was taken away, added or rewritten; empty where there was or is nothing."""

    where: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    slug: str
    adopted: Adoption
    version: int
    lines: list[Change]


def changes_since_adoption(clinic: Clinic, kind: str, slug: str) -> Changes:
    """404 where nothing was adopted, or where what was adopted is the newest."""
    adopted = Adoption.objects.filter(clinic=clinic, kind=kind, slug=slug).order_by("-version").first()
    editions = Edition.objects.filter(kind=kind, slug=slug)
    newest = (editions.filter(clinic=clinic) or editions.filter(clinic=None)).order_by("-version").first()
    if adopted is None or newest is None or newest.version <= adopted.version:
        raise Http404
    before = Edition.objects.filter(kind=kind, slug=slug, clinic=newest.clinic_id, version=adopted.version).first()
    old = before.content if before else {}
    lines = list(_compare(old, newest.content, [])) if before else []
    return Changes(slug, adopted, newest.version, lines)


def _compare(before: Any, after: Any, path: list[str]) -> Iterator[Change]:
    if before == after:
        return
    before, after = _named(before), _named(after)
    if isinstance(before, dict) and isinstance(after, dict):
        # An edition kept from an older release may lack whole fields: they are no change.
        keys = [key for key in after if key in before or path] + [key for key in before if key not in after and path]
        for key in keys:
            yield from _compare(before.get(key, ""), after.get(key, ""), [*path, str(key)])
        return
    yield Change(_where(path), _said(before), _said(after))


def _named(value: Any) -> Any:
    """Lists are compared by place, or by slug where their items have one."""
    if isinstance(value, list | tuple):
        return {
            str(item["slug"]) if isinstance(item, dict) and "slug" in item else str(n): item
            for n, item in enumerate(value, 1)
        }
    return value


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(_said(one) for one in value.values() if one not in ("", None, {}, []))
    if isinstance(value, list | tuple):
        return "; ".join(_said(one) for one in value)
    return "" if value is None else str(value)


def _where(path: list[str]) -> str:
    """ "English, Steps, 3" for texts → en → steps → 3."""
    words = []
    for name in path:
        if name == "texts":
            continue
        if len(name) == 2 and name.isalpha():
            words.append(str(_(get_language_info(name)["name"])))
        else:
            words.append(str(WORDS.get(name, name.replace("_", " "))))
    return ", ".join(words)
