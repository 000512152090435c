"""Several processes on one database at the same time: nothing is made twice, nothing is sent twice."""

import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from portal.routines.models import Routine, RoutineRevision
from portal.sessions.models import ExerciseSession
from tests.cast import Cast, give_routine
from tests.portal.reminders.copied_database import copy_database
from tests.portal.reminders.crowd import gather_crowd, noon_zone

pytestmark = pytest.mark.django_db(transaction=True)
PROCESSES = 3


def run_together(environment: dict[str, str], *module_and_arguments: str) -> list[str]:
    running = [
        subprocess.Popen(
            [sys.executable, "-m", *module_and_arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _one in range(PROCESSES)
    ]
    answers = [one.communicate(timeout=120) for one in running]
    assert [one.returncode for one in running] == [0] * PROCESSES, answers
    return [output for output, _errors in answers]


@pytest.mark.thorough
def test_several_pumps_send_each_mail_once(tmp_path: Path) -> None:
    gather_crowd(90, timezone.now(), zone=noon_zone(timezone.now()))
    environment = copy_database(tmp_path) | {"COUNTED_MAIL_SECONDS": "0.005"}
    run_together(environment, "tests.portal.reminders.manage_counting", "reminders", "--once")
    sent = Counter(Path(environment["COUNTED_MAILS"]).read_text().splitlines())
    assert len(sent) == 90
    assert set(sent.values()) == {1}


@pytest.mark.thorough
def test_several_materialisers_make_each_session_once(cast: Cast, library: None, tmp_path: Path) -> None:
    crowd = gather_crowd(60, timezone.now(), zone=noon_zone(timezone.now()))
    content = give_routine(cast, cast.pat_record, times=["09:00", "17:00"], now=timezone.now())
    fill_like(content, [one.revision for one in crowd])
    ExerciseSession.objects.all().delete()
    Routine.objects.update(sessions_until_on=None)
    environment = copy_database(tmp_path)
    made = run_together(environment, "tests.portal.reminders.make_sessions")
    assert sum(int(one.split()[-1]) for one in made) >= 61
    keys = sessions_in(environment)
    assert len(keys) == len(set(keys))
    assert {routine for routine, _day, _slot in keys} == set(Routine.objects.values_list("pk", flat=True))
    days = {day for _routine, day, _slot in keys}
    assert str(timezone.now().date() + timedelta(days=2)) in {str(day) for day in days}


def fill_like(content: RoutineRevision, revisions: list[RoutineRevision]) -> None:
    (first, *_others) = content.prescribed.all()
    rows = []
    for revision in revisions:
        first.pk, first.revision, first.public_id = None, revision, type(first)().public_id
        rows.append(type(first)(**{f.attname: getattr(first, f.attname) for f in first._meta.concrete_fields}))
    type(first).objects.bulk_create(rows)


def sessions_in(environment: dict[str, str]) -> list[tuple[int, object, int]]:
    query = "SELECT routine_id, local_date, slot FROM portal_exercisesession"
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())
    import sqlite3

    copy = sqlite3.connect(environment["DATABASE_URL"].removeprefix("sqlite:///"))
    try:
        return list(copy.execute(query))
    finally:
        copy.close()
