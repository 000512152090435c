"""What a password may not be, beside Django's own rules. Nothing is asked of its composition, and it never expires."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Clinic, User

LONGEST = 256
WORDS_OF_THE_PRODUCT = frozenset({"surefoot", "exercise", "exercises", "password", "clinic"})
SHORTEST_WORD = 4
# What has to be left when the words that anybody here would try are taken out.
LEFT_AT_LEAST = 8


class NotTooLongValidator:
    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(
                _("A password can have up to %(longest)d characters. Make it shorter."),
                code="password_too_long",
                params={"longest": LONGEST},
            )

    def get_help_text(self) -> str:
        return ""


class ContextWordsValidator:
    """ "surefoot-demo", "northside2026": the first that somebody who knows the place would try."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = password.lower()
        for word in sorted(WORDS_OF_THE_PRODUCT | words_of_the_clinics(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) != len(password) and len(rest) < LEFT_AT_LEAST:
            raise ValidationError(
                _("This is easy to guess here. Use other words than the name of this service or your clinic."),
                code="password_of_context_words",
            )

    def get_help_text(self) -> str:
        return gettext("Not the name of this service or of your clinic.")


def words_of_the_clinics(user: Any) -> set[str]:
    if not isinstance(user, User) or user.pk is None:
        return set()
    mine = Q(members__user=user) | Q(patients__user=user) | Q(patients__care_grants__caregiver=user)
    names = Clinic.objects.filter(mine).values_list("name", flat=True)
    words = {word for name in names for word in re.findall(r"\w+", name.lower())}
    return {word for word in words if len(word) >= SHORTEST_WORD}
