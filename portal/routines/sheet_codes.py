"""The short code on a printed sheet. Not a secret: it opens nothing for who is not signed in."""

import secrets

# Without what is read as something else: 0 and O, 1, I and L, 5 and S, 8 and B, U and V.
LETTERS = "ACDEFGHJKMNPQRTWXY234679"
LENGTH = 8


def new_sheet_code() -> str:
    return "".join(secrets.choice(LETTERS) for _place in range(LENGTH))


def spoken(code: str) -> str:
    """As it is printed: K7QM-4TXP."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def as_stored(typed: str) -> str:
    """What somebody typed, without spaces and hyphens, in capitals."""
    return "".join(one for one in typed.upper() if one.isalnum())[:LENGTH]
