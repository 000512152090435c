"""How hard an English text is to read: Flesch-Kincaid grade, near enough to keep us honest.

A sentence ends at a full stop, a question mark or an exclamation mark, or where its text ends. A colon does not end
one, so a long sentence cannot be made to look short with it. A number counts as one word of two syllables.
"""

import re
from collections.abc import Iterable

SENTENCE_END = re.compile(r"(?<=[.!?])[\"')]*\s+")
WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)*")
VOWELS = re.compile(r"[aeiouy]+")
HEARD_APART = re.compile(r"(?<![stch])i[ao]|(?<![st])ie(?:t|n[ct])|[dt]eo|[^gq]ua|uie|eyo|[aeiou]ing|[rd]eas?$")
UNHEARD_E = re.compile(r"[^aeiouy]e(?=ly$|ful|less|ment|thing|times?$|body$|where$)")
SOUNDED_ENDINGS = ("ted", "ded", "ses", "ches", "shes", "xes", "zes", "ges", "ces")


def grade(texts: Iterable[str]) -> float:
    """The school year in which a text is read with ease, for all of `texts` together."""
    whole = sentences(texts)
    found = [word for sentence in whole for word in words(sentence)]
    if not found:
        raise ValueError("there is nothing to read")
    return 0.39 * len(found) / len(whole) + 11.8 * sum(map(syllables, found)) / len(found) - 15.59


def sentences(texts: Iterable[str]) -> list[str]:
    return [part.strip() for text in texts for part in SENTENCE_END.split(text) if WORD.search(part)]


def words(sentence: str) -> list[str]:
    return WORD.findall(sentence)


def syllables(word: str) -> int:
    if word[0].isdigit():
        return 2
    word = word.lower().split("'")[0]
    count = len(VOWELS.findall(word))
    return max(count + len(HEARD_APART.findall(word)) - len(UNHEARD_E.findall(word)) - _silent_end(word), 1)


def _silent_end(word: str) -> int:
    """The e of `whole`, `moved` and `moves` is not heard; that of `lifted`, `places` and `little` is."""
    if word.endswith(SOUNDED_ENDINGS) or re.search(r"[^aeiou]les?$", word):
        return 0
    return int(bool(re.search(r"[^aeiouy](e|es|ed)$", word)))
