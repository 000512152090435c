"""Imports run one way, and never from inside a function."""

import ast
from pathlib import Path

from tests.rules.source import ROOT, imported_names, modules, shown, tree_of

ROOMS = ["portal", "exercises", "accounts"]  # each may import those after it
CARE_LOOP = ["demo", "home", "privacy", "reminders", "progress", "sessions", "routines", "caseload"]


def rank(order: list[str], name: str) -> int | None:
    return order.index(name) if name in order else None


def wrong_way(path: Path) -> list[str]:
    here = path.relative_to(ROOT).with_suffix("").parts
    found = []
    for name, node in imported_names(tree_of(path)):
        there = name.split(".")
        ours, theirs = rank(ROOMS, here[0]), rank(ROOMS, there[0])
        if ours is None or theirs is None:
            continue
        if theirs < ours:
            found.append(shown(path, node))
        elif here[0] == there[0] == "portal" and len(there) > 1 and len(here) > 1:
            ours, theirs = rank(CARE_LOOP, here[1]), rank(CARE_LOOP, there[1])
            if ours is not None and theirs is not None and theirs < ours:
                found.append(shown(path, node))
    return found


def test_imports_run_one_way() -> None:
    assert [line for path in modules() for line in wrong_way(path)] == []


def test_the_check_sees_a_wrong_import(tmp_path: Path) -> None:
    assert rank(ROOMS, "portal") < rank(ROOMS, "accounts")  # type: ignore[operator]
    tree = ast.parse("from portal.sessions import actions")
    assert [name for name, _node in imported_names(tree)] == ["portal.sessions"]


def test_nothing_is_imported_inside_a_function() -> None:
    inside = [
        shown(path, node)
        for path in modules()
        for function in ast.walk(tree_of(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    # The drawing packages are an extra that a server does not have.
    assert [line for line in inside if "draw_library" not in line] == []
