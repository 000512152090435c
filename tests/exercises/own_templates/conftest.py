"""Tess at Northside, and the clinic's own copy of a shared template, opened on its change page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import ClinicMember
from exercises.actions import adopt_everything
from exercises.models import RoutineTemplate
from exercises.own_templates.actions import copy_template
from exercises.own_templates.typed import Sheet
from tests.cast import Cast
from tests.conftest import SignIn


@dataclass
class OwnTemplate:
    slug: str
    client: Client
    member: ClinicMember

    @property
    def row(self) -> RoutineTemplate:
        return RoutineTemplate.objects.get(clinic=self.member.clinic, slug=self.slug)

    @property
    def url(self) -> str:
        return f"/templates/{self.slug}/change/"

    def typed(self, **changed: Any) -> dict[str, Any]:
        """What stands on the page. `line_2_sets="9"` changes a field of the row with the key 2."""
        page = self.client.get(self.url).context["page"]
        return {"version": page.version, "do": "save"} | fields_of(page.sheet) | named(changed)

    def send(self, **changed: Any) -> HttpResponse:
        return self.client.post(self.url, self.typed(**changed))


def named(changed: dict[str, Any]) -> dict[str, Any]:
    def field(name: str) -> str:
        parts = name.split("_", 2)
        return "-".join(parts) if parts[0] in ("line", "phase") and len(parts) == 3 else name

    return {field(name): value for name, value in changed.items()}


def fields_of(sheet: Sheet) -> dict[str, Any]:
    forms = [sheet.head, *sheet.phases, *sheet.lines]
    sent = {bound.html_name: bound.value() for form in forms for bound in form}
    sent = {name: "" if value is None else value for name, value in sent.items() if value is not False}
    sent |= {f"line-{form.key}-exercise": form.exercise.slug for form in sheet.lines}
    return sent | {"phase": [form.key for form in sheet.phases], "line": [form.key for form in sheet.lines]}


@pytest.fixture
def tess(cast: Cast) -> ClinicMember:
    return ClinicMember.objects.get(user=cast.tess)


@pytest.fixture
def own(cast: Cast, tess: ClinicMember, library: None, signed_in: SignIn) -> OwnTemplate:
    adopt_everything(cast.northside, by="Tess Moran")
    copy = copy_template(RoutineTemplate.objects.get(slug="hip-oa-12-weeks"), by=tess)
    return OwnTemplate(copy.slug, signed_in(cast.tess), tess)
