"""The words of each patient stand only before those who may read them: in pages, downloads, mails and the log.

For Pat, test_every_url.py looks at every answer; here the same is asked about the three others, and of the mails that
leave by themselves.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zlib import crc32

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from accounts.models import CareGrant
from portal.reminders.pump import pump_once
from tests.rules.conftest import Figures
from tests.rules.lives import counterparts
from tests.rules.sight import KNOWS, listening, sent, shown, words_in
from tests.rules.test_every_url import FULL, LOOK, RULES, World
from tests.rules.world import EVERYONE, PATTERNS

OTHERS = ("walt", "bea", "luis")


@pytest.mark.thorough
@pytest.mark.parametrize("patient", OTHERS)
def test_nobody_reads_another_patients_words(world: World, patient: str, figures: Figures) -> None:
    addresses = list(addresses_of(world, patient))
    wrong, tried = [], 0
    with listening() as ear:
        for name, url in addresses:
            for who in sorted(EVERYONE):
                # Where somebody knows this patient, always; of the refusals, a plain run asks for one in five.
                if FULL or patient in KNOWS.get(who, set()) or crc32(f"{name} {who}".encode()) % 5 == 0:
                    tried += 1
                    wrong += look(world, who, name, url, patient)
    wrong += [f"logs {line}" for line in ear.heard if words_in(line)]
    figures("words of each patient", pages=tried, seen_by_others=len(wrong))
    assert not wrong, "\n".join(wrong)


def addresses_of(world: World, patient: str) -> Iterator[tuple[str, str]]:
    """Pat's pages, with each id exchanged for that of the other's row of the same kind."""
    swaps = counterparts(world.patients["pat"], world.patients[patient])
    theirs: dict[str, Any] = {"patient_id": world.patients[patient].public_id}
    for key, value in world.kwargs.items():
        theirs[key] = next(iter(swaps.get(str(value), [])), value) if key != "patient_id" else theirs["patient_id"]
    for name, rule in RULES.items():
        if rule.is_about_a_patient and rule.methods & LOOK and "patient_id" in PATTERNS[name]:
            yield name, world.url(name, **theirs)


def look(world: World, who: str, name: str, url: str, patient: str) -> list[str]:
    with transaction.atomic():
        answer = world.ask(who, "GET", url)
        transaction.set_rollback(True)
    may = patient in KNOWS.get(who, set())
    wrong = [] if may or answer.status_code in {302, 404} else [f"{answer.status_code}"]
    wrong += [] if answer.status_code < 500 else [f"{answer.status_code}"]
    return [f"{name} of {patient} for {who}: {what}" for what in [*wrong, *shown(world, who, answer), *sent(world)]]


@pytest.mark.thorough
def test_no_mail_that_leaves_by_itself_holds_a_word(world: World, figures: Figures, settings: Any) -> None:
    """Reminders, news and warnings, to everybody who gets any, over two days and when help is about to end."""
    settings.MAIL_MAX_PER_MINUTE = 0
    CareGrant.objects.filter(revoked_at__isnull=True).update(expires_on=timezone.now().date() + timedelta(days=14))
    addresses = {person.email for person in world.people.values() if person is not None}
    with listening() as ear:
        for hours in range(0, 49, 3):
            pump_once(timezone.now() + timedelta(hours=hours))
    mails = list(mail.outbox)
    words: set[str] = set()
    for one in mails:
        assert len(one.recipients()) == 1
        assert one.to[0] in addresses
        # Their own address is theirs; nothing else of anybody stands in it.
        words |= words_in(str(one.message().as_string()).replace(one.to[0], "") + str(one.body) + one.subject)
    figures("mails that leave by themselves", mails=len(mails), words_found=len(words))
    assert mails
    assert {world.canaries[word].where for word in words & world.canaries.keys()} == set()
    assert [line for line in ear.heard if words_in(line)] == []
