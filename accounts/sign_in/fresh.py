"""Asks once more who it is, before data leaves or is erased, or somebody else is let in.

allauth asks for the password or the second factor. Somebody who signs in by code has neither, and allauth would let
them through unasked: for them a sign-in counts as fresh for a while, and after that they sign in anew.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.sessions import limits

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

# A code comes by mail, and reading it takes a while.
FRESH_SECONDS = 15 * 60
# As long as a sign-in lasts where others may sit down; only a device of one's own remembers it longer.
TODAY_SECONDS = limits.SHARED.absolute.total_seconds()


def fresh_sign_in_required(view: View[P]) -> View[P]:
    """Inside the door: who may not is told 404, not asked for a password."""
    asked_by_allauth = reauthentication_required(view)

    @functools.wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not get_adapter().get_reauthentication_methods(request.user) and _age(request) >= FRESH_SECONDS:
            again = f"{reverse('account_request_login_code')}?{urlencode({'next': request.path})}"
            return render(request, "accounts/sign_in/sign_in_again.html", {"again": again})
        answer: HttpResponse = asked_by_allauth(request, *args, **kwargs)
        return answer

    return guarded


def todays_sign_in_required(view: View[P]) -> View[P]:
    """For letting somebody else in: a phone that has been signed in for weeks may be in another's hand.

    Before the door, so that missing and forbidden are asked alike. Stopping and ending never ask.
    """
    asked = fresh_sign_in_required(view)

    @functools.wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        began: float = request.session.get(limits.SIGNED_IN_AT, 0)
        is_of_today = min(_age(request), time.time() - began) < TODAY_SECONDS
        return view(request, *args, **kwargs) if is_of_today else asked(request, *args, **kwargs)

    return guarded


def _age(request: HttpRequest) -> float:
    """Seconds since this person last proved who they are, in this session."""
    moments = [record["at"] for record in get_authentication_records(request, request.user)]
    return time.time() - max(moments, default=0)
