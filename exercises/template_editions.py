"""What a template said in the version that a routine began with. It may have changed since, or have been retired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.models import AdoptionKind, Edition, RoutineTemplate

if TYPE_CHECKING:
    from accounts.models import Clinic

# What the phases are read from.
COLUMNS = ("name", "phase", "phases", "from_week", "to_week", "move_on_when", "leads_to")


def present_template(clinic: Clinic, slug: str) -> RoutineTemplate | None:
    """As it is now, retired or not."""
    return RoutineTemplate.objects.for_clinic(clinic).select_related("clinic").filter(slug=slug).first()


def template_as_used(present: RoutineTemplate, version: int | None) -> RoutineTemplate:
    """A row that is stored nowhere, with the words of that version; the present one where nobody knows better."""
    if version in (None, present.version):
        return present
    kept = Edition.objects.filter(
        kind=AdoptionKind.TEMPLATE, clinic=present.clinic, slug=present.slug, version=version
    ).first()
    if kept is None:
        return present
    columns = {name: kept.content["columns"][name] for name in COLUMNS if name in kept.content["columns"]}
    return RoutineTemplate(slug=present.slug, clinic=present.clinic, version=kept.version, **columns)
