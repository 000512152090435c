"""Made-up people and numbers for the style guide. Nothing here is reviewed by a clinician."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

from accounts.access import PatientAccess, Role, Scope
from accounts.models import Clinic, EmergencyAccess, Patient, User
from exercises.laterality import Laterality
from exercises.picture_steps import MovingPicture, PictureStep
from exercises.pictures import Picture, motion_of, picture_of
from exercises.tempo import Pace
from portal.styleguide.forms import SampleForm
from portal.templatetags.portal_charts import Reading

PAT = UUID("00000000-0000-4000-8000-000000000001")
MONDAY = date(2026, 9, 14)
TODAY = date(2026, 11, 19)
STANDING = ("sit-to-stand", "standing-hip-abduction")

CLINIC = Clinic(name="Northside Clinic", phone="555 0142")

COLOURS = ["ground", "surface", "sunken", "ink", "teal", "teal-soft", "now", "now-soft", "urgent", "urgent-soft"]

WRONG = {"email": "pat@", "pain": "11", "words": "Left leg a bit stiff.", "often": ""}

STOP = {
    "call_signs": [
        "Pain that is sharp or new",
        "Dizzy, or you had a fall",
        "Your wound looks different, or you have a fever",
    ],
    "urgent_signs": [
        "Chest pain, or hard to breathe",
        "New pain or swelling in one calf or thigh",
        "You cannot put weight on the leg, or it looks shorter or turned",
    ],
    "call_phone": CLINIC.phone,
    "emergency_number": "911",
    "watch_note": "Notes are read at your next review.",
    "follow_note": "If your therapist told you something different, follow your therapist.",
}


def for_patients() -> dict[str, Any]:
    return {
        "access": _access(),
        "clinic": CLINIC,
        "stop": STOP,
        "now": _now(),
        "rows": _rows(),
        "lying": _steps("clamshell"),
        "standing": _steps("sit-to-stand"),
        "three": [*_steps("sit-to-stand")[:1], *_steps("sit-to-stand")],
        "moving": _moving(),
        "steps": [
            "Lie on your right side, pillow between your knees. Bend your knees.",
            "Keep your heels together. Turn the left knee up toward the ceiling.",
            "Hold for 5 seconds, then lower slowly.",
        ],
        "figures": [
            {"term": "Sets", "number": 2, "unit": ""},
            {"term": "Times", "number": 8, "unit": ""},
            {"term": "Hold", "number": 3, "unit": "seconds"},
        ],
        "sides": list(Laterality.values),
        "form": SampleForm(),
        "wrong_form": _wrong(SampleForm(WRONG, auto_id="wrong_%s")),
        "weeks": _weeks(count=6),
        "readings": _readings(),
        "tabs": _tabs(),
        "page": Paginator(range(200), 20).page(3),
        "one_page": Paginator(range(9), 20).page(1),
    }


def for_staff() -> dict[str, Any]:
    return {
        "clinic": CLINIC,
        "covering": _covering(),
        "user": SimpleNamespace(name="Tess Moran", is_authenticated=True),
        "form": SampleForm(),
        "wrong_form": _wrong(SampleForm(WRONG, auto_id="wrong_%s")),
        "weeks": _weeks(count=12),
        "readings": _readings(),
        "table": _table(),
        "tabs": _tabs(),
        "page": Paginator(range(200), 20).page(1),
        "chips": _chips(),
        "clash": _clash(),
        "caution": _caution(),
        "errors": [{"href": "#clash-5", "text": "Seated march bends the left hip past Pat’s limit of 90°"}],
        "rows": _rows(),
        "swatches": COLOURS,
    }


def for_paper() -> dict[str, Any]:
    days = ["Thu 19", "Fri 20", "Sat 21", "Sun 22", "Mon 23", "Tue 24", "Wed 25"]
    return {"clinic": CLINIC, "stop": STOP, "days": days, "items": [_paper_item(1), _paper_item(2)]}


def _picture(slug: str, moment: str) -> Picture:
    """The library's drawing, or the mark where none is drawn yet."""
    alt = "Lying on one side. The upper knee turns up."
    return picture_of(slug, moment, side=Laterality.LEFT, alt=alt) or Picture("portal/mark.svg", 64, 64, alt)


def _steps(slug: str) -> list[PictureStep]:
    return [PictureStep("Start.", _picture(slug, "start")), PictureStep("End.", _picture(slug, "end"))]


def _moving() -> MovingPicture:
    alt = "The upper knee turns up and comes down again."
    drawn = motion_of("clamshell", side=Laterality.LEFT, alt=alt) or Picture("portal/mark.svg", 64, 64, alt)
    return MovingPicture(drawn, Pace(2, 3, 3, is_counted=True), tone="fair")


def _access() -> PatientAccess:
    """Cara helps Pat; neither is in the database, so a page finds nothing else about them."""
    patient = Patient(pk=0, public_id=PAT, name="Pat Ellis", clinic=CLINIC, born_on=date(1948, 3, 14))
    return PatientAccess(patient, User(pk=0, name="Cara Ellis"), Role.CAREGIVER, Scope.RECORD, timezone.now())


def _covering() -> PatientAccess:
    helping = _access()
    emergency = EmergencyAccess(public_id=PAT, ends_at=datetime(2026, 11, 19, 14, 32, tzinfo=UTC))
    return replace(helping, role=Role.COVERING, emergency=emergency)


def _now() -> dict[str, Any]:
    return {
        "number": 4,
        "total": 5,
        "name": "Clamshell",
        "side": Laterality.LEFT,
        "dose": "2 sets of 8. Hold 3 seconds.",
        "picture": _picture("clamshell", "end"),
        "href": "#now",
    }


