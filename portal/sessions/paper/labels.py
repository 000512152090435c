"""The fixed words of a sheet, in the language that is active: one list for the PDF and the page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.sessions.paper.sheet import Sheet


def labels(sheet: Sheet) -> dict[str, str]:
    return {
        "call": _("Call the clinic"),
        "note_by": _("%(name)s says:") % {"name": sheet.note_by},
        "caution": _("Take care"),
        "core": _("Bad day"),
        "ticks": _("Ticks for two weeks"),
        "grey": _("Grey with a dash: no need that day. Bring this sheet to your next visit."),
        "usual_form": _("The picture shows the usual form."),
        "stop": _("If something is wrong"),
        "stop_call": _("Stop and call us: %(phone)s") % {"phone": sheet.phone},
        "stop_urgent": _("Get urgent help now: %(phone)s") % {"phone": sheet.emergency_number},
        "nobody": _("Nobody watches this sheet or the web page around the clock."),
        "online": _("The same exercises on a screen"),
        "square": _("Point the camera of a phone at the square, or open:"),
        "square_alt": _("Square for a phone’s camera"),
        "code": _("Code on the sheet:"),
        "page": _("Page %(number)s of %(total)s"),
    }
