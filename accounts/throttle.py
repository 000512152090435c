"""Limits on what sends mail or tests a code. They count in the shared cache, so they hold across processes.

A rate is written as allauth writes its own: "10/h/user" for who is signed in, "20/m/ip" for who is not (an IPv6 network
counts as one address), "5/h/key" for whatever `key` names; several with commas between them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

# The public `allauth.core.ratelimit` knows only the rates of allauth's own pages.
from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")


def within_limit(request: HttpRequest, action: str, rate: str, *, key: str | None = None) -> bool:
    """Counts this try. False when it is one too many; a GET is never counted."""
    return bool(ratelimit.consume(request, app="accounts", action=action, config={action: rate}, key=key))


def too_many(request: HttpRequest) -> HttpResponse:
    """The page that says to wait, with status 429."""
    response: HttpResponse = ratelimit.respond_429(request)
    return response


def throttled(
    action: str, rate: str
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """For a view: one POST too many gets the page that says to wait, and the view is not entered."""

    def decorate(
        view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return view(request, *args, **kwargs) if within_limit(request, action, rate) else too_many(request)

        return guarded

    return decorate
