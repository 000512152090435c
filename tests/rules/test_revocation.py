"""A right that ends between looking and sending has ended: 404, and nothing written, on the next request.

Each form is fetched while the person may, then the right is taken away in another session, then the form is sent.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import CareGrant, ClinicMember, Patient, TreatmentLink, User
from tests.rules.conftest import Figures
from tests.rules.sending import Sending, as_data, sendings
from tests.rules.sight import sent, shown
from tests.rules.test_every_url import LOOK, RULES, World
from tests.rules.world import watch_writes

PROOF = "rights that end between looking and sending"
End = Callable[[World], object]


def of_cara(**change: object) -> End:
    return lambda world: CareGrant.objects.filter(pk=world.cast.cara_for_pat.pk).update(**change)


def of_links(**change: object) -> End:
    return lambda world: TreatmentLink.objects.filter(patient=world.cast.pat_record).update(**change)


def of_membership(**change: object) -> End:
    return lambda world: ClinicMember.objects.filter(user=world.cast.tess).update(**change)


NOW = timezone.now()
BECAME_ADMIN = "the therapist becomes an admin only"
LONG_AGO = NOW.date() - timedelta(days=3)
ENDINGS: dict[str, tuple[str, End]] = {
    "the patient ends the help": ("cara", of_cara(revoked_at=NOW)),
    "the help is stopped for now": ("cara", of_cara(suspended_at=NOW, suspended_why="patient")),
    "the help has run out": ("cara", of_cara(expires_on=LONG_AGO)),
    "the help was made smaller": ("cara", of_cara(scopes=[])),
    "the treatment ends": ("tess", of_links(ends_on=LONG_AGO)),
    "the therapist leaves the clinic": ("tess", of_membership(is_active=False, deactivated_at=NOW)),
    BECAME_ADMIN: ("tess", of_membership(role="admin")),
    "the login is parted from the record": (
        "pat",
        lambda world: Patient.objects.filter(pk=world.cast.pat_record.pk).update(user=None),
    ),
}


@pytest.mark.thorough
@pytest.mark.parametrize("ending", ENDINGS)
def test_what_was_begun_before_is_refused_after(world: World, ending: str, figures: Figures) -> None:
    who, end = ENDINGS[ending]
    begun = [sending for sending in sendings(world, who) if has_ended(sending.name, ending)]
    wrong, looks = [], 0
    with transaction.atomic():
        end(world)
        for sending in begun:
            wrong += refused(world, sending)
        for name, rule in RULES.items():
            if who in rule.who and rule.methods & LOOK and has_ended(name, ending):
                looks += 1
                wrong += refused(world, Sending(who, name, world.url(name), ()), "GET")
        transaction.set_rollback(True)
    figures(PROOF, forms=len(begun), pages=looks, let_through=len(wrong))
    assert begun
    assert not wrong, "\n".join(wrong)


def has_ended(name: str, ending: str) -> bool:
    """What is about the patient, but for what an admin of the clinic may do too."""
    return RULES[name].is_about_a_patient and not (ending == BECAME_ADMIN and "ada" in RULES[name].who)


def refused(world: World, sending: Sending, method: str = "POST") -> list[str]:
    with watch_writes() as writes:
        data = as_data(sending.pairs) if method == "POST" else None
        answer = world.ask(sending.who, method, sending.url, data)
    wrong = [] if answer.status_code == 404 else [str(answer.status_code)]
    wrong += [f"wrote {write}" for write in writes.found]
    # Nothing of the patient may stand in the refusal, not even what they could see a moment ago; but their own name.
    wrong += [what for what in shown(world, "nobody", answer) if what != f"shows User.name of {sending.who}"]
    wrong += sent(world)
    return [f"{method} {sending}: {what}" for what in wrong]


def test_a_sign_in_that_was_switched_off_is_over_at_once(world: World) -> None:
    url = world.url("home:caseload")
    assert world.ask("tess", "GET", url).status_code == 200
    User.objects.filter(pk=world.cast.tess.pk).update(is_active=False)
    assert world.ask("tess", "GET", url).headers["Location"].startswith("/account/login/")
