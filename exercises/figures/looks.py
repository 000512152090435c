"""How a person looks: flesh, hair, clothes. The skeleton is the same for all."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.figures.primitives import HELPER, PATIENT


@dataclass(frozen=True)
class Look:
    """owner: which person of the scene wears it. hair: short, bun or tail."""

    name: str
    owner: int = PATIENT
    hair: str = "short"
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


WOMAN = Look("woman")
CAREGIVER = Look("helper", owner=HELPER, hair="tail", trousers=True)
