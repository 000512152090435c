"""What a record adds to the caseload is what reading everything anew would say."""

from datetime import timedelta

import pytest
from django.forms import model_to_dict

from portal.caseload.models import CaseloadRow
from portal.sessions.caseload_facts import tell_caseload
from tests.portal.sessions.exercising import TODAY, Exercising, yesterday

STORIES = {
    "one tick": [("tick", 0, {})],
    "a tick taken back": [("tick", 0, {}), ("untick", 0, {})],
    "words and pain": [("record_session", 0, {"pain": "8", "words": "Sore."})],
    "pain below the limit": [("record_session", 0, {"pain": "5"})],
    "pain today, then an older pain": [
        ("record_session", 0, {"pain": "7"}),
        ("record_session", 1, {"pain": "9", "words": "That was worse."}),
    ],
    "pain taken back": [("record_session", 0, {"pain": "9"}), ("finish", 0, {"pain": "2"})],
    "a note without a tick": [("finish", 1, {"pain": "6", "words": "Could not."})],
    "older day last": [("tick", 0, {}), ("tick", 1, {}), ("untick", 0, {})],
    "two notes": [("record_session", 0, {"words": "One."}), ("record_session", 1, {"words": "Two."})],
}


@pytest.mark.parametrize("story", STORIES)
def test_what_was_added_up_is_what_is_there(exercising: Exercising, story: str) -> None:
    for day in (TODAY, yesterday()):
        exercising.made(day)
    for view, days_ago, data in STORIES[story]:
        day = TODAY - timedelta(days=days_ago)
        of = exercising.prescribed[0] if view in ("tick", "untick") else None
        seen = {"revision": str(exercising.revision.public_id)}
        sent = exercising.whole_session(**data) if view == "record_session" else seen | data
        assert exercising.pat.post(exercising.url(view, of=of, day=day), sent).status_code == 302
    added_up = model_to_dict(CaseloadRow.objects.get())
    tell_caseload(exercising.patient, with_notes=True)
    assert model_to_dict(CaseloadRow.objects.get()) == added_up
