"""Who reads a sign-in mail."""

from accounts.models import User


def reader_of(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first()
