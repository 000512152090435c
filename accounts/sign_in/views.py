"""A person's own sign-in. allauth's pages do the rest."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.sign_in.devices import end_device
from accounts.sign_in.ways_in import ways_in_of


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/sign_in/me.html", {"ways_in": ways_in_of(cast(User, request.user))})


@require_POST
def end_one_device(request: HttpRequest) -> HttpResponse:
    end_device(request.POST.get("device", ""), by=cast(User, request.user))
    messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")
