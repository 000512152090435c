"""The small world in which the rules are tried: sixteen identities, two clinics, and one of everything a URL can name.

A URL whose parameter has a new name needs one line in `kwargs` at the end of this file. Where two URLs use one name
for different things, write the URL's name before it: `"grants:end.public_id": …`.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID, uuid4

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Replace
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.access import Role, Scope
from accounts.clinic.keys import key_of
from accounts.invitations.actions import Asked, invite
from accounts.models import ClinicMember, ClinicRole, EmergencyAccess, InvitationKind, KeptForm, Patient, User
from accounts.sessions import limits
from exercises.models import Edition, Exercise, OwnPicture, RoutineTemplate
from exercises.own.copying import make_own_copy
from exercises.own_templates.actions import copy_template
from portal.privacy.models import ErasureRequest
from portal.reminders.models import ReminderPreference
from portal.routines.actions import open_draft
from portal.routines.models import PrecautionOrder, PrescribedExercise, RoutineRevision
from portal.routines.sheet_codes import spoken
from tests.cast import Cast, a_grant, a_member, a_patient, a_user, access_of, gather, give_routine
from tests.rules.lives import Canary, live, plant

# Who is somebody to Pat.
PATIENT = {"pat"}
HELPERS = {"cara"}
LOOKERS = {"vera"}  # a caregiver who may look at the routine and at nothing else
TREATING = {"tess"}
# Who is nobody to Pat: bea is a patient of the same clinic, luis of another; rob's grant was revoked, eve's has ended;
# sam has a login and no link at all, as whoever runs the machine; dora's membership was ended, and she is still in.
NOBODY = {"bea", "luis", "rob", "eve", "sam", "dora"}
THERAPISTS = {"tess", "tim", "otto"}  # tim works at Northside and does not treat Pat
NORTHSIDE = {"tess", "tim"}  # whoever may change Northside's own exercises
ADMINS = {"ada", "opal"}  # of Northside, of Southgate
STAFF = THERAPISTS | ADMINS
SIGNED_IN = PATIENT | HELPERS | LOOKERS | STAFF | NOBODY
# dan's sign-in was switched off while his browser still holds a session.
SIGNED_OUT = {"anonymous", "dan"}
EVERYONE = SIGNED_IN | SIGNED_OUT

PLACE = "small.example.org"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def patterns(resolver: URLResolver, prefix: str = "", outer: tuple[str, ...] = ()) -> Iterator[tuple[str, list[str]]]:
    """Every URL with its parameters, those of the including patterns first. One without a name cannot be declared."""
    for entry in resolver.url_patterns:
        parameters = (*outer, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix, parameters)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name or entry.pattern}", list(parameters)


PATTERNS = dict(patterns(get_resolver()))


@dataclass
class World:
    cast: Cast
    people: dict[str, User | None]
    kwargs: dict[str, Any]
    patients: dict[str, Patient] = field(default_factory=dict)
    canaries: dict[str, Canary] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    # What every page lets each person send: read once, in sending.py.
    sendings: dict[str, list[Any]] = field(default_factory=dict)
    # Each request comes from an address of its own, or the limits for one machine would answer soon.
    machines: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def url(self, name: str, **others: Any) -> str:
        known = {**self.kwargs, **others}
        return reverse(name, kwargs={key: known.get(f"{name}.{key}", known.get(key)) for key in PATTERNS[name]})

    def ask(self, who: str, method: str, url: str, data: Any = None, **more: Any) -> HttpResponse:
        """As the browser of this person would, whose session is as it was when the world was built."""
        self.client.cookies = SimpleCookie()
        if who in self.cookies:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[who]
        number = next(self.machines)
        more["REMOTE_ADDR"] = f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        if isinstance(data, bytes):
            return self.client.generic(method, url, data, **more)  # type: ignore[return-value]
        send: Callable[..., Any] = getattr(self.client, method.lower())
        return send(url, **more) if data is None else send(url, data, **more)  # type: ignore[no-any-return]


@dataclass
class Writes:
    """Rows that statements changed, by table, outside the tables that a look may write to."""

    allowed: frozenset[str]
    found: list[str] = field(default_factory=list)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        verb, _blank, rest = sql.partition(" ")
        # SQLite counts what was inserted only when it is read.
        if verb == "INSERT" or (verb in {"UPDATE", "DELETE"} and context["cursor"].rowcount):
            table = rest.removeprefix("OR IGNORE ").removeprefix("INTO ").removeprefix("FROM ").split('"')[1]
            if table not in self.allowed:
                self.found.append(f"{verb} {table}")
        return result


# The record of who looked, the person's own web session, and counters of the rate limits.
MAY_BE_WRITTEN = frozenset({"accounts_auditevent", "django_session", "usersessions_usersession", "surefoot_cache"})


def watch_writes(*more: str) -> Any:
    """with watch_writes() as writes: … ; assert writes.found == []"""
    return _Watching(Writes(MAY_BE_WRITTEN | set(more)))


class _Watching:
    def __init__(self, writes: Writes) -> None:
        self.writes = writes
        self.wrapper = connection.execute_wrapper(writes)

    def __enter__(self) -> Writes:
        self.wrapper.__enter__()
        return self.writes

    def __exit__(self, *why: object) -> None:
        self.wrapper.__exit__(*why)


def build() -> World:
    """Under addresses of its own: it may stand while another test of the folder gathers the cast anew."""
    cast = gather()
    people = _people(cast)
    for model in (User, EmailAddress):
        model.objects.update(email=Replace("email", Value("@example.org"), Value(f"@{PLACE}")))
    kwargs = _one_of_everything(cast)
    kwargs["emergency_id"] = _an_emergency_that_is_over(cast, people["tim"])
    world = World(cast, people, kwargs, _patients(cast, people))
    world.canaries = plant(world.patients)
    for person in filter(None, people.values()):
        person.refresh_from_db()
    world.cookies = {who: _cookie(person) for who, person in people.items() if person is not None}
    _switch_off(people["dan"])
    return world


def _cookie(person: User) -> str:
    """Of a session in which this person has just proved who they are: what asks for that again is tried as well. It is
    an hour ahead of the clock, so that it still stands at the end of a long run."""
    client = Client()
    client.force_login(person)
    session, ahead = client.session, timezone.now() + timedelta(hours=1)
    limits.begin(User.objects.with_sign_in_facts().get(pk=person.pk), session, ahead)
    request = RequestFactory().get("/")
    request.session, request.user = session, person
    record_authentication(request, person, method="password", reauthenticated=True, at=ahead.timestamp())
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _people(cast: Cast) -> dict[str, User | None]:
    others = ("tim", "vera", "rob", "eve", "bea", "luis", "opal", "dora", "dan")
    new = {handle: a_user(handle, f"{handle.title()} Other") for handle in others}
    for handle in ("tim", "dan", "dora"):
        a_member(cast.northside, new[handle])
    a_member(cast.southgate, new["opal"], ClinicRole.ADMIN)
    a_patient(cast.northside, "Bea Other", date(1950, 1, 2), user=new["bea"], therapist=new["tim"])
    a_patient(cast.southgate, "Luis Other", date(1951, 2, 3), user=new["luis"], therapist=cast.otto)
    for handle in ("dan", "dora"):
        cast.pat_record.treatment_links.create(therapist=new[handle], starts_on=date(2026, 9, 1))
    ClinicMember.objects.filter(user=new["dora"]).update(is_active=False, deactivated_at=timezone.now())
    a_grant(cast.pat_record, new["vera"], scopes=[Scope.VIEW_ROUTINE])
    revoked, expired = a_grant(cast.pat_record, new["rob"]), a_grant(cast.pat_record, new["eve"])
    revoked.revoked_at = timezone.now()
    revoked.save()
    expired.expires_on = date.today() - timedelta(days=2)  # noqa: DTZ011 (a date that has passed everywhere)
    expired.save()
    of_the_cast = ("pat", "cara", "tess", "otto", "ada", "sam")
    return {**new, **{name: getattr(cast, name) for name in of_the_cast}, "anonymous": None}


def _patients(cast: Cast, people: dict[str, User | None]) -> dict[str, Patient]:
    """With Walt, whom tess and cara may see as well as Pat: of two patients of the same person nothing is mixed up."""
    patients = {"pat": cast.pat_record, "walt": cast.walt_record}
    patients |= {handle: Patient.objects.get(user=people[handle]) for handle in ("bea", "luis")}
    for handle, patient in patients.items():
        therapist = {"bea": people["tim"], "luis": cast.otto}.get(handle) or cast.tess
        if handle != "pat":
            routine_of(cast, patient, therapist)
        live(patient, therapist, timezone.now())
    return patients


def _an_emergency_that_is_over(cast: Cast, therapist: User | None) -> UUID:
    """An open one would make its therapist somebody to Pat."""
    assert therapist
    began = timezone.now() - timedelta(hours=3)
    row = EmergencyAccess.objects.create(
        patient=cast.pat_record,
        staff=therapist,
        reason="called",
        words="x",
        started_at=began,
        ends_at=began + timedelta(hours=1),
    )
    return row.public_id


def _switch_off(person: User | None) -> None:
    assert person
    ClinicMember.objects.filter(user=person).update(is_active=False, deactivated_at=timezone.now())
    User.objects.filter(pk=person.pk).update(is_active=False)


def routine_of(cast: Cast, patient: Patient, therapist: User) -> PrescribedExercise:
    """A routine with something due today, a page to read, and a draft begun; its first exercise."""
    revision = give_routine(cast, patient, times=["00:01"], therapist=therapist)
    RoutineRevision.objects.filter(pk=revision.pk).update(learn_pages=["balance-and-falls"])
    open_draft(by=access_of(therapist, patient, Role.THERAPIST))
    prescribed = PrescribedExercise.objects.filter(revision=revision).first()
    assert prescribed
    return prescribed


def _invitations(cast: Cast) -> dict[str, Any]:
    """One that Pat may change, and the link of another, which whoever holds it may follow."""
    now = timezone.now()
    niece = Asked(
        InvitationKind.CAREGIVER,
        "niece@example.org",
        name="x",
        relation="x",
        scopes=["view_routine"],
        basis="patient_consent",
        evidence_note="x",
        grant_until_on=now.date(),
    )
    colleague = Asked(InvitationKind.STAFF, "colleague@example.org", role=ClinicRole.THERAPIST)
    pat, ada = access_of(cast.pat, cast.pat_record, Role.PATIENT), ClinicMember.objects.get(user=cast.ada)
    asked = invite(niece, clinic=cast.northside, patient=cast.pat_record, is_printed=True, at=now, by=pat)
    linked = invite(colleague, clinic=cast.northside, is_printed=False, at=now, by=ada)
    assert linked.secrets
    return {"invitation_id": asked.invitation.public_id, "invitations:join.token": linked.secrets.token}


def _an_order(patient: Patient) -> int:
    """Its number among the patient's orders."""
    today = patient.today(timezone.now())
    PrecautionOrder.objects.create(patient=patient, rule="THA-P", words="x", starts_on=today, ordered_by="x")
    return PrecautionOrder.objects.filter(patient=patient).count()


