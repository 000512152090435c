"""Whatever is typed into whatever field of an own exercise's pages: a sentence or a way on, never a server error."""

import re

import pytest

from tests.exercises.own.conftest import Own
from tests.rules.fuzzing import VALUES

pytestmark = [pytest.mark.thorough, pytest.mark.django_db, pytest.mark.usefixtures("library")]

FIELD = re.compile(r'name="([^"]+)"')
NASTY = {what: value.decode("latin-1") for what, value in VALUES.items()}
PARTS = ("", "dose/", "pose/", "pose/again/", "photos/", "photos/remove/", "angles/")


@pytest.mark.thorough
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("is_stamped", [True, False])
def test_no_value_in_any_field_breaks_a_part(own: Own, part: str, is_stamped: bool) -> None:
    page = own.client.get(own.url(part.replace("again/", "").replace("remove/", ""))).content.decode()
    fields = set(FIELD.findall(page)) - {"csrfmiddlewaretoken", "viewport"}
    for what, value in NASTY.items():
        sent = dict.fromkeys(fields, value) | ({"stamp": own.stamp} if is_stamped else {})
        answer = own.client.post(own.url(part), sent)
        # A megabyte in each field of a page is more than any page may send.
        expected = (302, 400, 409, 422) if what == "a megabyte" else (302, 409, 422)
        assert answer.status_code in expected, f"{part} with {what}: {answer.status_code}"
    assert own.row.version == 1


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("body", [b"", b"{[--x\x00", b"photo=" + b"%00" * 1000])
def test_a_body_that_is_no_form_breaks_nothing(own: Own, part: str, body: bytes) -> None:
    for content_type in ("text/plain", "application/json", "multipart/form-data; boundary=x", "nonsense"):
        answer = own.client.post(own.url(part), data=body, content_type=content_type)
        assert answer.status_code < 500


def test_many_fields_are_refused(own: Own) -> None:
    answer = own.client.post(own.url("pose/"), {f"f{number}": "1" for number in range(1200)})
    assert answer.status_code == 400
