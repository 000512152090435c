"""Who has to use two factors."""

from accounts.models import ClinicMember, User


def is_staff_member(user: User | None) -> bool:
    """For the moment of signing in; once in, `request.user.is_staff_member` says it without a question."""
    return ClinicMember.objects.filter(user=user, is_active=True).exists()
