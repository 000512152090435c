"""The shared cache holds counters and no words about anybody: it is neither encrypted nor backed up as health data is."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.cast import PASSWORD, Cast
from tests.portal.privacy.everything import ACCOUNT_CANARIES, RECORD_CANARIES, keep_everything


def everything_cached() -> str:
    """Keys and values, of the cache in memory or of Redis."""
    if hasattr(cache, "_cache") and isinstance(cache._cache, dict):
        return str([(key, pickle.loads(value)) for key, value in cache._cache.items()])  # noqa: S301 (our own)
    client: Any = cache._cache.get_client(None, write=True)  # type: ignore[attr-defined]
    return str([(key, client.dump(key)) for key in client.scan_iter("*")])


@pytest.mark.usefixtures("library")
def test_no_word_of_a_person_is_in_the_cache(cast: Cast) -> None:
    everything = keep_everything(cast)
    client, patient = everything.client, everything.patient
    for name in ("home:today", "progress:history", "reminders:preferences", "privacy:my_data", "privacy:take_copy"):
        client.get(reverse(name, args=[patient.public_id]))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("privacy:take_copy", args=[patient.public_id]))
    client.post(reverse("privacy:ask_for_erasure", args=[patient.public_id]), {"words": RECORD_CANARIES["request"]})
    client.logout()
    client.post(reverse("account_login"), {"login": ACCOUNT_CANARIES["email"], "password": "wrong"})
    client.post(reverse("account_request_login_code"), {"email": ACCOUNT_CANARIES["email"]})
    cached = everything_cached()
    assert "rl" in cached, "the limits count here"
    assert [word for word in {**ACCOUNT_CANARIES, **RECORD_CANARIES}.values() if word in cached] == []
