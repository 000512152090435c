"""The small world, built once for all the tests of a folder; and the figures of the proofs.

What the proofs tried is counted over all tests and processes, and said at the end of the run.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pytest_django import DjangoDbBlocker

from tests.rules.elsewhere import standing
from tests.rules.world import World

Figures = Callable[..., None]


@pytest.fixture(scope="package")
def built_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Each test works in a savepoint on top of it. Tests of another folder: elsewhere.py."""
    with standing(django_db_blocker) as built:
        yield built


@pytest.fixture
def world(built_once: World, db: None) -> World:
    return replace(built_once, kwargs=dict(built_once.kwargs))


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Figures:
    """figures("every URL", cells=96, mismatches=0)"""

    def note(proof: str, **numbers: int) -> None:
        for what, number in numbers.items():
            record_property(f"proof/{proof}/{what.replace('_', ' ')}", number)

    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    totals: Counter[str] = Counter()
    for report in [*terminalreporter.stats.get("passed", []), *terminalreporter.stats.get("failed", [])]:
        totals.update({key: value for key, value in report.user_properties if key.startswith("proof/")})
    proofs: dict[str, list[str]] = {}
    # What was tried, the most first; what went wrong stands last as 0.
    for key, number in totals.most_common():
        _proof, name, what = key.split("/")
        proofs.setdefault(name, []).append(f"{number:,} {what}")
    for name, numbers in sorted(proofs.items()):
        terminalreporter.write_line(f"Proof: {name}: {', '.join(numbers)}")
