"""The therapist's first page: who has waited longest stands first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.access import therapist_required
from accounts.models import ClinicMember
from portal.home.caseload_page import Asked, CaseloadPage, Show, caseload_page


@require_safe
@therapist_required
def caseload(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    audit.record("opened.home:caseload", by=member)
    page = caseload_page(member, Asked.of(request.GET), now=timezone.now())
    context = {"clinic": member.clinic, "page": page, "tabs": _tabs(page)}
    return render(request, "portal/home/caseload.html", context)


def _tabs(page: CaseloadPage) -> list[dict[str, object]]:
    return [
        {
            "href": "?",
            "label": _("For me to look at"),
            "count": page.waiting_words,
            "is_current": page.asked.show is Show.WAITING,
        },
        {
            "href": "?show=unconfirmed",
            "label": _("Change not confirmed yet"),
            "count": None,
            "is_current": page.asked.is_unconfirmed,
        },
        {"href": "?show=all", "label": _("All patients"), "count": None, "is_current": page.asked.is_all},
    ]
