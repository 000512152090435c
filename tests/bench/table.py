"""Prints what was measured, with the goal beside each line."""

from collections.abc import Mapping, Sequence

from tests.bench import goals
from tests.bench.goals import Comparison, Figures, Goal
from tests.bench.pump import LONGEST_SECONDS, PumpFigures
from tests.bench.weighing import Weight

HEADINGS = ("", "SQL", "conn", "KB", "gz KB", "p50 ms", "p95 ms", "CPU ms", "p50 F", "CPU F", "goal", "", "stretch", "")
LEFT = {0, 10, 11, 12, 13}


class Verdicts:
    """Remembers which goals were missed, for the exit code."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def word(self, name: str, *, is_kept: bool) -> str:
        if not is_kept:
            self.missed.append(name)
        return "ok" if is_kept else "OVER"


def page_table(rows: Sequence[tuple[str, Goal | None, Figures]], verdicts: Verdicts) -> str:
    lines = [_page(words, goal, figures, verdicts) for words, goal, figures in rows]
    return _table([HEADINGS, *lines], LEFT)


def _page(words: str, goal: Goal | None, figures: Figures, verdicts: Verdicts) -> tuple[str, ...]:
    statements = str(figures.statements) + (f" ({figures.commits})" if figures.commits else "")
    measured = (
        words,
        statements,
        f"{figures.new_connections:.0f}",
        f"{figures.size / 1024:.1f}",
        f"{figures.gzipped / 1024:.1f}",
        f"{figures.median:.1f}",
        f"{figures.p95:.1f}",
        f"{figures.cpu:.1f}",
        f"{figures.median_in_floors:.2f}",
        f"{figures.cpu_in_floors:.2f}",
    )
    if goal is None:
        return (*measured, "", "", "", "")
    limits = f"{goal.name} ≤{goal.times_floor:g} F ≤{goal.statements} SQL"
    word = verdicts.word(f"{goal.name} {words}", is_kept=goals.keeps(goal, figures))
    stretch = "ok" if goals.reaches_stretch(goal, figures) else "–"
    return (*measured, limits, word, f"≤{goal.stretch:g} F", stretch)


def comparison_table(comparisons: Sequence[Comparison], measured: Mapping[str, Figures], verdicts: Verdicts) -> str:
    lines = []
    for one in comparisons:
        if one.larger not in measured or one.smaller not in measured:
            continue
        value = one.measure(measured[one.larger], measured[one.smaller])
        lines.append(limit_line(one.name, one.words, value, one.limit, one.stretch, one.unit, verdicts, at_most=True))
    return _table(lines, {0, 2, 3, 4, 5})


def limit_line(
    name: str,
    words: str,
    value: float,
    limit: float,
    stretch: float,
    unit: str,
    verdicts: Verdicts,
    *,
    at_most: bool,
) -> tuple[str, ...]:
    sign = "≤" if at_most else "≥"
    word = verdicts.word(f"{name} {words}", is_kept=value <= limit if at_most else value >= limit)
    reached = value <= stretch if at_most else value >= stretch
    goal, aim = f"{name} {sign}{limit:g}{unit}", f"{sign}{stretch:g}{unit}"
    return (words, f"{value:.2f}{unit}", goal, word, aim, "ok" if reached else "–")


def weight_lines(weight: Weight, verdicts: Verdicts) -> str:
    kilobytes = weight.total / 1024
    heaviest = max(weight.pictures.values(), default=0) / 1024
    lines = [
        limit_line(
            "P8",
            "today: HTML, CSS and JS",
            kilobytes,
            goals.WEIGHT,
            goals.WEIGHT_STRETCH,
            " KB",
            verdicts,
            at_most=True,
        ),
        limit_line(
            "P8",
            "today: HTML alone",
            weight.html / 1024,
            goals.HTML_WEIGHT,
            goals.HTML_WEIGHT,
            " KB",
            verdicts,
            at_most=True,
        ),
        limit_line("P8", "today: heaviest of its pictures", heaviest, 25, 25, " KB", verdicts, at_most=True),
        limit_line("P8", "today: pictures without a size", weight.unsized_pictures, 0, 0, "", verdicts, at_most=True),
        limit_line("P8", "today: pictures loaded at once", weight.eager_pictures, 3, 3, "", verdicts, at_most=True),
    ]
    assets = ", ".join(f"{path.rpartition('/')[2]} {size / 1024:.1f}" for path, size in weight.assets.items())
    return _table(lines, {0, 2, 3, 4, 5}) + f"\n  (KB gzipped: HTML {weight.html / 1024:.1f}, {assets})"


def pump_lines(figures: PumpFigures, verdicts: Verdicts) -> str:
    ratio = figures.rate / figures.loop_rate
    lines = [
        limit_line(
            "R2",
            f"pump, {figures.due:,} due: mails a second, of the bare SMTP loop's",
            ratio,
            goals.MAIL_RATE,
            goals.MAIL_RATE_STRETCH,
            "×",
            verdicts,
            at_most=False,
        ),
        limit_line("R3", "pump: first mail after", figures.first_after, 3, 1, " s", verdicts, at_most=True),
    ]
    if figures.connections_per_thousand is not None:
        new, limit, stretch = figures.connections_per_thousand, goals.NEW_CONNECTIONS, goals.NEW_CONNECTIONS_STRETCH
        words = "pump: new database connections per 1,000 mails"
        lines.append(limit_line("P9", words, new, limit, stretch, "", verdicts, at_most=True))
    everyone = verdicts.word(
        f"pump: every reminder sent once, within {LONGEST_SECONDS} s",
        is_kept=figures.sent == figures.due and not figures.copies,
    )
    return _table(lines, {0, 2, 3, 4, 5}) + (
        f"\n  {figures.rate:.0f} mails/s; bare loop on one kept connection {figures.loop_rate:.0f} mails/s. "
        f"{figures.statements_per_mail:.1f} statements and {figures.cpu_per_mail:.1f} ms CPU a mail.\n"
        f"  {figures.sent:,} of {figures.due:,} sent after {figures.all_after:.1f} s (at most {LONGEST_SECONDS} are waited for), "
        f"{figures.copies} copies  {everyone}"
    )


def _table(rows: Sequence[Sequence[str]], left: set[int]) -> str:
    if not rows:
        return ""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
