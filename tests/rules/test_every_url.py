"""Every URL × every identity has a declared answer; a URL that nobody declared fails.

Who may not, gets the same 404 as for what is not there, and nothing of the patient stands in it. A GET changes
nothing but the audit log and the person's own web session.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.access import Role, Scope
from accounts.models import ClinicMember, User
from exercises.models import Edition, Exercise, OwnPicture
from exercises.own.copying import make_own_copy
from portal.reminders.models import ReminderPreference
from portal.routines.actions import open_draft
from portal.routines.models import PrescribedExercise, RoutineRevision
from tests.cast import Cast, a_grant, a_member, a_user, access_of, gather, give_routine

CANARY = "Quetzalcoatl"

PATIENT = {"pat"}
HELPERS = {"cara"}
LOOKERS = {"vera"}  # a caregiver who may look at the routine and at nothing else
TREATING = {"tess"}
THERAPISTS = {"tess", "tim", "otto"}  # tim works at Northside and does not treat Pat
NORTHSIDE = {"tess", "tim"}  # whoever may change Northside's own exercises
SIGNED_IN = {"pat", "cara", "vera", "rob", "eve", "tess", "tim", "otto", "ada", "sam"}
EVERYONE = SIGNED_IN | {"anonymous"}

# A page, a way on, or a sentence that says what is missing or has changed meanwhile.
ANSWERS = {200, 302, 409, 422}

SEE_ROUTINE = PATIENT | HELPERS | LOOKERS | TREATING
RECORD = PATIENT | HELPERS | TREATING
HISTORY = PATIENT | HELPERS | TREATING


@dataclass(frozen=True)
class Rule:
    """`who` gets an answer; everybody else is asked to sign in or gets 404. `data` makes a POST a valid one."""

    who: set[str]
    method: str = "GET"
    data: tuple[tuple[str, str], ...] = ()
    is_about_a_patient: bool = True


def page(who: set[str], **more: bool) -> Rule:
    return Rule(who, **more)


def change(who: set[str], *data: tuple[str, str], **more: bool) -> Rule:
    return Rule(who, "POST", data, **more)


def general(who: set[str], method: str = "GET") -> Rule:
    return Rule(who, method, is_about_a_patient=False)


RULES: dict[str, Rule] = {
    "home:start": general(SIGNED_IN),
    "home:choose_patient": general(SIGNED_IN),
    "home:today": page(SEE_ROUTINE),
    "home:caseload": general(THERAPISTS),
    "learn:pages": page(SEE_ROUTINE),
    "learn:page": page(SEE_ROUTINE),
    "figure:patient": page(PATIENT | TREATING),
    "figure:clinic": general({"tess", "tim", "otto", "ada"}),
    "home:text_size": general(EVERYONE, "POST"),
    "home:set_language": general(EVERYONE, "POST"),
    "sessions:record_session": page(RECORD),
    "sessions:finish": page(RECORD),
    "sessions:exercise": page(SEE_ROUTINE),
    "sessions:tick": change(RECORD),
    "sessions:untick": change(RECORD),
    "sessions:not_today": page(RECORD),
    "routines:new_patient": general(THERAPISTS),
    "routines:edit_profile": page(TREATING),
    "routines:assign": page(TREATING),
    "routines:edit_routine": page(TREATING),
    "routines:start_draft": change(TREATING),
    "routines:use_template": change(TREATING, ("template", "tha-weeks-2-6")),
    "routines:save_draft": change(TREATING),
    "routines:add_exercise": change(TREATING, ("exercise", "glute-set")),
    "routines:remove_exercise": change(TREATING),
    "routines:move_exercise": change(TREATING),
    "routines:discard_draft": change(TREATING),
    "routines:review_changes": page(TREATING),
    "routines:publish": change(TREATING),
    "routines:course": page(TREATING),
    "routines:pause": change(TREATING),
    "routines:resume": change(TREATING),
    "routines:end": change(TREATING),
    "progress:patient": page(TREATING),
    "progress:mark_reviewed": change(TREATING),
    "progress:mark_notes_read": change(TREATING),
    "progress:history": page(HISTORY),
    "reminders:preferences": page(PATIENT | HELPERS),
    "reminders:switch": change(PATIENT | HELPERS),
    "reminders:pause": change(PATIENT | HELPERS),
    "reminders:resume": change(PATIENT | HELPERS),
    "exercises:library": general(THERAPISTS),
    "exercises:exercise": general(THERAPISTS),
    "exercises:adopt_exercise": general(THERAPISTS, "POST"),
    "exercises:adoption": general(THERAPISTS),
    "exercises:adopt_chosen": general(THERAPISTS, "POST"),
    "exercises:changes": general({"tess", "tim"}),  # Southgate has adopted nothing
    "exercises:sources": general(THERAPISTS),
    "exercises:learn_pages": general(THERAPISTS),
    "exercises:learn_page": general(THERAPISTS),
    "exercises:fixed_text": general(THERAPISTS),
    "exercises:own_copy": general(THERAPISTS, "POST"),
    "exercises:own_words": general(NORTHSIDE),
    "exercises:own_dose": general(NORTHSIDE),
    "exercises:own_pose": general(NORTHSIDE),
    "exercises:own_draw_again": general(NORTHSIDE, "POST"),
    "exercises:own_photo": general(NORTHSIDE),
    "exercises:own_remove_photo": general(NORTHSIDE, "POST"),
    "exercises:own_angles": general(NORTHSIDE),
    "exercises:own_withdraw": general(NORTHSIDE),
    "exercises:own_picture": general(SIGNED_IN),  # its key is random
    "exercises:templates": general(THERAPISTS),
    "exercises:template": general(THERAPISTS),
    "exercises:adopt_template": general(THERAPISTS, "POST"),
}
# Of what, where it is not the clamshell.
SLUGS = {
    "exercises:template": "tha-weeks-2-6",
    "exercises:adopt_template": "tha-weeks-2-6",
    "exercises:learn_page": "balance-and-falls",
    "learn:page": "balance-and-falls",
    "exercises:fixed_text": "stop-and-call",
    **{name: "clamshell-own" for name in RULES if name.startswith("exercises:own_") and name != "exercises:own_copy"},
}
# Tested in their own files: allauth's pages, the stop link of a mail, and what exists in development only.
ELSEWHERE = ("account_", "mfa_", "usersessions_", "reminders:stop", "mailbox:", "styleguide:")


def patterns(resolver: URLResolver, prefix: str = "", outer: tuple[str, ...] = ()) -> Iterator[tuple[str, list[str]]]:
    """Every named URL with its parameters, those of the including patterns first."""
    for entry in resolver.url_patterns:
        parameters = (*outer, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix, parameters)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{prefix}{entry.name}", list(parameters)


PATTERNS = {name: found for name, found in patterns(get_resolver()) if not name.startswith(ELSEWHERE)}


@dataclass
class World:
    cast: Cast
    people: dict[str, User | None]
    kwargs: dict[str, object]

    def url(self, name: str) -> str:
        return reverse(name, kwargs={key: self.kwargs[key] for key in PATTERNS[name]})


@pytest.fixture(scope="module")
def built_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Each of some two hundred tests works in a savepoint on top of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        if not Exercise.objects.exists():
            call_command("load_library", verbosity=0)
        yield build(gather())
        transaction.set_rollback(True)


@pytest.fixture
def world(built_once: World, db: None) -> World:
    return replace(built_once, kwargs=dict(built_once.kwargs))


def build(cast: Cast) -> World:
    cast.pat_record.name = f"{CANARY} Ellis"
    cast.pat_record.save()
    tim = a_user("tim", "Tim Ness")
    a_member(cast.northside, tim)
    vera, rob, eve = a_user("vera", "Vera Ellis"), a_user("rob", "Rob Ellis"), a_user("eve", "Eve Ellis")
    a_grant(cast.pat_record, vera, scopes=[Scope.VIEW_ROUTINE])
    revoked, expired = a_grant(cast.pat_record, rob), a_grant(cast.pat_record, eve)
    revoked.revoked_at = timezone.now()
    revoked.save()
    expired.expires_on = date.today() - timedelta(days=2)  # noqa: DTZ011 (a date that has passed everywhere)
    expired.save()
    revision = give_routine(cast, cast.pat_record, times=["00:01"])
    RoutineRevision.objects.filter(pk=revision.pk).update(learn_pages=["balance-and-falls"])
    prescribed = PrescribedExercise.objects.filter(revision=revision).first()
    assert prescribed
    open_draft(by=access_of(cast.tess, cast.pat_record, Role.THERAPIST))
    # A version that nobody has read yet, for the page that says what changed.
    Edition.objects.create(
        kind="exercise", slug="clamshell", version=99, digest="x", content={"texts": {}}, stored_at=timezone.now()
    )
    tess = ClinicMember.objects.get(user=cast.tess)
    own = make_own_copy(Exercise.objects.get(slug="clamshell"), by=tess)
    OwnPicture.objects.create(
        exercise=own, key="random", name="x/end.svg", media_type="image/svg+xml", content=b"<svg/>", width=9, height=4
    )
    ReminderPreference.objects.create(patient=cast.pat_record, recipient=cast.pat)
    people: dict[str, User | None] = {
        name: getattr(cast, name) for name in ("pat", "cara", "tess", "otto", "ada", "sam")
    } | {"tim": tim, "vera": vera, "rob": rob, "eve": eve, "anonymous": None}
    kwargs = {
        "patient_id": cast.pat_record.public_id,
        "day": cast.pat_record.today(timezone.now()),
        "slot": 1,
        "prescribed_id": prescribed.public_id,
        "slug": "clamshell",
        "kind": "exercise",
        "key": "random",
        "name": "end.svg",
    }
    return World(cast, people, kwargs)


def ask(world: World, who: str, name: str, rule: Rule) -> HttpResponse:
    client = Client()
    person = world.people[who]
    if person is not None:
        client.force_login(person)
    url = replace(world, kwargs={**world.kwargs, "slug": SLUGS.get(name, "clamshell")}).url(name)
    answer = client.get(url) if rule.method == "GET" else client.post(url, dict(rule.data))
    return answer  # type: ignore[return-value]


def test_every_url_is_declared() -> None:
    assert [name for name in PATTERNS if name not in RULES] == []
    assert [name for name in RULES if name not in PATTERNS] == []


@pytest.mark.parametrize("name", sorted(RULES))
def test_who_may_not_learns_nothing(world: World, name: str) -> None:
    rule = RULES[name]
    for who in sorted(EVERYONE - rule.who):
        answer = ask(world, who, name, rule)
        if who == "anonymous":
            assert answer.status_code == 302, f"{who} {name}"
            assert answer.headers["Location"].startswith(reverse("account_login"))
        else:
            assert answer.status_code == 404, f"{who} {name} got {answer.status_code}"
        assert CANARY not in answer.content.decode(), f"{who} {name}"


@pytest.mark.parametrize("name", sorted(RULES))
def test_who_may_gets_an_answer(world: World, name: str) -> None:
    rule = RULES[name]
    for who in sorted(rule.who):
        with transaction.atomic():
            answer = ask(world, who, name, rule)
            assert answer.status_code in ANSWERS, f"{who} {name} got {answer.status_code}"
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", sorted(name for name, rule in RULES.items() if rule.method == "GET"))
def test_a_get_changes_nothing(world: World, name: str) -> None:
    for who in sorted(RULES[name].who)[:2]:
        before = rows()
        ask(world, who, name, RULES[name])
        assert rows() == before, f"{who} {name}"


@pytest.mark.parametrize("name", sorted(name for name, rule in RULES.items() if rule.method == "POST"))
def test_a_change_is_never_made_by_a_get(world: World, name: str) -> None:
    who = sorted(RULES[name].who)[0]
    answer = ask(world, who, name, Rule(RULES[name].who, "GET"))
    assert answer.status_code == 405, f"{who} {name} got {answer.status_code}"


def test_missing_and_forbidden_look_the_same(world: World) -> None:
    client = Client()
    client.force_login(world.cast.sam)
    forbidden = client.get(reverse("home:today", args=[world.cast.pat_record.public_id]))
    missing = client.get(reverse("home:today", args=[uuid4()]))
    strip = lambda answer: answer.content.decode().replace(answer.wsgi_request.path, "")  # noqa: E731
    assert forbidden.status_code == missing.status_code == 404
    assert _without_token(strip(forbidden)) == _without_token(strip(missing))


def _without_token(html: str) -> list[str]:
    return [line for line in html.splitlines() if "csrfmiddlewaretoken" not in line]


OWN_TABLES = {"accounts.auditevent", "sessions.session"}


def rows() -> dict[str, tuple[int, int]]:
    """For every table: how many rows, and a sum over all their fields."""
    found = {}
    for model in apps.get_models():
        if model._meta.label_lower in OWN_TABLES or not model._meta.managed:
            continue
        values = [tuple(map(str, row)) for row in model._base_manager.values_list()]
        # When somebody last signed in is the test's doing.
        if model is User:
            values = [tuple(map(str, row)) for row in User.objects.values_list("pk", "email", "language", "text_size")]
        found[model._meta.label_lower] = (len(values), hash(frozenset(values)))
    return found


def test_the_table_knows_every_identity(world: World) -> None:
    assert set(world.people) == EVERYONE
