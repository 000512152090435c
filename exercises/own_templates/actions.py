"""Making, saving and retiring a clinic's own templates. A shared one is never touched, and no routine ever is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import audit
from exercises.actions import adopt
from exercises.models import AdoptionKind, RoutineTemplate, TemplateExercise, TemplateSource
from exercises.own_templates.content import HEAD, LINE, OwnContent, OwnLine, digest_of, over_all, store_edition
from exercises.phases import phases_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accounts.models import Clinic, ClinicMember

LONGEST_SLUG = 60
LONGEST_NAME = 120
LONGEST_AUTHOR = 160
MOST_OF_A_NAME = 200  # templates of one clinic whose slugs begin alike
LAST = 1_000  # in the list: after the shared ones


class ChangedMeanwhile(Exception):
    """Somebody has saved another version since the form was opened. Nothing was written."""


class TooMany(Exception):
    pass


@transaction.atomic
def copy_template(source: RoutineTemplate, *, by: ClinicMember) -> RoutineTemplate:
    """Word for word, but for the reviewer: a copy is reviewed by nobody, and nobody stands for it yet."""
    phases = source.phases or [_whole(source)]
    columns = {name: getattr(source, name) for name in HEAD} | {
        "name": _("%(name)s, our copy") % {"name": source.name[: LONGEST_NAME - 20]},
        "copied_from": source.slug,
        "copied_version": source.version,
        "phases": phases,
        **over_all(phases),
    }
    lines = [
        OwnLine(line.exercise, line.variant, **{name: getattr(line, name) for name in LINE})
        for line in source.exercises.select_related("exercise", "variant").order_by("order", "pk")
    ]
    keys = list(source.sources.values_list("pk", flat=True))
    own = _make(source.slug, columns, lines, by=by, sources=keys)
    audit.record("own_template.copied", by=by, about=own)
    return own


@transaction.atomic
def make_template(content: OwnContent, *, by: ClinicMember, stands: bool = False) -> RoutineTemplate:
    """From nothing, or from what a routine holds. `content` names exercises and doses, and never a patient.

    `stands`: the therapist has read it as it is, and adopts it at once.
    """
    status = _("A starting draft. A therapist opens it and changes it for the person before the patient sees it.")
    columns = content.columns | {"status_note": status, "order": LAST}
    own = _make(slugify(content.name) or "template", columns, content.lines, by=by)
    audit.record("own_template.made", by=by, about=own)
    if stands:
        _stand_for(own, by)
    return own


@transaction.atomic
def save_template(own: RoutineTemplate, content: OwnContent, *, version: int, by: ClinicMember) -> RoutineTemplate:
    """A new version with its edition, which `by` stands for from now on. Without a change she adopts the present one.

    Routines that began with an older version stay as they are: they hold their own exercises.
    """
    row = RoutineTemplate.objects.select_for_update().get(pk=own.pk)
    if row.version != version:
        raise ChangedMeanwhile
    for name, value in content.columns.items():
        setattr(row, name, value)
    _write_lines(row, content.lines)
    if digest_of(row) != row.digest:
        row.author = _author(by)
        row.version, row.digest = row.version + 1, digest_of(row)
        row.save()
        store_edition(row)
        audit.record("own_template.saved", by=by, about=row)
    _stand_for(row, by)
    return row


@transaction.atomic
def retire_template(own: RoutineTemplate, *, by: ClinicMember) -> None:
    """Nobody begins with it any more; routines that began with it go on."""
    RoutineTemplate.objects.filter(pk=own.pk).update(is_retired=True)
    audit.record("own_template.retired", by=by, about=own)


@transaction.atomic
def bring_template_back(own: RoutineTemplate, *, by: ClinicMember) -> None:
    RoutineTemplate.objects.filter(pk=own.pk).update(is_retired=False)
    audit.record("own_template.brought_back", by=by, about=own)


def _stand_for(own: RoutineTemplate, by: ClinicMember) -> None:
    adopt(AdoptionKind.TEMPLATE, slug=own.slug, version=own.version, clinic=by.clinic, by=by.user.name)
    audit.record("template.adopted", by=by, about=own)


def _make(
    stem: str,
    columns: dict[str, Any],
    lines: Iterable[OwnLine],
    *,
    by: ClinicMember,
    sources: Iterable[int] = (),
) -> RoutineTemplate:
    for slug in _free_slugs(stem, by.clinic):
        try:
            with transaction.atomic():
                own = RoutineTemplate(slug=slug, **columns | {"clinic": by.clinic, "author": _author(by)})
                own.save(force_insert=True)
                _write_lines(own, lines)
                TemplateSource.objects.bulk_create(TemplateSource(template=own, source_id=pk) for pk in sources)
                own.digest = digest_of(own)
                own.save(update_fields=["digest"])
                store_edition(own)
                return own
        except IntegrityError:
            continue  # a colleague took this slug in the same moment
    raise TooMany


def _free_slugs(stem: str, clinic: Clinic) -> Iterator[str]:
    """Never one of the shared library: an own template must not stand in its place unnoticed."""
    stem = stem.removesuffix("-own")
    for number in range(1, MOST_OF_A_NAME + 1):
        ending = "-own" if number == 1 else f"-own-{number}"
        slug = stem[: LONGEST_SLUG - len(ending)].rstrip("-") + ending
        taken = RoutineTemplate.objects.filter(slug=slug)
        if not (taken.filter(clinic=clinic) | taken.filter(clinic__isnull=True)).exists():
            yield slug


def _write_lines(own: RoutineTemplate, lines: Iterable[OwnLine]) -> None:
    own.exercises.all().delete()
    TemplateExercise.objects.bulk_create(
        TemplateExercise(
            template=own,
            order=order,
            exercise=line.exercise,
            variant=line.variant,
            **{name: getattr(line, name) for name in LINE},
        )
        for order, line in enumerate(lines)
    )


def _whole(source: RoutineTemplate) -> dict[str, Any]:
    """The one phase of a template that names none."""
    one = phases_of(source)[0]
    return {
        "name": one.name,
        "from_week": one.from_week,
        "to_week": one.to_week,
        "lasts_weeks": one.lasts_weeks,
        "move_on_when": list(one.move_on_when),
    }


def _author(by: ClinicMember) -> str:
    return f"{by.user.name}, {by.clinic.name}"[:LONGEST_AUTHOR]
