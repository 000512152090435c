"""How a person looks: flesh, hair, clothes. The skeleton is the same for all, and so is every pose."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from exercises.figures.primitives import HELPER, PATIENT

Hair = Literal["bob", "short", "tail"]


@dataclass(frozen=True)
class Flesh:
    """What differs between bodies, in metres; small, so that what touches in one body touches in all."""

    hips: float = 0.160  # half breadth of the pelvis
    seat: float = 0.092
    waist: float = 0.142
    belly: float = 0.108
    breast: float = 0.0  # how far it stands out before the chest
    chest: float = 0.156
    shoulder: float = 0.052
    sleeve: float = 0.058
    neck: float = 0.053
    jaw: float = 0.056
    arm: float = 1.0  # girth of the arms
    calf: float = 0.053


@dataclass(frozen=True)
class Look:
    """owner: which person of the scene it is."""

    name: str
    flesh: Flesh = field(default_factory=Flesh)
    owner: int = PATIENT
    hair: Hair = "short"
    glasses: bool = False
    trousers: bool = False
    socks: bool = False  # no shoes

    @property
    def prefix(self) -> str:
        """Goes before the names of parts and limbs, so that two people can be told apart."""
        return "helper." if self.owner == HELPER else ""

    @property
    def clothes(self) -> str:
        """Goes before the names of materials."""
        return "helper-" if self.owner == HELPER else ""


WOMAN = Look(
    "woman",
    Flesh(
        hips=0.163,
        waist=0.140,
        breast=0.022,
        chest=0.150,
        shoulder=0.049,
        sleeve=0.056,
        neck=0.050,
        jaw=0.053,
        arm=0.96,
    ),
    hair="bob",
)
MAN = Look(
    "man",
    Flesh(
        hips=0.154,
        seat=0.089,
        waist=0.152,
        belly=0.118,
        chest=0.164,
        shoulder=0.057,
        sleeve=0.063,
        neck=0.058,
        jaw=0.060,
        arm=1.06,
    ),
    glasses=True,
)
CAREGIVER = Look(
    "helper",
    Flesh(waist=0.138, breast=0.022, chest=0.150, sleeve=0.056, neck=0.050, jaw=0.053),
    HELPER,
    "tail",
    trousers=True,
)

BODIES = {look.name: look for look in (WOMAN, MAN)}
