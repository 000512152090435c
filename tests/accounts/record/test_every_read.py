"""Every page that shows something of a patient leaves exactly one look: who, at whom, why, by which grant (A7)."""

import pytest
from django.db import transaction

from accounts.models import AuditEvent, CareGrant
from tests.rules.elsewhere import built_once, world
from tests.rules.test_every_url import RULES, World

__all__ = ["built_once", "world"]

READS = sorted(name for name, rule in RULES.items() if rule.is_about_a_patient and "GET" in rule.methods)
PURPOSES = {"patient": "own", "caregiver": "helping", "therapist": "care", "covering": "emergency", "admin": "clinic"}


@pytest.mark.parametrize("name", READS)
def test_every_read_is_on_record(world: World, name: str) -> None:
    wrong = [f"{who}: {what}" for who in sorted(RULES[name].who) for what in complaints(world, name, who)]
    assert not wrong, "\n".join(wrong)


def complaints(world: World, name: str, who: str) -> list[str]:
    before = AuditEvent.objects.latest("pk").pk
    with transaction.atomic():
        answer = world.ask(who, "GET", world.url(name))
        looks = list(AuditEvent.objects.filter(pk__gt=before))
        transaction.set_rollback(True)
    if answer.status_code != 200:
        return []
    if len(looks) != 1:
        return [f"{len(looks)} events: {[look.action for look in looks]}"]
    [look] = looks
    return [column for column, value in expected(world, name, who, look).items() if getattr(look, column) != value]


def expected(world: World, name: str, who: str, look: AuditEvent) -> dict[str, object]:
    person = world.people[who]
    assert person
    patient = world.cast.pat_record
    grant = CareGrant.objects.filter(patient=patient, caregiver=person, revoked_at=None).first()
    return {
        "action": f"opened.{name}",
        "actor_id": person.pk,
        "patient_id": patient.pk,
        "clinic_id": patient.clinic_id,
        "purpose": "clinic" if not look.scope else PURPOSES[look.role],
        "grant_id": grant.pk if grant and look.role == "caregiver" else None,
        "on_behalf_of_id": patient.pk if look.scope and look.role != "patient" else None,
        "ip_prefix": "127.0.0.0/24",
    }
