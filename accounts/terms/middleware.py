"""Nobody works on under terms that they have not agreed to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.sessions import kept_forms
from accounts.terms.current import current_terms

# Leaving, reading it in another language or size, not being signed out while reading; and whoever does not agree may
# take along what is theirs.
OPEN_WITHOUT = frozenset(
    {
        "home:set_language",
        "home:text_size",
        "privacy:ask_for_erasure",
        "privacy:my_data",
        "privacy:take_copy",
        "privacy:withdraw_request",
        "signed_in:stay",
        "terms:accept",
    }
)
# A person's own sign-in: a second factor may have to be set up first, and signing out is there.
SIGN_IN = "/account/"


class TermsMiddleware:
    """After the second factor; the authentication backend brings `terms_version`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or user.terms_version >= current_terms().version:
            return None
        if not getattr(view, "login_required", True) or request.path.startswith(SIGN_IN):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        return None if name in OPEN_WITHOUT else _ask(request, user.pk)


def _ask(request: HttpRequest, user_id: int) -> HttpResponse:
    """What was being sent is kept, and waits behind the page that asks."""
    wanted = request.get_full_path()
    if request.method == "POST":
        kept = kept_forms.keep(request, user_id)
        wanted = reverse("signed_in:kept", args=[kept.public_id]) if kept else ""
    query = f"?{urlencode({'next': wanted})}" if wanted and len(wanted) <= kept_forms.LONGEST_PATH else ""
    return redirect(f"{reverse('terms:accept')}{query}")
