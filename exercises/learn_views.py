"""Learn pages as a therapist reads them. Patients read theirs in portal.learn."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import therapist_required
from accounts.models import ClinicMember
from exercises import learn


@require_safe
@therapist_required
def learn_pages(request: HttpRequest, member: ClinicMember) -> HttpResponse:
    rows = learn.rows(member.clinic, get_language() or "en")
    return render(request, "exercises/learn_pages.html", {"clinic": member.clinic, "rows": rows})


@require_safe
@therapist_required
def learn_page(request: HttpRequest, member: ClinicMember, slug: str) -> HttpResponse:
    page = learn.page_for_staff(member.clinic, slug, get_language() or "en")
    return render(request, "exercises/learn_page.html", {"clinic": member.clinic, "page": page})
