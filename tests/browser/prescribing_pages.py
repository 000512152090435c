"""Where a therapist prescribes, with the demo's people."""

from django.urls import reverse

from accounts.access import Role
from accounts.models import ClinicMember, Patient, User
from exercises.own_templates.actions import copy_template
from exercises.template_shelf import find_template
from portal.demo.cast import address
from portal.routines.actions import open_draft
from portal.routines.models import RoutineRevision
from tests.cast import access_of


def of(name: str, view: str) -> str:
    return reverse(view, args=[Patient.objects.get(name=name).public_id])


def prescribing_pages() -> dict[str, str]:
    """By name. Opens a draft for Jack, whose hip became painful after his routine was published."""
    tess, jack = User.objects.get(email=address("tess")), Patient.objects.get(name="Jack Doyle")
    open_draft(by=access_of(tess, jack, Role.THERAPIST))
    return {
        "new patient": reverse("routines:new_patient"),
        "profile": of("Pat Ellis", "routines:edit_profile"),
        "order": of("Pat Ellis", "routines:add_order"),
        "no precautions": of("Pat Ellis", "routines:no_precautions"),
        "assign": of("Pat Ellis", "routines:assign"),
        "builder with a clash": of("Jack Doyle", "routines:edit_routine"),
        "review with a clash": of("Jack Doyle", "routines:review_changes"),
        "library for a patient": of("Pat Ellis", "routines:find"),
        "course": of("Pat Ellis", "routines:course"),
        "phase": of("Rosa Lindqvist", "progress:phase"),
        "revisions": of("Pat Ellis", "progress:revisions"),
        "two revisions": _two_revisions("Pat Ellis"),
        "keep as a template": of("Pat Ellis", "routines:keep_as_template"),
        "handover": of("Pat Ellis", "progress:handover"),
        "paper": of("Pat Ellis", "sessions:paper"),
        "page to print": of("Pat Ellis", "sessions:paper_print"),
        "ticks from paper": of("Pat Ellis", "sessions:paper_ticks"),
        "code of a sheet": reverse("sessions:find_sheet"),
        "give to several": _giving("tha-weeks-6-12", "Pat Ellis", "Jack Doyle"),
        "our template": reverse("exercises:change_own_template", args=[_copied_template()]),
        "precautions": reverse("exercises:precautions"),
    }


def _two_revisions(name: str) -> str:
    """The newest, beside the one before."""
    newest, before = RoutineRevision.objects.filter(routine__patient__name=name).order_by("-number")[:2]
    page = reverse("progress:revision", args=[newest.routine.patient.public_id, newest.public_id])
    return f"{page}?with={before.public_id}"


def _giving(slug: str, *names: str) -> str:
    """The page that has checked a template for these patients."""
    ticked = "&".join(f"patient={Patient.objects.get(name=name).public_id}" for name in names)
    return f"{reverse('routines:give', args=[slug])}?{ticked}&then=check"


def _copied_template() -> str:
    """Slug of the clinic's copy of one with several phases."""
    member = ClinicMember.objects.get(user__email=address("tess"))
    return copy_template(find_template(member.clinic, "hip-oa-12-weeks"), by=member).slug
