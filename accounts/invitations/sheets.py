"""The printed sheet: the same invitation for somebody at the desk, or without a mailbox at hand."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from accounts.invitations.mails import join_url
from accounts.invitations.tokens import Secrets
from accounts.models import Invitation


@dataclass(frozen=True)
class Sheet:
    invitation: Invitation
    code: str
    address: str
    picture: SafeString


def draw_sheet(invitation: Invitation, secrets: Secrets) -> Sheet:
    # As people type it: a browser adds the https:// itself.
    site = urlsplit(settings.SITE_URL)
    address = f"{site.netloc}{site.path}{reverse('invitations:join_by_code')}"
    return Sheet(invitation, secrets.shown_code, address, _picture(join_url(secrets)))


def _picture(url: str) -> SafeString:
    """A QR code of the link, drawn with attributes only: the page allows no style of its own."""
    # "q": still read when a quarter of it is folded or smudged.
    drawn = segno.make(url, error="q", micro=False).svg_inline(omitsize=True, svgclass="qr", lineclass=None, border=4)
    return mark_safe(drawn)  # noqa: S308  squares only; the link itself does not stand in it
