"""Why an exercise was stopped, as the patient reads it: one of the usual reasons, or the therapist's own words."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST = 200


class UsualReason(models.TextChoices):
    """Kept by its key, so that it is read in the reader's language."""

    NOT_NEEDED = "not_needed", gettext_lazy("You do not need it any more.")
    HURT = "hurt", gettext_lazy("It hurt.")
    REPLACED = "replaced", gettext_lazy("Something else takes its place.")


def reason_words(kept: str, *, helped: str = "") -> str:
    """`kept` as it stands in `RoutineRevision.stop_reasons`. `helped` is the patient's first name for who helps."""
    if kept == UsualReason.NOT_NEEDED and helped:
        return _("%(name)s does not need it any more.") % {"name": helped}
    return str(UsualReason(kept).label) if kept in UsualReason.values else kept
