"""What stands in one event: who, why they may, from where; and that nothing goes on without it."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts import asking, audit
from accounts.access import Role, Scope, open_patient
from accounts.actions import choose_figure
from accounts.models import AuditEvent, ClinicMember, EmergencyAccess, Patient
from tests.cast import Cast, a_member, a_user, access_of
from tests.conftest import SignIn


def newest() -> AuditEvent:
    return AuditEvent.objects.latest("pk")


@pytest.mark.parametrize(
    ("who", "role", "purpose"),
    [("pat", Role.PATIENT, "own"), ("cara", Role.CAREGIVER, "helping"), ("tess", Role.THERAPIST, "care")],
)
def test_the_purpose_follows_from_the_role(cast: Cast, who: str, role: Role, purpose: str) -> None:
    audit.record("something.happened", by=access_of(getattr(cast, who), cast.pat_record, role))
    assert (newest().purpose, newest().patient_id) == (purpose, cast.pat_record.pk)


def test_a_look_in_an_emergency_names_it(cast: Cast) -> None:
    tim = a_user("tim", "Tim Ness")
    a_member(cast.northside, tim)
    now = timezone.now()
    emergency = EmergencyAccess.objects.create(
        patient=cast.pat_record, staff=tim, reason="called", words="Why", started_at=now, ends_at=now.replace(year=2100)
    )
    request = RequestFactory().get("/")
    request.user = tim
    open_patient(request, cast.pat_record.public_id, Scope.CLINICAL)
    assert (newest().purpose, newest().emergency_id) == ("emergency", emergency.pk)


def test_the_office_works_for_the_clinic(cast: Cast) -> None:
    audit.record("something.happened", by=ClinicMember.objects.get(user=cast.ada), about=cast.cara_for_pat)
    assert (newest().purpose, newest().role, newest().clinic_id) == ("clinic", "admin", cast.northside.pk)
    # So that the patient finds it in her own list.
    assert newest().patient_id == cast.pat_record.pk


def test_people_act_in_their_own_affairs(cast: Cast) -> None:
    audit.record("account.closed", by=cast.sam, about=cast.sam)
    assert (newest().purpose, newest().actor_id, newest().patient_id) == ("own", cast.sam.pk, None)


def test_the_portal_acts_by_itself(cast: Cast) -> None:
    audit.record("grant.revoked", by=None, about=cast.cara_for_pat)
    assert (newest().purpose, newest().actor_id) == ("portal", None)
    assert (newest().patient_id, newest().clinic_id) == (cast.pat_record.pk, cast.northside.pk)


def test_a_request_leaves_its_number_and_its_network(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.pat)
    for _again in range(2):
        client.get(reverse("home:today", args=[cast.pat_record.public_id]), REMOTE_ADDR="203.0.113.77")
    first, second = AuditEvent.objects.filter(action="opened.home:today")
    assert first.ip_prefix == second.ip_prefix == "203.0.113.0/24"
    assert len(first.request_id) == len(second.request_id) == 32
    assert first.request_id != second.request_id


def test_outside_a_request_there_is_neither(cast: Cast) -> None:
    audit.record("something.happened", by=None)
    assert (newest().request_id, newest().ip_prefix) == ("", "")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("unix:", ""),
        ("", ""),
        ("203.0.113.77\0", ""),
    ],
)
def test_of_an_address_only_the_network_is_kept(address: str, network: str) -> None:
    assert asking.network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (0, "198.51.100.7", "203.0.113.0/24"),
        (1, "198.51.100.7", "198.51.100.0/24"),
        (1, "10.0.0.1, 198.51.100.7", "198.51.100.0/24"),
        (2, "198.51.100.7", ""),
        (1, "nonsense", ""),
    ],
)
def test_a_proxy_is_believed_only_where_one_is_declared(
    settings: object, proxies: int, forwarded: str, network: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies  # type: ignore[attr-defined]
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.77", HTTP_X_FORWARDED_FOR=forwarded)
    assert asking.network_of(request) == network


class Full:
    """A database that takes no more events."""

    def __call__(self, execute: object, sql: str, *more: object) -> object:
        if sql.startswith('INSERT INTO "accounts_auditevent"'):
            raise DatabaseError("database or disk is full")
        return execute(sql, *more)  # type: ignore[operator]


def test_what_cannot_be_put_on_record_is_not_shown(cast: Cast) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.pat)
    with connection.execute_wrapper(Full()):
        answer = client.get(reverse("home:today", args=[cast.pat_record.public_id]))
    assert answer.status_code == 503
    assert "Ellis" not in answer.content.decode()


def test_what_cannot_be_put_on_record_is_not_done(cast: Cast) -> None:
    by = access_of(cast.pat, cast.pat_record, Role.PATIENT)
    with connection.execute_wrapper(Full()), pytest.raises(audit.AuditFailed):
        choose_figure("man-dark", by=by)
    assert Patient.objects.get(pk=cast.pat_record.pk).figure == ""
