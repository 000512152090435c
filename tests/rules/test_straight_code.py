"""No signals, no overridden save, no class-based views; actions take `by`, one transaction, one audit event."""

import ast
from pathlib import Path

import pytest

from tests.rules.source import ROOT, modules, shown, tree_of

# These change no patient's data, or run before there is anybody to be named.
ACTIONS_WITHOUT_AN_ACTOR = {"adopt", "adopt_everything"}


def test_there_are_no_signals() -> None:
    found = [
        shown(path, node)
        for path in modules()
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Name) and node.id == "receiver")
        or (isinstance(node, ast.ImportFrom) and "signals" in (node.module or ""))
    ]
    # Celery tells its own worker's life by signals; the reminders room may listen to these.
    assert [line for line in found if "celery.signals" not in line] == []


def test_no_model_overrides_save_or_delete() -> None:
    found = [
        shown(path, node)
        for path in modules()
        if "models" in str(path)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}
    ]
    assert found == []


def test_views_are_functions() -> None:
    found = [
        shown(path, node)
        for path in modules()
        if path.name == "views.py"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef) and any("View" in ast.unparse(base) for base in node.bases)
    ]
    assert found == []


def public_actions() -> list[tuple[Path, ast.FunctionDef]]:
    return [
        (path, node)
        for path in modules()
        if path.name == "actions.py"
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _writes(node)
    ]


def _writes(node: ast.FunctionDef) -> bool:
    """An action answers for a write; a question that stands beside it has no transaction of its own."""
    return any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list) or "by" in _arguments(node)


def _arguments(node: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]}


@pytest.mark.parametrize(("path", "action"), public_actions(), ids=lambda part: getattr(part, "name", ""))
def test_actions_name_who_did_it_in_one_transaction_with_one_audit_event(path: Path, action: ast.FunctionDef) -> None:
    if action.name in ACTIONS_WITHOUT_AN_ACTOR:
        return
    where = f"{path.relative_to(ROOT)} {action.name}"
    if not any("atomic" in ast.unparse(decorator) for decorator in action.decorator_list):
        assert "by" in _arguments(action), where
        assert not _creates_rows(action), f"{where} writes without a transaction"
        return
    assert "by" in {argument.arg for argument in action.args.kwonlyargs}, f"{where} takes no keyword `by`"
    assert "audit.record(" in ast.unparse(action), f"{where} leaves no audit event"


def _creates_rows(action: ast.FunctionDef) -> bool:
    return any(call in ast.unparse(action) for call in (".save(", ".create(", ".bulk_create(", ".delete("))


def test_no_module_is_named_for_nothing() -> None:
    names = {"utils.py", "helpers.py", "services.py", "common.py", "misc.py", "manager.py"}
    assert [str(path) for path in modules() if path.name in names] == []
