"""Asks once more who it is, before data leaves or is erased.

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

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

# A code comes by mail, and reading it takes a while.
FRESH_SECONDS = 15 * 60


def fresh_sign_in_required(view: View[P]) -> View[P]:
    """Inside the door, never before it: who may not is told 404, not asked for a password."""
    asked_by_allauth = reauthentication_required(view)

    @functools.wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not get_adapter().get_reauthentication_methods(request.user) and not _signed_in_lately(request):
            again = f"{reverse('account_request_login_code')}?{urlencode({'next': request.path})}"
            return render(request, "portal/privacy/sign_in_again.html", {"again": again})
        answer: HttpResponse = asked_by_allauth(request, *args, **kwargs)
        return answer

    return guarded


def _signed_in_lately(request: HttpRequest) -> bool:
    moments = [record["at"] for record in get_authentication_records(request, request.user)]
    return bool(moments) and time.time() - max(moments) < FRESH_SECONDS
