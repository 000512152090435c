from datetime import date
from typing import Any


def of_hit(hit: Any, movement: Any) -> str:
    return hit.rule.code


def of_finding(hit: Any, limit: Any, movement: Any, on: date) -> str:
    return str(hit.rule.code)


def too_young(*a: Any) -> str:
    return ""


def not_sitting() -> str:
    return ""


def no_angles() -> str:
    return ""


def not_offered() -> str:
    return ""


def therapist_only() -> str:
    return ""


def no_operation_date(*a: Any) -> str:
    return ""


def too_early(*a: Any) -> str:
    return ""


def patient_words(code: str) -> str:
    return ""
