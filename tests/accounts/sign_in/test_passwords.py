"""Long ones, and none that somebody here would try first."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.accounts.sign_in.coming_in import by_password, who_is_in
from tests.cast import PASSWORD, Cast
from tests.conftest import SignIn

GOOD = "three grey geese in a row"


@pytest.mark.parametrize(
    "password",
    ["short", "surefoot-demo", "Northside2026!", "password1234", "patellis1948", "pat@example.org", "x" * 257],
)
def test_a_password_that_is_too_easy_or_too_long(cast: Cast, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, cast.pat)


@pytest.mark.parametrize(
    "password", [GOOD, "x7" * 64, "im walking to northside park again", "Straße über Brücken", "🐟" * 10]
)
def test_a_password_that_is_good(cast: Cast, password: str) -> None:
    validate_password(password, cast.pat)


def test_the_words_of_one_s_own_clinic_count_only(cast: Cast) -> None:
    validate_password("southgate2026!", cast.pat)
    with pytest.raises(ValidationError):
        validate_password("southgate2026!", cast.otto)


def test_a_new_password_is_typed_once(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.pat)
    html = client.get(reverse("account_change_password")).content.decode()
    assert html.count('type="password"') == 2  # the old one and the new one
    assert 'autocomplete="current-password"' in html
    assert 'autocomplete="new-password"' in html
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": GOOD})
    assert mail.outbox[-1].subject == "Your password was changed"
    other = Client()
    by_password(other, cast.pat, GOOD)
    assert who_is_in(other) == cast.pat.pk


def test_an_easy_one_is_refused_with_a_sentence(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.pat).post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "northside2026"}
    )
    assert "This is easy to guess here." in answer.content.decode()
