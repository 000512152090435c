"""Several patients at once through the door: those whom the therapist treats, each look on record."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import time_machine
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.access import Role, Scope, open_patients
from accounts.models import AuditEvent, Patient, TreatmentLink, User
from tests.cast import Cast, a_patient


def asked(user: User, method: str = "GET") -> HttpRequest:
    request = RequestFactory().generic(method, "/")
    request.user = user
    return request


def names(user: User, patients: list[Patient], scope: Scope = Scope.PRESCRIBE, method: str = "GET") -> list[str]:
    opened = open_patients(asked(user, method), [one.public_id for one in patients], scope)
    assert all(one.user == user and one.role is Role.THERAPIST and one.scope is scope for one in opened)
    return [one.patient.name for one in opened]


def test_only_those_whom_the_therapist_treats(cast: Cast) -> None:
    both = [cast.walt_record, cast.pat_record]
    assert names(cast.tess, both) == ["Pat Ellis", "Walt Hanna"]
    # Pat's own record, Cara's two, an admin, another clinic: none of them prescribes.
    for user in (cast.pat, cast.cara, cast.ada, cast.otto, cast.sam):
        assert names(user, both) == []
    assert open_patients(asked(cast.tess), [uuid4()], Scope.PRESCRIBE) == []
    assert names(cast.tess, both, Scope.OWN_DATA) == []


def test_a_treatment_that_ended_opens_nothing(cast: Cast) -> None:
    TreatmentLink.objects.filter(patient=cast.pat_record).update(ends_on=timezone.now().date() - timedelta(days=2))
    assert names(cast.tess, [cast.walt_record, cast.pat_record]) == ["Walt Hanna"]


@time_machine.travel(datetime(2026, 11, 19, 12, tzinfo=UTC), tick=False)
def test_each_patients_own_day_decides(cast: Cast) -> None:
    """The 19th was the last day. In Kiritimati it is the 20th already."""
    TreatmentLink.objects.filter(therapist=cast.tess).update(ends_on=date(2026, 11, 19))
    Patient.objects.filter(pk=cast.walt_record.pk).update(time_zone="Pacific/Kiritimati")
    assert names(cast.tess, [cast.walt_record, cast.pat_record]) == ["Pat Ellis"]


def test_looks_are_on_record_and_changes_are_no_looks(cast: Cast) -> None:
    names(cast.tess, [cast.walt_record, cast.pat_record], method="POST")
    assert not AuditEvent.objects.filter(actor_id=cast.tess.pk).exists()
    names(cast.tess, [cast.walt_record, cast.pat_record])
    looked = AuditEvent.objects.filter(actor_id=cast.tess.pk, role="therapist", scope="prescribe", purpose="care")
    assert set(looked.values_list("patient_id", flat=True)) == {cast.walt_record.pk, cast.pat_record.pk}


def test_one_costs_as_much_as_twenty(cast: Cast) -> None:
    few, many = [cast.pat_record], [cast.pat_record, cast.walt_record]
    many += [a_patient(cast.northside, f"Patient {n}", date(1950, 1, 1), therapist=cast.tess) for n in range(18)]
    assert cost(cast, many) == cost(cast, few)
    assert len(names(cast.tess, many)) == 20


def cost(cast: Cast, patients: list[Patient]) -> int:
    with CaptureQueriesContext(connection) as queries:
        names(cast.tess, patients)
    return len(queries)
