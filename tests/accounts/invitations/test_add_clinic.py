"""The command that makes the first clinic."""

from io import StringIO

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Clinic, ClinicMember, Invitation
from tests.accounts.invitations.asking import path_in

NORTHSIDE = {
    "name": "Northside Clinic",
    "phone": "555 0142",
    "emergency_number": "112",
    "time_zone": "Europe/Paris",
    "language": "fr",
    "admin_email": "Ada@example.org",
    "admin_name": "Ada Quist",
}


def run(**changed: str) -> str:
    out = StringIO()
    call_command("add_clinic", stdout=out, **(NORTHSIDE | changed))
    return out.getvalue()


def test_the_first_admin_comes_in_by_the_mailed_link(db: None, client: Client, mailoutbox: list[EmailMessage]) -> None:
    said = run()
    [mail] = mailoutbox
    assert mail.to == ["ada@example.org"]
    assert path_in(mail) in said
    client.post(path_in(mail), {"name": "Ada Quist", "language": "fr", "password": "seven green apples"})
    member = ClinicMember.objects.get()
    assert (member.clinic.name, member.user.email, member.role) == ("Northside Clinic", "ada@example.org", "admin")
    assert member.clinic.can_publish


@pytest.mark.parametrize("changed", [{"time_zone": "Mars/Base"}, {"admin_email": "ada"}, {"name": ""}])
def test_what_is_wrong_makes_nothing(db: None, changed: dict[str, str]) -> None:
    with pytest.raises(CommandError):
        run(**changed)
    assert not Clinic.objects.exists()
    assert not Invitation.objects.exists()


def test_twice_makes_one_clinic(db: None) -> None:
    run()
    with pytest.raises(CommandError, match="already"):
        run()
    assert Clinic.objects.count() == 1
