"""Tess at Northside, Otto elsewhere, and Northside's own clamshell."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from accounts.models import ClinicMember
from exercises.models import Exercise
from exercises.own.content import stamp_of
from exercises.own.copying import make_own_copy
from tests.cast import Cast
from tests.conftest import SignIn


@dataclass
class Own:
    """The clinic's own exercise as its change pages see it."""

    slug: str
    client: Client
    member: ClinicMember

    @property
    def row(self) -> Exercise:
        return Exercise.objects.get(clinic=self.member.clinic, slug=self.slug)

    @property
    def stamp(self) -> str:
        return stamp_of(self.row)

    def url(self, part: str = "") -> str:
        return f"/library/{self.slug}/change/{part}"

    def words(self, **changed: str) -> dict[str, str]:
        """What the words page sends, with some fields changed: en_name="..." for en-name."""
        page = self.client.get(self.url())
        sent = {"stamp": self.stamp}
        for form in page.context["forms"]:
            for bound in form:
                sent[bound.html_name] = bound.value() or ""
        return sent | {name.replace("_", "-", 1): value for name, value in changed.items()}

    def angles(self, **changed: object) -> dict[str, object]:
        page = self.client.get(self.url("angles/"))
        sent: dict[str, object] = {"stamp": self.stamp, "tags": page.context["tags"]["tags"].value(), "stands": "on"}
        for form in page.context["forms"]:
            for bound in form:
                sent[bound.html_name] = bound.value()
        return sent | changed

    def pose(self, **changed: object) -> dict[str, object]:
        """Every number as it stands, every contact kept, and what is changed by full name."""
        page = self.client.get(self.url("pose/"))
        sent: dict[str, object] = {"stamp": self.stamp}
        for bound in page.context["form"]:
            if bound.value() is not False:
                sent[bound.html_name] = "on" if bound.value() is True else bound.value()
        return {name: value for name, value in (sent | changed).items() if value is not None}


@pytest.fixture
def tess(cast: Cast) -> ClinicMember:
    return ClinicMember.objects.get(user=cast.tess)


@pytest.fixture
def own(cast: Cast, library: None, tess: ClinicMember, signed_in: SignIn) -> Own:
    copied = make_own_copy(Exercise.objects.get(slug="clamshell", clinic=None), by=tess)
    return Own(copied.slug, signed_in(cast.tess), tess)
