"""How second factors are kept, named and drawn."""

import base64
from functools import cache
from io import BytesIO
from typing import Any, ClassVar

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User

NAME_OF_SERVICE = "Surefoot"


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, object]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This did not work. A code from the app works once: wait for the next one, then type it."),
        "sealed_with_another_key": _("Codes cannot be checked at the moment. Use a passkey, or call your clinic."),
        "unverified_email": _("Confirm your e-mail first: open the link in our mail. Then come back here."),
        "cannot_generate_recovery_codes": _("Add a passkey or an authenticator app first."),
    }

    def encrypt(self, text: str) -> str:
        """Who steals the database alone cannot make anybody's codes."""
        return _vault(_secret_keys()).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _vault(_secret_keys()).decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # A sentence in the form that asked for the code, rather than a server error.
            raise self.validation_error("sealed_with_another_key") from None

    def build_totp_svg(self, url: str) -> SafeString:
        """Drawn into the page itself, so that the content security policy needs no exception."""
        drawing = BytesIO()
        # Always dark on light, with its quiet border: cameras want it so, also where the page is dark.
        segno.make(url, error="m", micro=False).save(
            drawing, kind="svg", scale=5, border=4, light="#fff", xmldecl=False, svgclass="qr", lineclass=None, nl=False
        )
        return mark_safe(drawing.getvalue().decode())  # noqa: S308 (made of numbers only)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("My passkey") if number == 1 else gettext("Passkey {number}").format(number=number)

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_rp_entity()
        return entity | {"name": NAME_OF_SERVICE}


def _secret_keys() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS))


@cache
def _vault(secret_keys: tuple[str, ...]) -> MultiFernet:
    """Writes with the first key and reads with any: a new SECRET_KEY shuts nobody out while the old one is listed."""
    return MultiFernet([Fernet(_derived(key)) for key in secret_keys])


def _derived(secret_key: str) -> bytes:
    key = HKDF(SHA256(), length=32, salt=None, info=b"surefoot second factors").derive(secret_key.encode())
    return base64.urlsafe_b64encode(key)
