"""The rule sets that an exercise can be checked against, by the keys of the clinical record."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Precaution(models.TextChoices):
    THA_P = "THA-P", _("Hip replacement, posterior approach")
    THA_A = "THA-A", _("Hip replacement, anterior approach")
    THA_L = "THA-L", _("Hip replacement, lateral approach")
    RESURF = "RESURF", _("Hip resurfacing")
    NWB = "NWB", _("No weight on the leg")
    TTWB = "TTWB", _("Toe-touch weight")
    PWB = "PWB", _("Partial weight")
    WBAT = "WBAT", _("Weight as tolerated")
    OA = "OA", _("Hip osteoarthritis")
    IRR = "IRR", _("Painful hip now")
    GT = "GT", _("Gluteal tendinopathy")
    FAI = "FAI", _("Hip impingement or labral pain")
    OP = "OP", _("Osteoporosis")
    BAL = "BAL", _("Poor balance")
    PREG = "PREG", _("Pregnancy, from 16 weeks")
    LBP = "LBP", _("Low-back pain")


def labels(keys: Iterable[str]) -> list[str]:
    return [str(Precaution(key).label) for key in keys]
