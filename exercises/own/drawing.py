"""A changed pose: asking for its picture, and drawing it in a worker.

The row OwnDrawing is the truth: a worker that dies, or a queue that is away, leaves it waiting, and
`manage.py draw_own` draws whatever waits. The drawing packages are an extra that a server may lack: the engine is
looked for when it is needed, never when a page is served.
"""

from __future__ import annotations

import importlib
import logging
from dataclasses import dataclass, replace
from types import ModuleType
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from exercises.figures.library import Figure
from exercises.figures.lint import lint
from exercises.figures.looks import BODIES
from exercises.figures.spec import PoseError
from exercises.models import DrawingState, Exercise, OwnDrawing
from exercises.own import files
from exercises.own.changing import change, undeclare
from exercises.own.files import NewFile
from exercises.own.findings import in_sentences
from exercises.own.joints import Numbers, moved, parent_figure
from exercises.own.showing import Entry, shown_entry

if TYPE_CHECKING:
    from accounts.models import ClinicMember

logger = logging.getLogger(__name__)

ENGINE = "exercises.figures.figure"
SVG = "image/svg+xml"


@dataclass(frozen=True)
class Drawn:
    """What came of it: files, or in words why there are none."""

    reason: str = ""
    figure: Figure | None = None
    files: tuple[NewFile, ...] = ()


def ask_for_pose(own: Exercise, numbers: Numbers, *, stamp: str, by: ClinicMember) -> None:
    """A newer request replaces an older one. Without numbers the library's pose holds again."""
    with change(own, stamp=stamp, event="own_exercise.pose_changed", by=by) as row:
        before = OwnDrawing.objects.filter(exercise=row).first()
        if (before.numbers if before else {}) == numbers:
            return
        undeclare(row)
        if numbers:
            OwnDrawing.objects.update_or_create(exercise=row, defaults={"numbers": numbers, **_waiting()})
        else:
            OwnDrawing.objects.filter(exercise=row).delete()
            entry = shown_entry(row.own_pictures, newest=True)
            files.show(row, {**entry, "drawn": {}})


@transaction.atomic
def ask_again(own: Exercise) -> bool:
    """After a failure that was not the pose's fault, or when the queue has lost the request."""
    drawings = OwnDrawing.objects.select_for_update().filter(exercise=own).exclude(state=DrawingState.READY)
    return bool(drawings.update(**_waiting()))


def draw_own(pk: int) -> str:
    """Draws what waits for this exercise, if anything does. Answers with its state, "" when nothing waited."""
    waiting = OwnDrawing.objects.filter(exercise=pk, state=DrawingState.WAITING).select_related("exercise__clinic")
    drawing = waiting.first()
    if drawing is None:
        return ""
    clinic = drawing.exercise.clinic
    with translation.override(clinic.language if clinic else "en"):
        drawn = _draw(drawing)
    return _keep(drawing, drawn)


def is_waiting(own: Exercise) -> bool:
    return OwnDrawing.objects.filter(exercise=own, state=DrawingState.WAITING).exists()


def waiting() -> list[int]:
    """The exercises whose drawing waits, the longest waiting first."""
    found = OwnDrawing.objects.filter(state=DrawingState.WAITING).order_by("asked_at")
    return list(found.values_list("exercise_id", flat=True))


def _waiting() -> dict[str, object]:
    return {"state": DrawingState.WAITING, "reason": "", "asked_at": timezone.now(), "drawn_at": None}


def _draw(drawing: OwnDrawing) -> Drawn:
    parent = parent_figure(drawing.exercise.copied_from)
    if parent is None:
        return Drawn(_("The library has no drawing of this exercise any more. Upload a photo."))
    named = replace(parent, slug=drawing.exercise.slug, helper=None)
    figure = moved(named, drawing.numbers)
    try:
        findings = _findings(figure, named)
    except (PoseError, ValueError, ZeroDivisionError):
        return Drawn(_("No body can take this pose. Go back to the library's pose, and change less at a time."))
    if findings:
        return Drawn("\n".join(in_sentences(findings)))
    engine = load_engine()
    if engine is None:
        return Drawn(_("Drawing needs the figures packages; ask the operator."))
    try:
        return Drawn(figure=figure, files=tuple(_files(engine, figure)))
    except Exception:
        logger.exception("Drawing of exercise %s failed", drawing.exercise_id)
        return Drawn(_("The drawing did not work. Ask for it again; if it fails once more, tell the operator."))


def _findings(figure: Figure, parent: Figure) -> list[str]:
    """What the change brought about; what is found in the library's own pose is not the therapist's to mend."""
    usual = set(lint(parent))
    return [finding for finding in lint(figure) if finding not in usual]


def load_engine() -> ModuleType | None:
    """None where the drawing packages are not installed."""
    try:
        return importlib.import_module(ENGINE)
    except ImportError:
        return None


def _files(engine: ModuleType, figure: Figure) -> list[NewFile]:
    """Stills of both bodies; each file holds its tones. No moving picture: it is not worth the worker's minutes."""
    return [
        NewFile(f"{body}/{name}.svg", SVG, text.encode(), width, height)
        for body, look in BODIES.items()
        for name, text, (width, height) in engine.draw(figure, look)
    ]


@transaction.atomic
def _keep(drawing: OwnDrawing, drawn: Drawn) -> str:
    """Nothing is kept when the pose was changed again meanwhile: that request is drawn by itself."""
    row = Exercise.objects.select_for_update().get(pk=drawing.exercise_id)
    same = OwnDrawing.objects.filter(pk=drawing.pk, asked_at=drawing.asked_at, state=DrawingState.WAITING)
    state = DrawingState.READY if drawn.figure else DrawingState.FAILED
    if not same.update(state=state, reason=drawn.reason, drawn_at=timezone.now()):
        return ""
    if drawn.figure is not None:
        entry = shown_entry(row.own_pictures, newest=True)
        files.show(row, {**entry, "drawn": _entry(drawn.figure, files.store(row, drawn.files))})
    return state.value


def _entry(figure: Figure, stored: dict[str, list[object]]) -> Entry:
    return {"views": list(figure.views), "sides": figure.sides, "files": stored}
