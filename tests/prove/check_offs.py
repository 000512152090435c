"""Fifty browsers send the same check-off at the same moment: one record, fifty ways on, no error.

First the button of one exercise, then the form of a whole session, then both once more, as a browser that sends again.
"""

import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

# As a server has them: five processes of ten threads.
PROCESSES, THREADS = 5, 10


def run() -> bool:
    """Wants its settings in the environment, and a database of its own."""
    cookie, sent = prepare()
    good = True
    for what in ("one exercise", "a whole session", "one exercise", "a whole session"):
        starts_at = time.time() + 1
        with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
            answers = pool.starmap(send_all, [(cookie, *sent[what], starts_at)] * PROCESSES, chunksize=1)
        statuses = [status for of_one_process in answers for status in of_one_process]
        live, most = results()
        print(
            f"check-offs   {what}: {len(statuses)} at once, {statuses.count(302)} ways on, "
            f"{sum(status >= 500 for status in statuses)} errors; {live} exercises recorded, "
            f"at most {most} record of one",
            flush=True,
        )
        good &= statuses == [302] * PROCESSES * THREADS and most == 1
    return good


def prepare() -> tuple[str, dict[str, tuple[str, dict[str, list[str]]]]]:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, connections

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_library", verbosity=0)
    from tests.rules.sending import as_data, sendings_of_page
    from tests.rules.world import build

    world = build()
    forms = list(sendings_of_page(world, "pat", "sessions:record_session"))
    whole = next(one for one in forms if one.name == "sessions:record_session")
    done = {name: ["done"] if name.startswith("answer-") else values for name, values in as_data(whole.pairs).items()}
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()
    return world.cookies["pat"], {
        "one exercise": (world.url("sessions:tick"), {}),
        "a whole session": (whole.url, done),
    }


def send_all(cookie: str, url: str, data: dict[str, list[str]], starts_at: float) -> list[int]:
    with ThreadPoolExecutor(THREADS) as threads:
        sent = [threads.submit(send, cookie, url, data, starts_at) for _one in range(THREADS)]
        return [one.result() for one in sent]


def send(cookie: str, url: str, data: dict[str, list[str]], starts_at: float) -> int:
    from django.conf import settings
    from django.db import connections
    from django.test import Client

    client: Any = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    time.sleep(max(0.0, starts_at - time.time()))
    try:
        return int(client.post(url, data).status_code)
    finally:
        # As at the end of each request of a server; the test client leaves it open.
        connections.close_all()


def results() -> tuple[int, int]:
    """How many exercises have a record that stands, and the most such records of one exercise in one session."""
    from django.db import connection, connections
    from django.db.models import Count

    from portal.sessions.models import ExerciseResult

    of_one = ExerciseResult.objects.filter(voided_at__isnull=True).values(
        "exercise_session", "prescribed_exercise", "side"
    )
    counts = list(of_one.annotate(records=Count("pk")).values_list("records", flat=True))
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()
    return len(counts), max(counts, default=0)
