"""How long a refusal takes for a patient who exists, and for one who does not.

Whoever could tell the two apart could try ids. 500 pairs for each kind of person, in random order.
"""

import random
import statistics
import time
from typing import Any
from uuid import uuid4

PAIRS = 500
MOST_MILLISECONDS = 5
ASKED = {
    "sam": "home:today",  # a login and nothing else
    "rob": "home:today",  # whose grant was revoked
    "tim": "progress:patient",  # a therapist of the same clinic
    "otto": "progress:patient",  # a therapist of another
    "opal": "progress:patient",  # an admin of another
}


def run(pairs: int = PAIRS) -> bool:
    """Wants its settings in the environment, and a database of its own. True when no refusal tells."""
    world = prepare()
    good = True
    for who, name in ASKED.items():
        times = measured(world, who, name, pairs)
        medians = {kind: statistics.median(taken) * 1000 for kind, taken in times.items()}
        apart = abs(medians["forbidden"] - medians["missing"])
        good &= apart < MOST_MILLISECONDS
        print(
            f"refusals     {who:<4} forbidden {medians['forbidden']:5.1f} ms, missing {medians['missing']:5.1f} ms, "
            f"{apart:.2f} ms apart (allowed: {MOST_MILLISECONDS}), medians of {pairs} each",
            flush=True,
        )
    return good


def prepare() -> Any:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_library", verbosity=0)
    from tests.rules.world import build

    return build()


def measured(world: Any, who: str, name: str, pairs: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {"forbidden": [], "missing": []}
    kinds = list(times) * (pairs + 10)
    random.shuffle(kinds)
    for kind in kinds:
        url = world.url(name) if kind == "forbidden" else world.url(name, patient_id=uuid4())
        begun = time.perf_counter()
        answer = world.ask(who, "GET", url)
        times[kind].append(time.perf_counter() - begun)
        assert answer.status_code == 404, answer.status_code
    # The first ones warm the caches.
    return {kind: taken[10:] for kind, taken in times.items()}
