import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_limit_and_no_used_code_of_another_test() -> None:
    cache.clear()
