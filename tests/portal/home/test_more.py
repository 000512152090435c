"""More, and the banner that says whom one helps and leads to the other one."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.models import CareGrant
from tests.cast import Cast, a_grant, a_patient
from tests.conftest import SignIn


def more(cast: Cast, who: str, signed_in: SignIn) -> str:
    address = reverse("home:more", args=[cast.pat_record.public_id])
    answer = signed_in(getattr(cast, who)).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_pat_finds_what_is_hers(cast: Cast, signed_in: SignIn) -> None:
    page = more(cast, "pat", signed_in)
    here = [cast.pat_record.public_id]
    for name in ("grants:helpers", "privacy:looked", "privacy:my_data", "figure:patient", "learn:pages"):
        assert f'href="{reverse(name, args=here)}"' in page


def test_cara_reads_what_she_may_do_and_nothing_of_pats_own(cast: Cast, signed_in: SignIn) -> None:
    page = more(cast, "cara", signed_in)
    assert "Can tick exercises for Pat" in page
    assert "Cannot read any notes of Pat" in page
    here = [cast.pat_record.public_id]
    for name in ("grants:helpers", "privacy:looked", "privacy:my_data", "figure:patient"):
        assert reverse(name, args=here) not in page


def test_every_page_of_one_person_names_them_and_leads_to_the_other(cast: Cast, signed_in: SignIn) -> None:
    page = more(cast, "cara", signed_in)
    assert "You are helping Pat" in page
    assert "Switch to Walt" in page
    assert reverse("home:today", args=[cast.walt_record.public_id]) in page


def test_with_several_others_she_chooses(cast: Cast, signed_in: SignIn) -> None:
    third = a_patient(cast.northside, "Nora Bell", cast.pat_record.born_on)
    a_grant(third, cast.cara)
    page = more(cast, "cara", signed_in)
    assert "Change person" in page
    assert "Switch to" not in page


def test_with_nobody_else_there_is_nothing_to_switch(cast: Cast, signed_in: SignIn) -> None:
    cast.cara_for_walt.delete()
    page = more(cast, "cara", signed_in)
    assert "Switch to" not in page
    assert "Change person" not in page


def test_the_banner_says_when_help_ends_soon(cast: Cast, signed_in: SignIn) -> None:
    assert "You are helping Pat until" not in more(cast, "cara", signed_in)
    soon = timezone.now().date() + timedelta(days=10)
    CareGrant.objects.filter(pk=cast.cara_for_pat.pk).update(expires_on=soon)
    assert "You are helping Pat until" in more(cast, "cara", signed_in)


def test_two_of_one_name_are_told_apart(cast: Cast, signed_in: SignIn) -> None:
    other = a_patient(cast.northside, "Pat Ellis", cast.walt_record.born_on)
    a_grant(other, cast.cara)
    page = signed_in(cast.cara).get(reverse("home:choose_patient")).content.decode()
    assert "Born in 1948" in page
    assert "Born in 1941" in page
