"""The search beside a draft. It asks for itself, so that the builder need not know what was searched for."""

from typing import Any

from django import template
from django.http import HttpRequest

from portal.routines.finding import BesideDraft, beside_draft
from portal.routines.finding_forms import Asked
from portal.routines.showing import language

register = template.Library()


@register.simple_tag(takes_context=True)
def search_beside_draft(context: dict[str, Any]) -> BesideDraft:
    """A page that comes back with an error keeps what was searched for."""
    request: HttpRequest = context["request"]
    sent = request.POST if request.method == "POST" else request.GET
    return beside_draft(context["access"], Asked.of(sent), language(request))
