"""The warning before a sign-in ends, on every page of somebody signed in."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone

from accounts.sessions import limits

register = template.Library()


@register.inclusion_tag("accounts/sessions/warning.html", takes_context=True)
def session_warning(context: dict[str, Any]) -> dict[str, object]:
    """Nothing on an error page that is drawn before anybody knows who asks, nor in the answer that signs somebody in."""
    request: HttpRequest | None = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not hasattr(user, "is_staff_member"):
        return {}
    if limits.SIGNED_IN_AT not in request.session:
        return {}
    return {
        "left": limits.time_left(user, request.session, timezone.now()),
        "warning_seconds": limits.WARNING_SECONDS,
        "csrf_token": context.get("csrf_token"),
    }
