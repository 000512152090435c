"""The two secrets of an invitation. Both are random, work once and for 72 hours, and only their hashes are kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.utils.crypto import salted_hmac

LIFE = timedelta(hours=72)
TOKEN_BYTES = 16  # 128 bits
# Nothing that looks like something else on paper: no 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B, U and V.
ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
CODE_LENGTH = 10  # 45 bits; tries are limited, and it fits one e-mail address only
GROUP = 5


@dataclass(frozen=True)
class Secrets:
    """Held for as long as it takes to write the mail or to draw the sheet."""

    token: str
    code: str

    @property
    def shown_code(self) -> str:
        """In groups, which eyes and fingers follow more easily."""
        return "-".join(self.code[at : at + GROUP] for at in range(0, len(self.code), GROUP))


def new_secrets() -> Secrets:
    code = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
    return Secrets(secrets.token_urlsafe(TOKEN_BYTES), code)


def hash_of_token(token: str) -> str:
    return salted_hmac("surefoot.invitation.token", token, algorithm="sha256").hexdigest()


def hash_of_code(code: str, email: str) -> str:
    """With the address in it: a code opens nothing together with another address."""
    typed = f"{plain_code(code)} {email.strip().lower()}"
    return salted_hmac("surefoot.invitation.code", typed, algorithm="sha256").hexdigest()


def plain_code(typed: str) -> str:
    """As somebody copies it from paper: any case, with or without the dash."""
    return "".join(character for character in typed.upper() if character.isalnum())
