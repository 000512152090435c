"""The tags of an exercise in a therapist's words. The precaution rules read the tags themselves."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

WORDS = {
    "act_abd": _("active abduction"),
    "bw_endrange": _("end of range under body weight"),
    "cross": _("crosses the midline"),
    "deep_load": _("deep bend under load"),
    "endrange": _("end of range"),
    "floor_only": _("only on the floor"),
    "glute_stretch": _("buttock stretch"),
    "kneel": _("kneeling"),
    "lever": _("long lever"),
    "loaded_bridge": _("loaded bridge"),
    "lunge": _("lunge"),
    "narrow": _("narrow stance"),
    "narrow_ok": _("narrow stance, support in reach"),
    "quad": _("on hands and knees"),
    "res_add": _("resisted adduction"),
    "resisted": _("resisted"),
    "seated": _("sitting"),
    "side": _("lying on the side"),
    "standing": _("standing"),
    "stepup": _("step-up"),
    "supine_dyn": _("moving on the back"),
    "supine_hold": _("holding on the back"),
    "uneven": _("uneven ground"),
}


def in_words(tags: Iterable[str]) -> list[str]:
    """A tag without words, of a clinic's own exercise, is shown as it is."""
    return [str(WORDS.get(tag, tag)) for tag in tags]
