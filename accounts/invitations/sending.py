"""Sends what was made, and says on the page how that went."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.access import PatientAccess
from accounts.invitations import actions
from accounts.invitations.mails import send_invitation
from accounts.models import ClinicMember


def send_and_say(request: HttpRequest, made: actions.Made, *, by: PatientAccess | ClinicMember) -> None:
    if made.secrets is None or send_invitation(made.invitation, made.secrets):
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": made.invitation.email})
    else:
        actions.could_not_send(made.invitation, by=by)
        messages.error(
            request, _("The e-mail with the invitation could not be sent. Try again, or print a sheet instead.")
        )
