"""YAML with line numbers, so that every problem can name its file and line.

A field that is wrong adds a problem and answers with a neutral value: one run then finds all that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db.models import TextChoices

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_TEXT = 1000


@dataclass(frozen=True)
class Problem:
    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


class LibraryProblems(Exception):
    """Everything that is wrong with the files. Nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: (problem.file, problem.line))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Field:
    """One value of a file: what it holds, its name as a reader would say it, and where it stands."""

    def __init__(self, value: Any, *, file: str, line: int, name: str, problems: list[Problem]) -> None:
        self.value = value
        self.file = file
        self.line = line
        self.name = name
        self.problems = problems

    def wrong(self, reason: str) -> None:
        self.problems.append(Problem(self.file, self.line, f"{self.name}: {reason}"))

    def mapping(self, required: Iterable[str], optional: Iterable[str] = ()) -> dict[str, Field]:
        """Every named field, the missing optional ones as empty."""
        required, optional = list(required), list(optional)
        entries: dict[str, Field] = self.value if isinstance(self.value, dict) else {}
        if not isinstance(self.value, dict):
            self.wrong("expected named fields")
        else:
            for name in required:
                if name not in entries:
                    self.wrong(f"the field '{name}' is missing")
            for name in entries:
                if name not in required and name not in optional:
                    entries[name].wrong("this field is not known here; check its spelling")
        return {name: entries.get(name) or _Absent(self, name) for name in [*required, *optional]}

    def entries(self) -> dict[str, Field]:
        if not isinstance(self.value, dict):
            if self.value is not None:
                self.wrong("expected named fields")
            return {}
        return self.value

    def items(self) -> list[Field]:
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            self.wrong("expected a list")
            return []
        return self.value

    def text(self, longest: int = LONGEST_TEXT) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            self.wrong("expected words; put them in quotes if they look like a number, a date or yes and no")
            return ""
        if len(self.value) > longest:
            self.wrong(f"at most {longest} characters, this has {len(self.value)}")
        return " ".join(self.value.split())

    def text_or_empty(self, longest: int = LONGEST_TEXT) -> str:
        return "" if self.value is None else self.text(longest)

    def texts(self, *, least: int = 0, most: int = 20) -> tuple[str, ...]:
        items = self.items()
        if not least <= len(items) <= most:
            self.wrong(f"expected {least} to {most} lines, there are {len(items)}")
        return tuple(item.text() for item in items)

    def slug(self) -> str:
        text = self.text(60)
        if text and not SLUG.fullmatch(text):
            self.wrong("use small letters, digits and single hyphens")
        return text

    def slugs(self) -> tuple[str, ...]:
        return tuple(item.slug() for item in self.items())

    def choice(self, choices: type[TextChoices] | Iterable[str]) -> str:
        allowed = list(choices.values) if isinstance(choices, type) else list(choices)
        if self.value not in allowed:
            self.wrong(f"{self.value!r} is not one of {', '.join(allowed)} (write it in quotes)")
            return str(allowed[0])
        return str(self.value)

    def whole(self, least: int, most: int) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool) or not least <= self.value <= most:
            self.wrong(f"expected a whole number from {least} to {most}, not {self.value!r}")
            return least
        return self.value

    def whole_or_none(self, least: int, most: int) -> int | None:
        return None if self.value is None else self.whole(least, most)

    def truth(self) -> bool:
        if self.value is not None and not isinstance(self.value, bool):
            self.wrong("expected true or false")
        return bool(self.value)

    def day_or_none(self) -> date | None:
        if self.value is not None and not isinstance(self.value, date):
            self.wrong("expected a day such as 2026-03-31")
            return None
        return self.value


class _Absent(Field):
    """A field that is not there. Its absence is reported once, by its mapping."""

    def __init__(self, parent: Field, name: str) -> None:
        super().__init__(None, file=parent.file, line=parent.line, name=name, problems=[])


# Ten times as fast where PyYAML was built with libyaml.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _refuse_references(words: str) -> None:
    """A file says each thing where it stands, and cannot refer to itself for ever."""
    for event in yaml.parse(words, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            reason = "references with * are not used here; write it out"
            raise yaml.composer.ComposerError(None, None, reason, event.start_mark)  # type: ignore[arg-type]


def read_document(path: Path, problems: list[Problem], folder: str = "") -> Field | None:
    """The file's one document, or None after adding the problem. `folder` stands before its name in messages."""
    file = f"{folder}{path.name}"
    try:
        words = path.read_text(encoding="utf-8")
        if "*" in words:
            _refuse_references(words)
        loader = _Loader(words)
        node = loader.get_single_node()
    except UnicodeDecodeError:
        problems.append(Problem(file, 1, "the file is not UTF-8 text"))
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "this is not YAML"
        problems.append(Problem(file, mark.line + 1 if mark else 1, str(reason)))
        return None
    if node is None:
        problems.append(Problem(file, 1, "the file is empty"))
        return None
    return _field(node, loader, file, path.stem, problems)


def _field(node: yaml.Node, loader: yaml.SafeLoader, file: str, name: str, problems: list[Problem]) -> Field:
    field = Field(None, file=file, line=node.start_mark.line + 1, name=name, problems=problems)
    if isinstance(node, yaml.MappingNode):
        field.value = _mapping(node, loader, file, problems)
    elif isinstance(node, yaml.SequenceNode):
        field.value = [
            _field(item, loader, file, f"{name} {number}", problems) for number, item in enumerate(node.value, 1)
        ]
    else:
        try:
            field.value = loader.construct_object(node)
        except (yaml.YAMLError, ValueError) as error:
            field.wrong(str(error))
    return field


def _mapping(node: yaml.MappingNode, loader: yaml.SafeLoader, file: str, problems: list[Problem]) -> dict[str, Field]:
    entries: dict[str, Field] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in entries:
            problems.append(Problem(file, key_node.start_mark.line + 1, f"the field '{key}' stands here twice"))
        entries[key] = _field(value_node, loader, file, key, problems)
    return entries
