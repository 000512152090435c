"""A link and a code: random, hashed, once, 72 hours, for one address."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.invitations import actions, lookups
from accounts.invitations.tokens import ALPHABET, hash_of_code, new_secrets
from accounts.models import CareGrant, Invitation, User
from tests.accounts.invitations.asking import NEW, a_caregiver_asked, a_patient_asked, path_of
from tests.cast import Cast
from tests.conftest import SignIn

TYPED = {"name": "Nora Ellis", "language": "en"}


def test_two_are_never_alike_and_long_enough() -> None:
    made = [new_secrets() for _number in range(200)]
    assert len({one.token for one in made}) == len({one.code for one in made}) == 200
    assert all(len(one.token) >= 22 and set(one.code) <= set(ALPHABET) for one in made)


def test_no_letter_looks_like_another() -> None:
    assert set("0O1IL2Z5S8BUV").isdisjoint(ALPHABET)


@pytest.mark.parametrize("typed", ["ACDEF-GHJKM", "acdefghjkm", " acdef ghjkm ", "A-C-D-E-F-G-H-J-K-M"])
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert hash_of_code(typed, "Nora@example.org ") == hash_of_code("ACDEFGHJKM", NEW)


def test_only_hashes_are_kept(cast: Cast) -> None:
    made = a_patient_asked(cast, is_printed=True)
    assert made.secrets
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_invitation")
        kept = str(cursor.fetchall())
    assert made.secrets.token not in kept
    assert made.secrets.code not in kept


def test_a_code_opens_nothing_with_another_address(cast: Cast) -> None:
    made = a_patient_asked(cast, is_printed=True)
    assert made.secrets
    assert lookups.by_code(made.secrets.code, "walt@example.org") == made.invitation
    assert lookups.by_code(made.secrets.code, "sam@example.org") is None


def test_looking_uses_nothing_up(cast: Cast, client: Client) -> None:
    made = a_caregiver_asked(cast)
    before = Invitation.objects.values().get()
    for _time in range(5):
        assert client.head(path_of(made)).status_code == 200
        assert client.get(path_of(made)).status_code == 200
    assert Invitation.objects.values().get() == before
    assert not User.objects.filter(email=NEW).exists()
    assert client.post(path_of(made), TYPED).status_code == 302
    assert CareGrant.objects.filter(caregiver__email=NEW).exists()


def gone(cast: Cast, path: str) -> None:
    """For whoever tries, looking or pressing, nothing is there and nothing happens."""
    client = Client()
    answer = client.get(path)
    assert answer.status_code == 404
    assert "This invitation does not work" in answer.content.decode()
    client.post(path, TYPED)
    assert not User.objects.filter(email=NEW).exists()


def test_after_72_hours_it_is_over(cast: Cast) -> None:
    made = a_caregiver_asked(cast)
    with time_machine.travel(timezone.now() + timedelta(hours=71, minutes=59)):
        assert Client().get(path_of(made)).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=72, minutes=1)):
        gone(cast, path_of(made))


def test_withdrawn_is_over(cast: Cast, signed_in: SignIn) -> None:
    made = a_caregiver_asked(cast)
    signed_in(cast.pat).post(f"/invitations/{made.invitation.public_id}/withdraw/")
    gone(cast, path_of(made))


def test_sent_again_the_first_link_is_over(cast: Cast, signed_in: SignIn) -> None:
    first = a_caregiver_asked(cast)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        signed_in(cast.pat).post(f"/invitations/{first.invitation.public_id}/send/")
        gone(cast, path_of(first))
    assert Invitation.objects.get().times_sent == 2


def test_a_link_that_never_was_looks_the_same(cast: Cast) -> None:
    made = a_caregiver_asked(cast)
    Invitation.objects.update(withdrawn_at=timezone.now())
    pages = [Client().get(path).content.decode() for path in (path_of(made), "/join/neverwas0123456789abcd/")]
    strip = [[line for line in page.splitlines() if "/join/" not in line and "csrf" not in line] for page in pages]
    assert strip[0] == strip[1]


def test_the_second_use_is_over(cast: Cast, client: Client) -> None:
    made = a_caregiver_asked(cast)
    client.post(path_of(made), TYPED)
    answer = Client().get(path_of(made))
    assert answer.status_code == 404
    assert CareGrant.objects.filter(caregiver__email=NEW).count() == 1


def test_pressed_twice_leads_to_the_same_place(cast: Cast, client: Client) -> None:
    made = a_caregiver_asked(cast)
    first = client.post(path_of(made), TYPED)
    client.post(path_of(made), TYPED)
    assert client.get(path_of(made)).headers["Location"] == first.headers["Location"]


def test_the_address_does_not_go_on(cast: Cast, client: Client) -> None:
    assert client.get(path_of(a_caregiver_asked(cast))).headers["Referrer-Policy"] == "strict-origin"


def test_sent_again_too_late(cast: Cast) -> None:
    made = a_caregiver_asked(cast)
    Invitation.objects.update(accepted_at=timezone.now())
    with pytest.raises(actions.IsOver):
        actions.send_again(made.invitation, is_printed=False, at=timezone.now(), by=None)
