"""The small parts of the look that a template cannot draw with an include alone."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from accounts.access import PatientAccess, Scope
from exercises.fixed_texts import HELPER_DO, HELPER_DO_NOT, about
from exercises.laterality import Laterality

register = template.Library()

# More footprints than this are a forest: the bar says it better.
MOST_FOOTPRINTS = 7

FEET = {
    Laterality.LEFT: (True, False),
    Laterality.RIGHT: (False, True),
    Laterality.BILATERAL: (True, True),
    Laterality.EACH_SIDE: (True, True),
    Laterality.ALTERNATING: (True, True),
}

CONTROL_CLASSES = {"select": "select", "textarea": "textarea", "number": "input input-number"}


@cache
def _drawing(name: str) -> str:
    return get_template(f"components/icons/{name}.svg").render().strip()


@register.simple_tag
def icon(name: str) -> SafeString:
    """The drawing in components/icons/<name>.svg, inline, hidden from screen readers."""
    return mark_safe(_drawing(name))  # noqa: S308  our own files, without context


@register.inclusion_tag("components/side_badge.html")
def side_badge(side: str, words: str = "", *, large: bool = False) -> dict[str, object]:
    """Which leg. `words` replaces the usual label where a page says it more exactly ("Left leg, on top")."""
    left, right = FEET[Laterality(side)]
    return {"words": words or Laterality(side).label, "left": left, "right": right, "large": large}


@register.inclusion_tag("components/footprints.html")
def footprints(done: int, total: int, now: int = 0) -> dict[str, object]:
    """One print for each exercise. `now` is the number of the next one, counted from 1; 0 for none."""
    if total > MOST_FOOTPRINTS:
        return {"bar": True, "done": done, "total": total}
    return {"bar": False, "states": [_print_state(number, done, now) for number in range(1, total + 1)]}


def _print_state(number: int, done: int, now: int) -> str:
    if number == now:
        return "now"
    # A tick out of order: the prints before and after the next one fill up by count.
    filled = done + 1 if 0 < now <= done else done
    return "done" if number <= filled else "todo"


@register.simple_tag(takes_context=True)
def current(context: dict[str, Any], *names: str) -> SafeString:
    """`aria-current` for the link to this page. A name ending in ":" stands for all views of its room."""
    request: HttpRequest | None = context.get("request")
    match = request.resolver_match if request else None
    here = match.view_name if match else ""
    found = any(here == name or (name.endswith(":") and here.startswith(name)) for name in names)
    return mark_safe(' aria-current="page"') if found else mark_safe("")


@register.filter
def may(access: PatientAccess, scope: str) -> bool:
    """`{% if access|may:"view_history" %}`"""
    return access.may(Scope(scope))


@register.filter
def closed_words(access: PatientAccess) -> str:
    """What the clinic wrote for the days on which it is closed; empty on all others."""
    return access.patient.clinic.closed_words(access.now)


@register.filter
def tel(number: str) -> str:
    """A phone number as a link: digits and a leading plus only."""
    digits = "".join(character for character in str(number) if character.isdigit())
    return f"tel:+{digits}" if str(number).strip().startswith("+") else f"tel:{digits}"


@register.simple_tag
def control(field: BoundField, hint: str = "") -> SafeString:
    """The field's own input, dressed. Placeholders go: they vanish when one most needs them."""
    # Django names the hint in aria-describedby only when the field itself has one.
    field.help_text = hint or field.help_text
    if isinstance(field.field.widget, CheckboxInput):
        return field.as_widget()
    kind = str(field.widget_type)
    classes = [CONTROL_CLASSES.get(kind, "input"), str(field.field.widget.attrs.get("class", ""))]
    return field.as_widget(attrs={"class": " ".join(classes).strip(), "placeholder": False})


@register.filter
def numbers(page: Page[Any]) -> Iterator[str | int]:
    """Few enough page numbers for one line of a phone: the first, the neighbours, the last."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def first_line(label: object) -> str:
    """A choice is one label: its name, and on a second line what it means."""
    return str(label).partition("\n")[0]


@register.filter
def other_lines(label: object) -> str:
    return str(label).partition("\n")[2]


@register.simple_tag
def helper_rules(person: str) -> dict[str, tuple[str, ...]]:
    """The fixed rules for whoever helps, with the person's name in them."""
    return {"do": about(HELPER_DO, person), "do_not": about(HELPER_DO_NOT, person)}
