"""Tables for a spreadsheet. No cell may be taken for a formula, whatever a person has typed."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from portal.privacy.copies.document import Document
from portal.privacy.copies.rows import Table, plain

# A spreadsheet reads these as the beginning of a formula, or skips the first ones and then does. The wide forms are
# taken for the narrow ones in some languages.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet takes "é" for two letters


def as_csv(table: Table, document: Document) -> bytes:
    """People by name, moments as the clock showed them where the person lives."""
    written = io.StringIO(newline="")
    written.write(BYTE_ORDER_MARK)
    lines = csv.writer(written, quoting=csv.QUOTE_ALL)
    lines.writerow([cell(name) for name in table.fields])
    for row in table.rows:
        lines.writerow([cell(_shown(table, document, name, row[name])) for name in table.fields])
    return written.getvalue().encode("utf-8", "replace")


def cell(value: Any) -> str:
    text = "" if value is None else str(value)
    is_formula = text.lstrip(" ").startswith(STARTS_A_FORMULA)
    # No program shows a NUL, and some end the cell there.
    return ("'" if is_formula else "") + text.replace("\0", " ")


def _shown(table: Table, document: Document, name: str, value: Any) -> Any:
    if name in table.people and name != "id":
        return document.people.get(value, "") if value is not None else ""
    if isinstance(value, datetime):
        return _local(value, document.zone)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return plain(value)


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(sep=" ", timespec="seconds")
