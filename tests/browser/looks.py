"""What must hold for every page, whoever opened it: it can be used, it stays quiet, and it fits."""

import json
from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

from tests.browser.chromium import DESK, PHONE

SMALL_PHONE = 320
# Where a window of this width is judged: whoever holds a phone may hold a smaller one.
WIDTHS = {PHONE: (SMALL_PHONE, PHONE), DESK: (DESK,)}
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# In the dark nothing but the colours is another.
AXE_SCHEMES = {"light": AXE_RULES, "dark": ["color-contrast"]}
AXE_PROGRAM = AXE_FILE_PATH.read_text()

# A control is as large as what answers a finger: of a tick box or a radio button, that is its label.
SMALL_CONTROLS = """(least) => {
  const found = [];
  for (const control of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    if (control.type === "hidden" || control.closest(".skip-link, .visually-hidden, [hidden]")) continue;
    const label = ["radio", "checkbox"].includes(control.type) ? control.closest("label") : null;
    const box = (label ?? control).getBoundingClientRect();
    if (!box.width) continue;
    const wanted = control.matches(".tick") ? least.tick : least.control;
    if (Math.round(box.width) < wanted || Math.round(box.height) < wanted)
      found.push(`${Math.round(box.width)} x ${Math.round(box.height)}: ${(label ?? control).outerHTML.slice(0, 160)}`);
  }
  return found;
}"""
# Words that run into a control: what overflows its column does not make the page wider.
RUN_INTO = """() => {
  if (!document.body.matches(".for-patient")) return [];
  const found = [];
  const meet = (one, other) => [...one.getClientRects()].some((a) => [...other.getClientRects()].some((b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2));
  const bears_words = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const words = [...document.querySelectorAll("main *")].filter((one) =>
    bears_words(one) && one.checkVisibility() && !one.closest(".visually-hidden, option"));
  for (const control of document.querySelectorAll("main a, main button, main summary")) {
    if (!control.checkVisibility()) continue;
    for (const one of words) {
      if (control.contains(one) || one.contains(control)) continue;
      if (meet(control, one)) found.push(`“${one.textContent.trim().slice(0, 40)}” in ${control.outerHTML.slice(0, 90)}`);
    }
  }
  return found.slice(0, 5);
}"""
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > room + 1);
  return wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 160)).concat(`room for ${room}`);
}"""


def axe_violations(page: Page) -> list[str]:
    """In the light and in the dark. Needs a page that may run scripts."""
    page.evaluate(AXE_PROGRAM)
    found = []
    for scheme, rules in AXE_SCHEMES.items():
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        options = {"runOnly": rules, "resultTypes": ["violations"]}
        answer: dict[str, Any] = page.evaluate(f"axe.run({json.dumps(options)})")
        found += [f"{scheme}: {rule['id']}, {node['html']}" for rule in answer["violations"] for node in rule["nodes"]]
    page.emulate_media(color_scheme="light")
    return found


def misfits(page: Page) -> list[str]:
    size = page.viewport_size
    assert size is not None
    found = []
    for width in WIDTHS[size["width"]]:
        page.set_viewport_size({"width": width, "height": size["height"]})
        found += [f"wider than {width}: {one}" for one in page.evaluate(TOO_WIDE)]
        found += [f"words run into a control at {width}: {one}" for one in page.evaluate(RUN_INTO)]
    page.set_viewport_size(size)
    return found


def small_controls(page: Page) -> list[str]:
    """Patients' pages only: a therapist sits at a desk, with a mouse."""
    if not page.locator("body.for-patient").count():
        return []
    found: list[str] = page.evaluate(SMALL_CONTROLS, {"control": 44, "tick": 48})
    return [f"too small, {one}" for one in found]
