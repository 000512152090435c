"""What the builder's form sends."""

from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import Patient
from portal.routines.models import PrescribedExercise, RoutineRevision


def url(name: str, patient: Patient) -> str:
    return reverse(f"routines:{name}", args=[patient.public_id])


def draft_of(patient: Patient) -> RoutineRevision:
    return RoutineRevision.objects.get(routine__patient=patient, routine__ended_on=None, published_at=None)


def rows_of(draft: RoutineRevision) -> list[PrescribedExercise]:
    return list(draft.prescribed.select_related("exercise").order_by("order"))


def typed(draft: RoutineRevision, **changes: Any) -> dict[str, Any]:
    """Everything that stands on the page. `changes` are for the first exercise, or `change_notice` and `time_n`."""
    data: dict[str, Any] = {
        "draft": str(draft.public_id),
        "saved_count": RoutineRevision.objects.filter(pk=draft.pk).values_list("saved_count", flat=True).first(),
        "change_notice": draft.change_notice,
    }
    data |= {f"time_{number}": text for number, text in enumerate(draft.times, start=1)}
    for row in rows_of(draft):
        data |= {f"{row.public_id}-{name}": value for name, value in fields_of(row, len(draft.times)).items()}
    first = rows_of(draft)[0].public_id if rows_of(draft) else ""
    for name, value in changes.items():
        is_whole = name == "change_notice" or name.startswith("time_")
        data[name if is_whole else f"{first}-{name}"] = value
    return data


def fields_of(row: PrescribedExercise, times: int) -> dict[str, Any]:
    return {
        "side": row.side,
        "sets": row.sets,
        "reps": row.reps or "",
        "hold_seconds": row.hold_seconds or "",
        "breaths": row.breaths or "",
        "rest_seconds": row.rest_seconds,
        "resistance": row.resistance,
        "note": row.note,
        "weekdays": [1 << day for day in range(7) if row.weekdays >> day & 1],
        "slots": [1 << slot for slot in range(times) if row.slots == 0 or row.slots >> slot & 1],
    }


def start(client: Client, patient: Patient, how: str = "current") -> RoutineRevision:
    response = client.post(url("start_draft", patient), {"start": how})
    assert response.status_code == 302
    return draft_of(patient)
