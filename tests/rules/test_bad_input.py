"""Whatever is typed into whatever field of whatever form: a sentence, a way on, or 404; never a server error.

The forms are read from the pages themselves, so a new one is tried without anybody thinking of it. 600 bad ones in a
plain run, 10,000 with `make prove`.
"""

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.rules.conftest import Figures
from tests.rules.fuzzing import VALUES, Attempt, attempts
from tests.rules.sending import pages_of, sendings
from tests.rules.test_every_url import FULL, World

PROOF = "bad input"
SEED = 20261121
PARTS = 8  # so that two processes share the work
NUMBER = (10_000 if FULL else 600) // PARTS
# Who has forms to send; anybody else has fewer of the same.
SENDERS = ("tess", "pat", "ada", "cara", "anonymous")
# Read by one page or another from its address.
ASKED = (
    "q",
    "page",
    "slot",
    "show",
    "next",
    "sort",
    "day",
    "month",
    "person",
    "shelf",
    "from",
    "until",
    "saved",
    "then",
)


@pytest.mark.thorough
@pytest.mark.parametrize("part", range(PARTS))
def test_no_form_breaks_the_portal(world: World, part: int, figures: Figures) -> None:
    all_forms = [sending for who in SENDERS for sending in sendings(world, who)]
    turn = part * len(all_forms) // PARTS
    tried = list(attempts([*all_forms[turn:], *all_forms[:turn]], NUMBER, SEED + part))
    wrong = [f"{attempt}: {status}" for attempt in tried if (status := send(world, attempt)) >= 500]
    figures(PROOF, forms_sent=len(tried), server_errors=len(wrong))
    assert not wrong, "\n".join(wrong)


def send(world: World, attempt: Attempt) -> int:
    with transaction.atomic():
        answer = world.ask(
            attempt.sending.who,
            "POST",
            attempt.sending.url,
            attempt.body,
            content_type=attempt.content_type,
        )
        transaction.set_rollback(True)
    mail.outbox.clear()
    return answer.status_code


@pytest.mark.thorough
@pytest.mark.parametrize("who", ["tess", "pat", "ada", "anonymous"])
def test_no_question_in_an_address_breaks_a_page(world: World, who: str, figures: Figures) -> None:
    values = [value[:2000] for value in VALUES.values()]
    wrong, tried = [], 0
    for at, name in enumerate(pages_of(who)):
        for value in values if FULL else values[at % 20 :: 20]:
            tried += 1
            with transaction.atomic():
                answer = world.ask(who, "GET", world.url(name), dict.fromkeys(ASKED, value))
                transaction.set_rollback(True)
            wrong += [f"{name} with {value[:20]!r}: {answer.status_code}"] if answer.status_code >= 500 else []
    figures(PROOF, addresses_asked=tried, server_errors=len(wrong))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("method", ["options", "trace"])
def test_a_method_that_nobody_uses_is_refused(world: World, method: str) -> None:
    assert world.ask("pat", method, world.url("home:today")).status_code == 405


def test_sign_in_bears_anything(db: None) -> None:
    client = Client()
    for what, value in VALUES.items():
        for name in ("account_login", "account_confirm_login_code", "account_reset_password"):
            data = dict.fromkeys(("login", "password", "email", "code"), value.decode("utf-8", "replace"))
            answer = client.post(reverse(name), data)
            assert answer.status_code < 500, f"{name} with {what}: {answer.status_code}"
