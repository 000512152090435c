"""Changes to what a clinic says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import Clinic, ClinicMember


@transaction.atomic
def save_details(details: Mapping[str, Any], *, by: ClinicMember) -> None:
    """The whole page as it was sent. What is the same as before leaves no trace."""
    clinic = Clinic.objects.select_for_update().get(pk=by.clinic_id)
    changed = [name for name, value in details.items() if getattr(clinic, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(clinic, name, details[name])
    clinic.save(update_fields=changed)
    audit.record("clinic.details_changed", by=by, about=clinic)
