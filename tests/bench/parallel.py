"""The same form sent twenty times at once: a tired finger, or a phone with a bad connection."""

from concurrent.futures import ThreadPoolExecutor

from portal.sessions.models import ExerciseResult, ExerciseSession, SessionNote
from tests.bench import table
from tests.bench.clock import TODAY
from tests.bench.filled_forms import fill_in
from tests.bench.pages import SLOT, Subject

TIMES = 20


def twenty_at_once(subject: Subject, verdicts: table.Verdicts) -> str:
    subject.forget_today()
    path = subject.session_path("record_session")
    data = fill_in(subject.browser.ask(path).body, path)
    with ThreadPoolExecutor(TIMES) as pool:
        statuses = {reply.status for reply in pool.map(lambda _: subject.browser.ask(path, data), range(TIMES))}
    session = {"local_date": TODAY, "slot": SLOT, "routine__patient": subject.patient}
    [row] = ExerciseSession.objects.filter(**session)
    results = ExerciseResult.objects.filter(exercise_session=row, voided_at__isnull=True)
    kinds = results.values("prescribed_exercise", "side").distinct().count()
    notes = SessionNote.objects.filter(exercise_session=row, voided_at__isnull=True).count()
    is_kept = statuses == {302} and results.count() == kinds > 0 and notes <= 1
    word = verdicts.word("P3 twenty at once", is_kept=is_kept)
    return f"{TIMES} equal session POSTs at once: answers {sorted(statuses)}, {results.count()} results, {notes} note  {word}"
