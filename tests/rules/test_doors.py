"""Views reach a patient's rows only through `open_patient`, and lists only through `visible_to`."""

import ast
from collections.abc import Iterator

import pytest

from tests.rules.source import is_view_module, modules, shown, tree_of

MANAGERS = {"objects", "_default_manager", "_base_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}
# Knowledge has no patient in it; the mailbox and the style guide exist in development only.
ALLOWED_MODELS = {"Exercise", "ExerciseVariant", "RoutineTemplate", "Source"}


def unscoped(tree: ast.AST) -> Iterator[ast.AST]:
    doors = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "visible_to"}
    for node in ast.walk(tree):
        is_manager = isinstance(node, ast.Attribute) and node.attr in MANAGERS and id(node) not in doors
        if is_manager and getattr(node.value, "id", "") not in ALLOWED_MODELS:
            yield node
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SHORTCUTS:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Name) and first.id[:1].isupper() and first.id not in ALLOWED_MODELS:
                yield node


def test_views_reach_rows_only_through_the_door() -> None:
    found = [shown(path, node) for path in modules() if is_view_module(path) for node in unscoped(tree_of(path))]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "Routine.objects.get(pk=1)",
        "get_object_or_404(Routine, pk=1)",
        "ExerciseSession._base_manager.all()",
    ],
)
def test_the_check_sees_a_way_round(source: str) -> None:
    assert list(unscoped(ast.parse(source)))


@pytest.mark.parametrize("source", ["Patient.objects.visible_to(user, on)", "access.rows(Routine).get(pk=1)"])
def test_the_check_lets_the_door_stand(source: str) -> None:
    assert not list(unscoped(ast.parse(source)))
