"""What a template says to a patient is there in every language of the portal."""

import pytest
from django.conf import settings

from exercises.loading import read_library
from exercises.template_notes import note_in

TRANSLATED = [code for code, _name in settings.LANGUAGES if code != "en"]
NOTES = sorted({line.columns["note"] for one in read_library().templates.values() for line in one.lines} - {""})


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_note_of_the_library_is_translated(language: str) -> None:
    missing = [note for note in NOTES if note_in(language, note) == note]
    assert missing == []
    assert len(NOTES) > 10


def test_what_nobody_translated_stays_as_it_was_written() -> None:
    assert note_in("fr", "Ask Ola for the blue chair.") == "Ask Ola for the blue chair."
    assert note_in("xx", NOTES[0]) == NOTES[0]
    assert note_in("../../fr", NOTES[0]) == NOTES[0]
