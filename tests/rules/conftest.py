"""Counts what the proofs tried, over all tests and processes, and says it at the end of the run."""

from collections import Counter
from collections.abc import Callable

import pytest

Figures = Callable[..., None]


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
    for key, number in totals.items():
        _proof, name, what = key.split("/")
        proofs.setdefault(name, []).append(f"{number:,} {what}")
    for name, numbers in sorted(proofs.items()):
        terminalreporter.write_line(f"Proof: {name}: {', '.join(numbers)}")
