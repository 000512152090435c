"""The muscles that the library may name, and the groups that a therapist looks for."""

from __future__ import annotations

import re

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _


class MuscleGroup(TextChoices):
    BUTTOCK = "buttock", _("Buttocks")
    OUTER_HIP = "outer_hip", _("Outer hip")
    FRONT_HIP = "front_hip", _("Front of the hip")
    INNER_THIGH = "inner_thigh", _("Inner thigh")
    FRONT_THIGH = "front_thigh", _("Front of the thigh")
    BACK_THIGH = "back_thigh", _("Back of the thigh")
    DEEP_HIP = "deep_hip", _("Deep rotators of the hip")
    LOWER_LEG = "lower_leg", _("Calf and shin")
    TRUNK = "trunk", _("Trunk")


MUSCLES = {
    MuscleGroup.BUTTOCK: ("gluteus maximus",),
    MuscleGroup.OUTER_HIP: ("gluteus medius", "gluteus minimus", "tensor fasciae latae", "iliotibial tract"),
    MuscleGroup.FRONT_HIP: ("iliopsoas", "rectus femoris", "sartorius", "pectineus"),
    MuscleGroup.INNER_THIGH: ("adductors", "adductor longus", "adductor brevis", "adductor magnus", "gracilis"),
    MuscleGroup.FRONT_THIGH: ("quadriceps femoris", "rectus femoris"),
    MuscleGroup.BACK_THIGH: ("hamstrings", "biceps femoris", "semimembranosus", "semitendinosus"),
    MuscleGroup.DEEP_HIP: ("piriformis", "deep external rotators", "gemelli", "obturator internus"),
    MuscleGroup.LOWER_LEG: (
        "gastrocnemius",
        "soleus",
        "tibialis anterior",
        "tibialis posterior",
        "fibularis longus",
        "plantar fascia",
    ),
    MuscleGroup.TRUNK: (
        "erector spinae",
        "multifidus",
        "obliques",
        "obliquus externus",
        "obliquus internus",
        "quadratus lumborum",
        "transversus abdominis",
        "rectus abdominis",
        "pelvic floor",
        "serratus anterior",
        "side muscles of the trunk",
        "trunk stabilisers",
    ),
}
KNOWN = {name for names in MUSCLES.values() for name in names}

# "gluteus medius of the standing leg", "erector spinae (lumbar part)": the muscle itself comes first.
_WHERE = re.compile(r"( of the (standing|kneeling) (leg|side)| \([a-z ]+\))$")


def is_known(name: str) -> bool:
    return _WHERE.sub("", name) in KNOWN


def muscle_in(group: str) -> Q:
    """A condition on Exercise.muscles: a muscle of the group does the main work."""
    found = Q()
    for name in MUSCLES[MuscleGroup(group)]:
        found |= Q(muscles__primary__icontains=name)
    return found
