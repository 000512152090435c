"""What the two pages of choice show: one card for each figure, each with the same exercise."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import BoundField

from accounts.models import Figure
from exercises.pictures import Picture, picture_of

# Face, hair, arms and legs are all to be seen, and nothing moves.
SHOWN = ("sit-to-stand", "start")


@dataclass(frozen=True)
class FigureCard:
    value: str
    label: str
    picture: Picture | None
    is_chosen: bool
    id: str


def figure_cards(field: BoundField) -> list[FigureCard]:
    """One for each figure, in the order of the list. What was sent stays chosen when a form comes back."""
    chosen = field.value()
    return [
        FigureCard(
            one.value,
            str(one.label),
            picture_of(*SHOWN, figure=one.value),
            one.value == chosen,
            f"{field.auto_id}_{one.value}",
        )
        for one in Figure
    ]
