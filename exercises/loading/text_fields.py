"""The words of one exercise in one language, as the files hold them."""

from __future__ import annotations

from exercises.loading.documents import Field
from exercises.loading.entries import TextEntry

TEXT = ["name", "purpose", "start", "steps", "feel", "mistakes", "cautions", "helping", "picture"]
MOST_STEPS = 6
# What a picture may show besides start and end: poses on the way, and where a helper is.
MORE_PICTURES = ["peak", "back", "middle", "middle-2", "helper"]


def read_text(words: Field) -> TextEntry:
    fields = words.mapping(TEXT)
    pictures = fields["picture"].mapping(["start", "end"], MORE_PICTURES)
    return TextEntry(
        name=fields["name"].text(120),
        purpose=fields["purpose"].text(),
        start=fields["start"].text(),
        steps=fields["steps"].texts(least=1, most=MOST_STEPS),
        feel=fields["feel"].text(),
        mistakes=fields["mistakes"].texts(),
        cautions=fields["cautions"].texts(),
        helping=fields["helping"].texts(),
        pictures={view: shown.text() for view, shown in pictures.items() if shown.value is not None},
    )
