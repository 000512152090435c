"""What was probably meant, when nothing is called what was typed."""

from difflib import get_close_matches

from exercises.folding import fold

CLOSE = 0.72  # of 1: "clamshel" to "clamshell" is .94, "hamstirng" to "hamstring" .89
MOST_SPELLINGS = 3
MOST_WORDS = 8
SHORTEST = 3


def spellings(words: str, known: set[str]) -> list[list[str]]:
    """For each typed word the known words that it may be; a word that is close to nothing stays as it is."""
    found = []
    for word in fold(words).split()[:MOST_WORDS]:
        is_part = any(word in one for one in known)
        close = [] if is_part or len(word) < SHORTEST else get_close_matches(word, known, MOST_SPELLINGS, CLOSE)
        found.append(close or [word])
    return found
