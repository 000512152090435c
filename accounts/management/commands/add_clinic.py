"""The first step after installing: a clinic, and the invitation of its first admin, who invites everybody else."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from accounts.actions import AlreadyAClinic, add_clinic
from accounts.invitations.actions import Asked, Made, could_not_send, invite
from accounts.invitations.mails import join_url, send_invitation
from accounts.models import ClinicRole, InvitationKind

PARTS_OF_THE_CLINIC = ("name", "phone", "emergency_number", "time_zone", "language")


class Command(BaseCommand):
    help = "Makes a clinic and invites its first admin: by mail, and with a link printed here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True)
        parser.add_argument("--phone", required=True, help="for patients who want to call")
        parser.add_argument("--emergency-number", required=True, help="such as 112 or 911")
        parser.add_argument("--time-zone", required=True, help="such as Europe/Paris")
        parser.add_argument("--language", default="en", choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("--admin-email", required=True)
        parser.add_argument("--admin-name", required=True)

    def handle(self, *, admin_email: str, admin_name: str, **options: Any) -> None:
        try:
            validate_email(admin_email)
            made = self.make(admin_email, admin_name, options)
        except AlreadyAClinic:
            raise CommandError(f"There is a clinic called {options['name']} already.") from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.tell(made)

    @transaction.atomic
    def make(self, email: str, name: str, options: dict[str, Any]) -> Made:
        """Both or neither: a clinic without an admin could not be entered."""
        clinic = add_clinic(**{part: options[part] for part in PARTS_OF_THE_CLINIC})
        asked = Asked(InvitationKind.STAFF, email, name=name, language=clinic.language, role=ClinicRole.ADMIN)
        return invite(asked, clinic=clinic, is_printed=False, at=timezone.now(), by=None)

    def tell(self, made: Made) -> None:
        if made.secrets is None:
            raise CommandError("This invitation went out a moment ago.")
        if send_invitation(made.invitation, made.secrets):
            self.stdout.write(f"The clinic is made, and an invitation is on its way to {made.invitation.email}.")
        else:
            could_not_send(made.invitation, by=None)
            self.stdout.write("The clinic is made, but the mail server did not take the invitation.")
        self.stdout.write(f"The same link, once and for 72 hours:\n{join_url(made.secrets)}")
