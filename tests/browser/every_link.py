"""Follows what a person could press, without drawing it: a few pages of each kind."""

import re
from collections import Counter

from playwright.sync_api import BrowserContext

HREF = re.compile(r'href="([^"#]*)')
# What differs between two pages of one kind: ids, days, numbers, names in the library.
PARTICULAR = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\d|\d+|(?<=/library/)[a-z0-9-]+|(?<=/templates/)[a-z0-9-]+"
)
OF_EACH_KIND = 2


def broken_links(context: BrowserContext, start: str) -> tuple[list[str], int]:
    """What did not open, with the page it stood on; and how many pages were opened."""
    waiting, seen, kinds = [(start, "the start")], {start}, Counter[str]()
    broken = []
    while waiting:
        path, found_on = waiting.pop(0)
        answer = context.request.get(path)
        if answer.status != 200:
            broken.append(f"{answer.status}: {path}, found on {found_on}")
        elif "text/html" in answer.headers["content-type"]:
            for link in _links(answer.text(), path):
                kind = PARTICULAR.sub("*", link)
                if link not in seen and kinds[kind] < OF_EACH_KIND:
                    kinds[kind] += 1
                    seen.add(link)
                    waiting.append((link, path))
    return broken, len(seen)


def _links(page: str, path: str) -> list[str]:
    found = [link.replace("&amp;", "&") for link in HREF.findall(page)]
    here = path.split("?")[0]
    return [here + link if link.startswith("?") else link for link in found if link.startswith(("/", "?"))]
