"""Whatever is typed into whatever field of whatever form: a sentence, a way on, or 404; never a server error.

The fields are read from the pages themselves, so a new one is tried without anybody thinking of it.
"""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.rules.test_every_url import RULES, Rule, World, built_once, world

__all__ = ["built_once", "world"]

NASTY = {
    "NUL": "a\x00b",
    "a megabyte": "x" * 1_000_000,
    "a lone surrogate": "\udc80".encode("utf-8", "surrogatepass").decode("latin-1"),
    "beyond 64 bits": str(2**64),
    "a negative number": "-1",
    "eleven": "11",
    "year 0": "0000-01-01",
    "year 10000": "10000-01-01",
    "a formula": "=1+1",
    "markup": "<script>alert(1)</script>",
    "arabic digits": "١٢",
    "nothing": "",
    "blanks": " \t\r\n ",
}
FORM_PAGES = sorted(name for name, rule in RULES.items() if rule.method in {"GET", "FORM"} and ":" in name)
FIELD = re.compile(r'name="([^"]+)"')
ACTION = re.compile(r'(?:form)?action="(/[^"#]*)"')
# Signing out would end the test's own session; what stands at the foot of every page is tried once.
SIGN_OUT = {"/account/logout/"}
ON_EVERY_PAGE = {"/text-size/", "/language/"}


def answers_well(status: int) -> bool:
    return status < 500


@pytest.mark.parametrize("name", FORM_PAGES)
def test_no_value_in_any_field_breaks_the_page(world: World, name: str) -> None:
    rule = RULES[name]
    client = sign_in(world, rule)
    url = world.url(name)
    page = client.get(url).content.decode()
    fields = set(FIELD.findall(page)) - {"csrfmiddlewaretoken", "viewport", "robots"}
    targets = {url, *ACTION.findall(page)} - SIGN_OUT - (ON_EVERY_PAGE if name != "home:today" else set())
    for what, value in NASTY.items():
        answer = client.get(url, {"q": value[:2000], "page": value[:2000], "slot": value[:2000], "show": value[:2000]})
        assert answers_well(answer.status_code), f"GET {name} with {what}: {answer.status_code}"
        for target in targets:
            answer = client.post(target, dict.fromkeys(fields, value))
            assert answers_well(answer.status_code), f"POST {target} with {what}: {answer.status_code}"


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/json", "multipart/form-data; boundary=x", "nonsense"]
)
def test_a_body_that_is_no_form_breaks_nothing(world: World, content_type: str) -> None:
    client = sign_in(world, RULES["sessions:record_session"])
    for name, rule in RULES.items():
        if rule.is_about_a_patient:
            answer = client.post(world.url(name), data="{[--x\x00", content_type=content_type)
            assert answers_well(answer.status_code), f"{name}: {answer.status_code}"


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_a_method_that_is_not_allowed_is_refused(world: World, method: str) -> None:
    client = sign_in(world, RULES["home:today"])
    answer = getattr(client, method)(world.url("home:today"))
    assert answer.status_code == 405


def test_sign_in_bears_anything(db: None) -> None:
    client = Client()
    for what, value in NASTY.items():
        for name in (
            "account_login",
            "account_request_login_code",
            "account_confirm_login_code",
            "account_reset_password",
        ):
            data = {"login": value, "password": value, "email": value, "code": value}
            answer = client.post(reverse(name), data)
            assert answers_well(answer.status_code), f"{name} with {what}: {answer.status_code}"


def sign_in(world: World, rule: Rule) -> Client:
    client = Client(raise_request_exception=False)
    who = "tess" if "tess" in rule.who else sorted(rule.who)[0]
    person = world.people[who]
    assert person is not None
    client.force_login(person)
    return client
