"""The notes that a template of the shared library gives to a patient, in the patient's language."""

import functools
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "library" / "templates" / "notes"


def note_in(language: str, note: str) -> str:
    """A clinic's own sentence, and one without a translation, stays as it was written."""
    return _notes(language).get(note, note)


@functools.cache
def _notes(language: str) -> dict[str, str]:
    path = FOLDER / f"{language}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
