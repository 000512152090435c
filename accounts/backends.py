"""Finds the signed-in person, with what every request asks about them, in one statement."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: Any) -> User | None:
        """None when the sign-in is switched off: an open session is then over on its next request."""
        user = User.objects.with_sign_in_facts().filter(pk=user_id).first()
        return user if user is not None and user.is_active else None
