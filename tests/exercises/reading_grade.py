"""Flesch-Kincaid grade of an English text, near enough to keep us honest."""

import re
from collections.abc import Iterable

VOWELS = re.compile(r"[aeiouy]+")


def grade(texts: Iterable[str]) -> float:
    sentences = [part for text in texts for part in re.split(r"[.:;]", text) if re.search(r"[a-zA-Z]", part)]
    words = [word for sentence in sentences for word in re.findall(r"[a-zA-Z]+", sentence)]
    syllables = sum(_syllables(word.lower()) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    count = len(VOWELS.findall(word))
    silent = (word.endswith("e") and not word.endswith("le")) or word.endswith("es") or word.endswith("ed")
    if silent and count > 1 and not word.endswith(("ted", "ded", "ses", "ches", "shes", "xes", "ges", "ces", "les")):
        count -= 1
    return max(count, 1)
