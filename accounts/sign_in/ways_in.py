"""What the page "My sign-in" says about a person's ways in."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from accounts.models import User
from accounts.sign_in.devices import open_devices


@dataclass(frozen=True)
class WaysIn:
    email: str
    new_email: str
    has_password: bool
    passkeys: int
    has_app: bool
    # None: nothing yet needs them.
    recovery_codes_left: int | None
    devices: int


def ways_in_of(user: User) -> WaysIn:
    authenticators = list(Authenticator.objects.filter(user=user))
    types = [one.type for one in authenticators]
    left = [
        len(one.wrap().get_unused_codes()) for one in authenticators if one.type == Authenticator.Type.RECOVERY_CODES
    ]
    waiting = EmailAddress.objects.filter(user=user, verified=False).exclude(email=user.email).first()
    return WaysIn(
        email=user.email,
        new_email=waiting.email if waiting else "",
        has_password=user.has_usable_password(),
        passkeys=types.count(Authenticator.Type.WEBAUTHN),
        has_app=Authenticator.Type.TOTP in types,
        recovery_codes_left=sum(left) if types else None,
        devices=open_devices(user),
    )
