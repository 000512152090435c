"""Words made comparable: "Élévation" and "elevation" find each other, on every database."""

import unicodedata


def fold(words: str) -> str:
    """Lower case, without accents and control characters, single spaces between words."""
    plain = unicodedata.normalize("NFKD", words).casefold()
    kept = (" " if unicodedata.category(letter).startswith("C") else letter for letter in plain)
    return " ".join("".join(letter for letter in kept if not unicodedata.combining(letter)).split())
