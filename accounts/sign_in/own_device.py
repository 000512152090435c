""" "This is my own device": asked on the sign-in page, remembered until the person is in.

`request.session["own_device"]` is what the limits of a session go by. Staff are never on a device of their own.
"""

from typing import Any

from allauth.core import context
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.sign_in.staff import is_staff_member

KEY = "own_device"
WISH_KEY = "own_device_wish"


class AsksForTheDevice(forms.Form):
    """For each way in. The wish waits in the session, because a code or a second step may come between."""

    own_device = forms.BooleanField(
        required=False,
        label=_("This is my own device"),
        help_text=_("Then you stay signed in here. Leave it empty on a shared one."),
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] | None = super().clean()
        context.request.session[WISH_KEY] = bool(cleaned and cleaned.get("own_device"))
        return cleaned


def begin_session(request: HttpRequest, user: User) -> None:
    """On a shared device the cookie ends with the browser."""
    is_own = bool(request.session.pop(WISH_KEY, False)) and not is_staff_member(user)
    request.session[KEY] = is_own
    request.session.set_expiry(None if is_own else 0)
