"""The filters of the library page, and the button of an adoption."""

from django import forms
from django.db.models import Q, TextChoices
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exercises.models import Category, StartPosition
from exercises.muscles import MuscleGroup


class EquipmentGroup(TextChoices):
    BED = "bed", _("Bed or mat")
    CHAIR = "chair", _("Chair")
    SUPPORT = "support", _("Counter, rail or wall")
    STEP = "step", _("Step")
    BAND = "band", _("Band or strap")
    PILLOW = "pillow", _("Pillow or towel")


# The files name equipment in their own words ("counter or heavy chair"); these are looked for in them.
GROUP_WORDS = {
    EquipmentGroup.BED: ("bed", "mat"),
    EquipmentGroup.CHAIR: ("chair",),
    EquipmentGroup.SUPPORT: ("counter", "rail", "wall"),
    EquipmentGroup.STEP: ("step", "stair"),
    EquipmentGroup.BAND: ("band", "strap"),
    EquipmentGroup.PILLOW: ("pillow", "towel", "cushion"),
}


class Level(TextChoices):
    """How early after a hip replacement the record offers it: the one scale that every exercise stands on."""

    GENTLE = "gentle", _("Gentle: weeks 0 to 5")
    BUILDING = "building", _("Building: weeks 6 to 11")
    DEMANDING = "demanding", _("Demanding: week 12 on, or a therapist decides")


LEVEL_WEEKS = {
    Level.GENTLE: Q(earliest_week_after_replacement__lt=6),
    Level.BUILDING: Q(earliest_week_after_replacement__gte=6, earliest_week_after_replacement__lt=12),
    Level.DEMANDING: Q(earliest_week_after_replacement__gte=12) | Q(earliest_week_after_replacement__isnull=True),
}


def equipment_in(group: str) -> Q:
    """A condition on Exercise.equipment."""
    found = Q()
    for word in GROUP_WORDS[EquipmentGroup(group)]:
        found |= Q(equipment__icontains=word)
    return found


class LibraryForm(forms.Form):
    """Everything is optional; what is not understood is left out, never an error page."""

    words = forms.CharField(label=_("Search"), required=False, max_length=200, strip=True)
    category = forms.ChoiceField(
        label=pgettext_lazy("of an exercise", "Kind"), required=False, choices=[("", _("All")), *Category.choices]
    )
    position = forms.ChoiceField(
        label=_("Start position"), required=False, choices=[("", _("All")), *StartPosition.choices]
    )
    muscle = forms.ChoiceField(label=_("Works"), required=False, choices=[("", _("All")), *MuscleGroup.choices])
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", _("All")), *Level.choices])
    equipment = forms.ChoiceField(label=_("Needs"), required=False, choices=[("", _("All")), *EquipmentGroup.choices])

    def asked(self) -> dict[str, str]:
        """The filters that were understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class AdoptForm(forms.Form):
    """The version that the therapist had before her."""

    version = forms.IntegerField(min_value=1, max_value=10_000, widget=forms.HiddenInput)
    stamp = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class ChosenItemsForm:
    """What was marked on the adoption page: tokens of `exercises.adoptable.Item`. Whatever is not one is left out."""

    MOST = 2_000

    def __init__(self, data: QueryDict) -> None:
        self.takes_all = data.get("do") == "adopt_shelf"  # all that stood on the page, at the versions that stood there
        self.takes_back = data.get("do") == "take_back"
        self.shelf = slugify(data.get("shelf", ""))[:40]
        self._marked = data.getlist("every" if self.takes_all else "item")[: self.MOST]

    def tokens(self) -> list[str]:
        return [token for token in self._marked if len(token) <= 200]