def _one_of_everything(cast: Cast) -> dict[str, Any]:
    prescribed = routine_of(cast, cast.pat_record, cast.tess)
    # A version that nobody has read yet, for the page that says what changed.
    Edition.objects.create(
        kind="exercise", slug="clamshell", version=99, digest="x", content={"texts": {}}, stored_at=timezone.now()
    )
    tess = ClinicMember.objects.get(user=cast.tess)
    copy_template(RoutineTemplate.objects.get(slug="tha-weeks-2-6"), by=tess)
    own = make_own_copy(Exercise.objects.get(slug="clamshell"), by=tess)
    OwnPicture.objects.create(
        exercise=own, key="random", name="x/end.svg", media_type="image/svg+xml", content=b"<svg/>", width=9, height=4
    )
    preference = ReminderPreference.objects.create(patient=cast.pat_record, recipient=cast.pat)
    today = cast.pat_record.today(timezone.now())
    asked = ErasureRequest.objects.create(patient=cast.pat_record, asked_at=timezone.now(), answer_by_on=today)
    typed = KeptForm.objects.create(user=cast.pat, path="/people/", fields=[["words", "x"]], kept_at=timezone.now())
    return {
        "patient_id": cast.pat_record.public_id,
        "kept_id": typed.public_id,
        "request_id": asked.public_id,
        "day": cast.pat_record.today(timezone.now()),
        "slot": 1,
        "grant_id": cast.cara_for_pat.public_id,
        **_invitations(cast),
        "prescribed_id": prescribed.public_id,
        "revision_id": prescribed.revision.public_id,
        "sessions:sheet.code": spoken(prescribed.revision.sheet_code or ""),
        "order_number": _an_order(cast.pat_record),
        "person_id": key_of(cast.tess),
        "role": "therapist",
        "language": "en",
        "slug": "clamshell",
        "kind": "exercise",
        "exercises:own_picture.key": "random",
        "exercises:own_picture.name": "end.svg",
        "reminders:stop.token": preference.stop_token,
        "mailbox:mail.name": "20261119T120000.000000Z-01234567",
        "mailbox:mail_html.name": "20261119T120000.000000Z-01234567",
        # allauth's: nobody holds such a key, and no person a passkey of that number.
        "key": "x-y",
        "uidb36": "1",
        "pk": 999_999,
        "token": uuid4(),
    }
