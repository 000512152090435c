"""What an admin says when somebody stops."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clinic.team.page import Colleague, by_key, choices_of
from accounts.fields import one_of
from accounts.models import User

END = "end"


class StopForm(forms.Form):
    """What becomes of the patients. Without any there is nothing to say."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, colleague: Colleague, others: list[User], is_asked: bool) -> None:
        super().__init__(data)
        self.others = [user for user in others if user.pk != colleague.user.pk]
        if is_asked:
            choices: list[tuple[str, Any]] = [("", _("Choose"))]
            choices += [(key, _("Hand over to %(name)s") % {"name": name}) for key, name in choices_of(self.others)]
            choices.append((END, _("End the treatment: nobody treats them until you choose somebody")))
            self.fields["patients"] = one_of(_("What becomes of the patients"), choices, required=True)

    @property
    def ends_treatments(self) -> bool:
        return self.cleaned_data.get("patients") == END

    @property
    def successor(self) -> User | None:
        return by_key(self.others).get(self.cleaned_data.get("patients", ""))
