"""How long an answer takes for an address that is known here, and for one that is not.

Whoever could tell the two apart could ask who is a patient. 500 pairs for each form, in random order, on passwords
hashed as in production and a mail server that takes its time. Alone: `python -m tests.prove.timing`.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

PAIRS = 500
MOST_MILLISECONDS = 10
UNKNOWN = "who@example.org"

Form = tuple[str, Callable[[str], dict[str, str]]]
FORMS: dict[str, Form] = {
    "password": ("account_login", lambda email: {"login": email, "password": "not the right one"}),
    "code": ("account_request_login_code", lambda email: {"email": email}),
    "code, staff": ("account_request_login_code", lambda email: {"email": email}),
    "new password": ("account_reset_password", lambda email: {"email": email}),
}


def run(pairs: int = PAIRS) -> bool:
    """Wants its settings in the environment, and a database of its own. True when no form tells."""
    prepare()
    good = True
    for name, form in FORMS.items():
        known = "tess@example.org" if "staff" in name else "pat@example.org"
        times = measured(form, known, pairs)
        medians = {email: statistics.median(taken) * 1000 for email, taken in times.items()}
        apart = abs(medians[known] - medians[UNKNOWN])
        good &= apart < MOST_MILLISECONDS
        print(
            f"{name:<12} known {medians[known]:6.1f} ms, unknown {medians[UNKNOWN]:6.1f} ms, "
            f"{apart:.1f} ms apart (allowed: {MOST_MILLISECONDS}), medians of {pairs} each",
            flush=True,
        )
    return good


def prepare() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from tests.cast import gather

    settings.EMAIL_BACKEND = "tests.prove.slow_mail.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    # Otherwise the answers would soon be about too many tries.
    settings.ACCOUNT_RATE_LIMITS = False
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0, interactive=False)
    gather()


def measured(form: Form, known: str, pairs: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {known: [], UNKNOWN: []}
    for number in range(pairs + 5):
        pair = [known, UNKNOWN]
        random.shuffle(pair)
        for email in pair:
            taken = asked(form, email)
            # The first ones read in templates and modules.
            if number >= 5:
                times[email].append(taken)
    return times


def asked(form: Form, email: str) -> float:
    """The form, and the page that it leads to: either could tell."""
    from django.test import Client
    from django.urls import reverse

    name, data = form
    client: Any = Client()
    begun = time.perf_counter()
    client.post(reverse(name), data(email), follow=True)
    return time.perf_counter() - begun


def alone() -> int:
    with tempfile.TemporaryDirectory(prefix="surefoot-timing-") as folder:
        os.environ |= {"VAR_DIR": folder, "LOG_LEVEL": "ERROR", "REDIS_URL": ""}
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/timing.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        good = run(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
        sys.stdout.flush()
        # Hundreds of mails still wait for their threads; nobody reads them.
        os._exit(0 if good else 1)


if __name__ == "__main__":
    sys.exit(alone())
