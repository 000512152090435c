"""What somebody typed and sent after their session had run out, or before they had read the new terms.

It is given back to the same person, once, within a day. Passwords, codes, tokens and files are never kept, and nothing of
the sign-in pages is.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import KeptForm, User

KEPT_FOR = timedelta(days=1)
MOST_PER_PERSON = 5
LONGEST = 100_000  # characters of all fields together
LONGEST_PATH = 500
NEVER_UNDER = "/account/"
NEVER_NAMED = re.compile(r"pass|token|secret|(^|[_-])(code|otp|pin|next)([_-]|$)", re.IGNORECASE)
# A choice, a number, a random id: sent again with the rest, but nothing that anybody would call their words.
NO_WORDS = re.compile(r"[a-z0-9_:.,/-]*")


def keep(request: HttpRequest, user_id: int) -> KeptForm | None:
    """The form that this POST carries, put away for this person. None where there is nothing to keep."""
    path, fields = request.get_full_path(), _fields(request)
    if not fields or len(path) > LONGEST_PATH or not _may_be_kept(path):
        return None
    is_too_long = sum(len(name) + len(value) for name, value in fields) > LONGEST
    if is_too_long or not User.objects.filter(pk=user_id, is_active=True).exists():
        return None
    mine = KeptForm.objects.filter(user_id=user_id).order_by("-kept_at", "-pk")
    newest = mine.first()
    if newest is not None and newest.path == path and newest.fields == fields:
        return newest  # the button was pressed twice
    too_many = list(mine.values_list("pk", flat=True)[MOST_PER_PERSON - 1 :])
    KeptForm.objects.filter(pk__in=too_many).delete()
    return KeptForm.objects.create(user_id=user_id, path=path, fields=fields, kept_at=timezone.now())


def _fields(request: HttpRequest) -> list[list[str]]:
    """NUL goes: PostgreSQL stores none."""
    return [
        [name.replace("\x00", ""), value.replace("\x00", "")]
        for name, values in request.POST.lists()
        for value in values
        if isinstance(value, str) and name != "csrfmiddlewaretoken" and not NEVER_NAMED.search(name)
    ]


def _may_be_kept(path: str) -> bool:
    """A page of ours with a form of ours, and no token in its address."""
    if path.startswith(NEVER_UNDER) or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return False
    try:
        match = resolve(path.partition("?")[0])
    except Resolver404:
        return False
    return not {"token", "key"} & set(match.kwargs)


def find(user: User, public_id: UUID) -> KeptForm | None:
    since = timezone.now() - KEPT_FOR
    kept = KeptForm.objects.filter(user=user, public_id=public_id, kept_at__gt=since).first()
    return kept if kept is not None and _may_be_kept(kept.path) else None


def words_of(kept: KeptForm) -> list[str]:
    """What the person would know again as their own words, in the order of the page."""
    return [value.strip() for _, value in kept.fields if not NO_WORDS.fullmatch(value.strip())]


def take(kept: KeptForm) -> bool:
    """It is used up, by being sent or by being thrown away. False when that has happened already."""
    deleted, _ = KeptForm.objects.filter(pk=kept.pk).delete()
    return bool(deleted)


def forget_old_kept_forms(now: datetime) -> int:
    """For the nightly purge: how many were deleted."""
    deleted, _ = KeptForm.objects.filter(kept_at__lte=now - KEPT_FOR).delete()
    return deleted