def _rows() -> list[dict[str, Any]]:
    both, left, each = Laterality.BILATERAL, Laterality.LEFT, Laterality.EACH_SIDE
    tickable = {"tick_url": "#tick", "untick_url": "#untick"}
    return [
        _row("sit-to-stand", "Sit to stand", both, "8 times.", is_done=True, who="Pat, 9:02", **tickable),
        _row("glute-bridge", "Bridge", both, "2 sets of 12. Hold 3 seconds.", state_words="Some of it", **tickable),
        _row("clamshell", "Clamshell", left, "2 sets of 8. Hold 5 seconds.", is_now=True, **tickable),
        _row("standing-hip-abduction", "Standing side leg raise", each, "8 times each side.", **tickable),
        _row("heel-slide", "Heel slide", Laterality.ALTERNATING, "10 times with each leg.", is_done=True),
    ]


def _row(slug: str, name: str, side: Laterality, dose: str, **more: object) -> dict[str, Any]:
    picture = _picture(slug, "end")
    return {"key": slug, "name": name, "side": side, "dose": dose, "picture": picture, "href": "#exercise", **more}


def _wrong(form: forms.Form) -> forms.Form:
    form.is_valid()
    return form


def _tabs() -> list[dict[str, Any]]:
    return [
        {"href": "#w", "label": "Week", "is_current": True},
        {"href": "#m", "label": "Month"},
        {"href": "#a", "label": "All", "count": 84},
    ]


def _weeks(*, count: int) -> dict[str, Any]:
    first = TODAY - timedelta(days=TODAY.weekday()) - timedelta(weeks=count - 2)
    starts = [first + timedelta(weeks=week) for week in range(count)]
    return {
        "caption": f"{count} weeks, one column a week",
        "name": "Calendar",
        "heads": [{"day": start.day, "month": f"{start:%b}"} for start in starts],
        "rows": [
            {
                "name": f"{first + timedelta(days=day):%a}",
                "days": [_day(start + timedelta(days=day)) for start in starts],
            }
            for day in range(7)
        ],
    }


def _day(on: date) -> dict[str, Any]:
    if on == TODAY:
        return {"state": "partly", "is_today": True}
    if on > TODAY:
        return {"state": "future"}
    marks = {3: "partly", 8: "skipped", 11: "none", 17: "off", 20: "none"}
    return {"state": marks.get((on - MONDAY).days % 23, "done")}


def _readings() -> list[Reading]:
    values = [4, 4, 3, 5, 4, 3, None, 4, 3, 2, 3, 6, 4, 3, 3, 2, None, None, 2, 3, 3, 2, 2, 1, 2, 2, 3, 2]
    return [Reading(TODAY - timedelta(days=len(values) - 1 - day), value) for day, value in enumerate(values)]


def _chips() -> list[dict[str, Any]]:
    return [
        {"drawing": "fall", "words": "Fall on Tue 17 Nov", "first": True},
        {"drawing": "pain", "words": "Pain 7 on Wed, your limit is 5", "first": True},
        {"drawing": "clock", "words": "Review due today"},
        {"drawing": "check", "words": "Adopted", "calm": True},
    ]


def _table() -> dict[str, Any]:
    return {
        "caption": "Patients who need a look",
        "heads": [
            {"label": "Patient"},
            {"label": "Last recorded", "sort_href": "?sort=last", "sorted": "descending"},
            {"label": "Latest pain", "is_number": True},
        ],
        "rows": [
            [
                {"text": "Rosa Delgado", "sub": "born 1949", "href": "#rosa"},
                {"text": "Mon 16 Nov", "sub": "3 days ago"},
                {"text": "4", "sub": "limit 4", "is_number": True},
            ],
            [
                {"text": "Pat Ellis", "sub": "born 1948", "href": "#pat"},
                {"text": "Today, 9:10 am"},
                {"text": "2", "sub": "limit 5", "is_number": True},
            ],
        ],
    }


def _clash() -> dict[str, Any]:
    return {
        "id": "clash-5",
        "title": "Not inside Pat’s precautions: this bends the left hip to 110°. The limit is 90° until 10 December 2026.",
        "words": "Posterior precautions, which you set on 21 September. The low-lift version bends to 85°.",
        "actions": [
            {"label": "Use the low-lift version", "name": "swap", "value": "low-lift"},
            {"label": "Remove seated march", "name": "remove", "value": "5"},
        ],
    }


def _caution() -> dict[str, Any]:
    return {
        "caution": True,
        "title": "Caution: without a pillow, the left leg rests 5° past the midline at the start.",
        "words": "With a pillow between the legs it stays at 0°.",
        "actions": [{"label": "Use the pillow version", "name": "swap", "value": "pillow"}],
    }


def _paper_item(number: int) -> dict[str, Any]:
    slug, name = (("sit-to-stand", "Sit to stand"), ("clamshell", "Clamshell"))[number - 1]
    due = [True, number == 1, True, number == 1, number == 1, True, number == 1]
    return {
        "key": slug,
        "number": number,
        "name": name,
        "side_words": "Both legs" if number == 1 else "Left leg",
        "dose": "8 times, every day" if number == 1 else "2 sets of 8, hold 5 seconds. Tuesday, Thursday, Saturday",
        "words": "Feet flat, a little behind your knees. Lean forward, push through your feet, stand tall.",
        "pictures": [_picture(slug, "start"), _picture(slug, "end")],
        "tall": slug in STANDING,
        "rows": [{"name": "Done", "days": due}],
    }
