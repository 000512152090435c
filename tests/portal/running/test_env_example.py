"""`.env.example` is what an operator copies: no setting may be missing from it, none may be left over."""

import ast
import re
from pathlib import Path

from portal.running.demo_environment import demo_environment

BASE_DIR = Path(__file__).resolve().parents[3]
# May come from the shell of whoever starts the demo: without a mail server or PostgreSQL they lead nowhere.
HARMLESS_IN_THE_DEMO = {
    "DATABASE_POOL_SIZE",
    "EMAIL_HOST_PASSWORD",
    "EMAIL_HOST_USER",
    "EMAIL_PORT",
    "EMAIL_TIMEOUT",
    "EMAIL_USE_SSL",
    "EMAIL_USE_TLS",
    "MAIL_MAX_PER_MINUTE",
    "REMINDER_SPREAD_SECONDS",
}


def read_by_settings() -> set[str]:
    tree = ast.parse((BASE_DIR / "portal" / "settings.py").read_text())
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def test_env_example_names_every_setting_and_no_other() -> None:
    named = re.findall(r"^#?([A-Z_]+)=", (BASE_DIR / ".env.example").read_text(), flags=re.MULTILINE)
    assert len(read_by_settings()) > 10
    assert sorted(named) == sorted(read_by_settings())


def test_no_setting_of_a_real_portal_leaks_into_the_demo() -> None:
    set_by_demo = set(demo_environment(port=8000, secret_key="x"))
    assert read_by_settings() - set_by_demo - HARMLESS_IN_THE_DEMO == set()
