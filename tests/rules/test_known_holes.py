"""Django's repeating kinds of security hole cannot reach us: what a request brings never becomes part of a question to
the database, and no text of a person goes through what has been slow or unsafe before."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.source import ROOT, modules, shown, tree_of

QUESTIONS = {
    "aggregate",
    "alias",
    "annotate",
    "create",
    "defer",
    "distinct",
    "exclude",
    "extra",
    "filter",
    "get",
    "get_or_create",
    "only",
    "order_by",
    "raw",
    "update",
    "update_or_create",
    "values",
    "values_list",
}
TAKEN_APART = {"aggregate", "alias", "annotate", "create", "exclude", "filter", "get_or_create", "update"}
NAMES_ARE_COLUMNS = {
    "alias",
    "annotate",
    "defer",
    "distinct",
    "extra",
    "only",
    "order_by",
    "raw",
    "values",
    "values_list",
}
FROM_OUTSIDE = re.compile(r"\b(request|GET|POST|QUERY_STRING|querystring|cleaned_data|QueryDict)\b")

# Slow on long input or unsafe on hostile input, and who may use it all the same.
IN_TEMPLATES = re.compile(r"\|\s*(urlize|urlizetrunc|truncatechars_html|truncatewords_html|striptags|safe|safeseq)\b")
TEMPLATES_MAY = {
    "templates/portal/mailbox/mail.html": {"urlize"},  # the development mailbox; its text is escaped first
}
IN_PYTHON = {"mark_safe", "format_html", "format_html_join", "SafeString", "urlize", "strip_tags", "Truncator"}
PYTHON_MAY = {
    "accounts/invitations/sheets.py": {"mark_safe"},  # a drawing made of squares
    "accounts/sign_in/factors.py": {"mark_safe"},  # the same
    "portal/sessions/paper/drawings.py": {"mark_safe"},  # the same
    "portal/templatetags/portal_look.py": {"mark_safe"},  # our own drawings, and one fixed attribute
}


def questions_from_outside(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        spread = [one.value for one in node.keywords if one.arg is None] if node.func.attr in TAKEN_APART else []
        names = node.args if node.func.attr in NAMES_ARE_COLUMNS else []
        spread += [one for one in node.args if isinstance(one, ast.Starred) and node.func.attr in QUESTIONS]
        if any(FROM_OUTSIDE.search(ast.unparse(one)) for one in [*spread, *names]):
            yield node


def test_what_a_request_brings_is_never_a_column_or_a_condition() -> None:
    found = [shown(path, node) for path in modules() for node in questions_from_outside(tree_of(path))]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "rows.filter(**request.GET.dict())",
        "rows.annotate(**form.cleaned_data)",
        "rows.order_by(request.GET['sort'])",
        "rows.order_by(*request.GET.getlist('sort'))",
        "rows.values(request.POST['column'])",
    ],
)
def test_the_check_sees_a_question_from_outside(source: str) -> None:
    assert list(questions_from_outside(ast.parse(source)))


def test_the_check_lets_a_value_stand() -> None:
    assert not list(questions_from_outside(ast.parse("rows.filter(name=request.GET['q']).order_by('name')")))


def templates() -> list[Path]:
    folders = [ROOT / "templates", *(ROOT / room for room in ("accounts", "exercises", "portal"))]
    found = (path for folder in folders for path in folder.rglob("*") if path.suffix in {".html", ".txt", ".svg"})
    return sorted(path for path in found if "static" not in path.parts and "library" not in path.parts)


def test_no_template_uses_a_filter_that_trusts_or_takes_long() -> None:
    found = {}
    for path in templates():
        where = str(path.relative_to(ROOT))
        used = set(IN_TEMPLATES.findall(path.read_text(encoding="utf-8"))) - TEMPLATES_MAY.get(where, set())
        if used or ("autoescape off" in path.read_text(encoding="utf-8") and path.suffix != ".txt"):
            found[where] = used
    assert found == {}


def test_no_code_calls_text_safe_by_itself() -> None:
    found = []
    for path in modules():
        may = PYTHON_MAY.get(str(path.relative_to(ROOT)), set())
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in IN_PYTHON - may:
                found.append(shown(path, node))
    assert found == []


@pytest.mark.parametrize("where", [*TEMPLATES_MAY, *PYTHON_MAY])
def test_what_is_let_off_is_still_there(where: str) -> None:
    text = (ROOT / where).read_text(encoding="utf-8")
    assert all(name in text for name in {**TEMPLATES_MAY, **PYTHON_MAY}[where])
