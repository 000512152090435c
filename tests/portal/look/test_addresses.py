"""The shells leave a link out when its address is missing, so that error pages always draw. Here they must be there."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.parametrize("name", ["home:start", "home:text_size", "home:set_language", "account_logout"])
def test_the_addresses_of_every_page_exist(name: str) -> None:
    assert reverse(name)


def test_a_stranger_can_set_text_size_and_language_before_signing_in(client: Client, db: None) -> None:
    html = client.get("/account/login/?next=/").content.decode()
    assert f'action="{reverse("home:text_size")}"' in html
    assert f'action="{reverse("home:set_language")}"' in html
    assert html.count('name="next" value="/account/login/?next=/"') == 2
