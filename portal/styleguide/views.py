"""Every component in every state, to look at while building. Development and demo only.

`?theme=dark` and `?text=largest` show the other looks.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import TextSize
from portal.styleguide import samples


@login_not_required
@require_safe
def patient_parts(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/styleguide/patient_parts.html", samples.for_patients() | _look(request))


@login_not_required
@require_safe
def staff_parts(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/styleguide/staff_parts.html", samples.for_staff() | _look(request))


@login_not_required
@require_safe
def paper_parts(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/styleguide/paper_parts.html", samples.for_paper() | _look(request))


def _look(request: HttpRequest) -> dict[str, Any]:
    look: dict[str, Any] = {}
    if request.GET.get("theme") in ("light", "dark"):
        look["theme"] = request.GET["theme"]
    if request.GET.get("text") in TextSize.values:
        look["text_size"] = request.GET["text"]
    return look
