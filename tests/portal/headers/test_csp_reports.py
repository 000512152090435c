"""Reports of the browser: page and rule go into the log, nothing that a stranger or a patient wrote."""

import json

import pytest
from django.test import Client

REPORT = {
    "document-uri": "https://portal.example/p/7d6a51a4-0d8f-4d57-8b4e-4a3f8b3c2a11/?secret=1",
    "effective-directive": "script-src-elem",
    "blocked-uri": "https://evil.example/x.js",
    "script-sample": "alert('Pat Ellis')",
}


def send(body: object) -> int:
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return Client().post("/csp-report/", data=data, content_type="application/csp-report").status_code


def test_the_log_holds_page_and_rule_only(db: None, caplog: pytest.LogCaptureFixture) -> None:
    assert send({"csp-report": REPORT}) == 204
    assert [record.getMessage() for record in caplog.records] == ["CSP refused script-src-elem on home:today"]


@pytest.mark.parametrize(
    "report",
    [
        {"document-uri": "nonsense\nERROR everything is lost", "effective-directive": "x\ny"},
        {"document-uri": "http://[", "violated-directive": 7},
        {},
    ],
)
def test_a_stranger_does_not_write_our_log(db: None, caplog: pytest.LogCaptureFixture, report: object) -> None:
    assert send({"csp-report": report}) == 204
    assert [record.getMessage() for record in caplog.records] == ["CSP refused something on an unknown page"]


@pytest.mark.parametrize("body", ["", "x", "[" * 100_000, "[]", '{"csp-report": 1}', b"\xff", "x" * 30_000])
def test_what_is_no_report_is_ignored(db: None, caplog: pytest.LogCaptureFixture, body: str | bytes) -> None:
    assert send(body) == 204
    assert not caplog.records


def test_there_is_an_end_to_it(db: None) -> None:
    assert [send({"csp-report": REPORT}) for _ in range(61)][-1] == 429
