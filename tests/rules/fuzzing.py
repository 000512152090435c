"""Makes ten thousand bad forms out of the good ones: always the same ones for the same seed."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote_from_bytes

from tests.rules.sending import Sending

Body = tuple[bytes, str]  # what is sent, and the content type that it claims
Fields = list[tuple[bytes, bytes]]

BOUNDARY = b"bOuNdArY"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=bOuNdArY"

VALUES: dict[str, bytes] = {
    "NUL": b"a\x00b",
    "a megabyte": b"x" * 1_000_000,
    "a lone surrogate": b"\xed\xb2\x80",
    "bytes that are no text": b"\xff\xfe\xfa",
    "2**31": b"2147483648",
    "2**63": b"9223372036854775808",
    "beyond every number": b"9" * 400,
    "below every number": b"-" + b"9" * 30,
    "a negative number": b"-1",
    "infinity": b"inf",
    "not a number": b"nan",
    "a power": b"1e400",
    "a fraction": b"0.5",
    "arabic digits": "١٢".encode(),
    "a superscript": "²".encode(),
    "year 0": b"0000-01-01",
    "year 1": b"0001-01-01",
    "year 9999": b"9999-12-31",
    "year 10000": b"10000-01-01",
    "30 February": b"2026-02-30",
    "25 o'clock": b"25:61",
    "a moment": b"2026-11-21T09:00:00Z",
    "an id of nobody": b"00000000-0000-4000-8000-000000000000",
    "half an id": b"00000000-0000-4000",
    "a formula": b"=1+1",
    "markup": b"<script>alert(1)</script>{{ 7 }}{% now %}",
    "a quotation": b"'; DROP TABLE accounts_patient; --",
    "a line break in a header": b"a\r\nBcc: everybody@example.org",
    "two people": b"a@example.org,b@example.org",
    "a strange address": "ä@exämple.org".encode(),
    "right to left": "‮abc​﻿".encode(),
    "many marks": "ä".encode() * 300,
    "percent signs": b"%00%s%d%n%%",
    "a path": b"../../../../etc/passwd",
    "another site": b"//example.org/%0d%0a",
    "a list": b'["a", {"b": null}]',
    "nothing": b"",
    "blanks": b" \t\r\n ",
    "true": b"on",
}


@dataclass(frozen=True)
class Attempt:
    sending: Sending
    what: str
    body: bytes
    content_type: str

    def __str__(self) -> str:
        return f"{self.sending} with {self.what}"


def attempts(sendings: list[Sending], number: int, seed: int) -> Iterator[Attempt]:
    """Every form in turn, so that none is left out."""
    chance = random.Random(seed)  # noqa: S311
    for turn in range(number):
        sending = sendings[turn % len(sendings)]
        fields = [(name.encode(), value.encode()) for name, value in sending.pairs]
        way = chance.choices(WAYS, WEIGHTS)[0]
        fields, what = spoil(fields, chance)
        body, content_type = way(fields, chance)
        yield Attempt(sending, f"{what}, {way.__name__}", body, content_type)


def spoil(fields: Fields, chance: random.Random) -> tuple[Fields, str]:
    """Some of the fields get a bad value; now and then all get the same."""
    if not fields:
        fields = [(b"q", b""), (b"id", b"")]
    kinds = chance.choices(list(VALUES), k=3)
    if chance.random() < 0.25:
        return [(name, VALUES[kinds[0]]) for name, _value in fields], f"{kinds[0]} everywhere"
    hit = set(chance.sample(range(len(fields)), min(len(fields), chance.randint(1, 3))))
    spoilt = [(name, VALUES[chance.choice(kinds)] if at in hit else value) for at, (name, value) in enumerate(fields)]
    return spoilt, " and ".join(kinds)


def as_a_form(fields: Fields, _chance: random.Random) -> Body:
    return b"&".join(quoted(name) + b"=" + quoted(value) for name, value in fields), FORM


def quoted(text: bytes) -> bytes:
    return quote_from_bytes(text).encode()


def in_parts(fields: Fields, _chance: random.Random) -> Body:
    return b"".join(part(name, value) for name, value in fields) + b"--" + BOUNDARY + b"--\r\n", MULTIPART


def part(name: bytes, value: bytes, more: bytes = b"") -> bytes:
    head = b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="' + name + b'"' + more + b"\r\n\r\n"
    return head + value + b"\r\n"


def with_files_for_texts(fields: Fields, _chance: random.Random) -> Body:
    """What should be words comes as a file, with a name of no good intent."""
    files = b"".join(part(name, value, b'; filename="../a\x00.svg"') for name, value in fields)
    return files + b"--" + BOUNDARY + b"--\r\n", MULTIPART


def with_broken_parts(fields: Fields, chance: random.Random) -> Body:
    whole, _type = in_parts(fields, chance)
    return whole[: chance.randint(0, len(whole))], chance.choice(
        [MULTIPART, "multipart/form-data", MULTIPART + "x" * 90]
    )


def with_repeated_names(fields: Fields, chance: random.Random) -> Body:
    return as_a_form([*fields, *fields, *((name, b"") for name, _value in fields)], chance)


def with_fields_left_out(fields: Fields, chance: random.Random) -> Body:
    return as_a_form([field for field in fields if chance.random() < 0.5], chance)


def with_strange_names(fields: Fields, chance: random.Random) -> Body:
    """Names are read too: "41-sets", "answer-…"."""
    return as_a_form(
        [(name.replace(b"-", chance.choice([b"", b"--", b"-\x00-"])), value) for name, value in fields], chance
    )


def as_something_else(fields: Fields, chance: random.Random) -> Body:
    kinds = [
        "text/plain",
        "application/json",
        "application/xml",
        "nonsense",
        "",
        f"{FORM}; charset=utf-16",
        f"{FORM}; charset=x",
    ]
    return as_a_form(fields, chance)[0], chance.choice(kinds)


Way = Callable[[Fields, random.Random], Body]
WAYS: list[Way] = [
    as_a_form,
    in_parts,
    with_files_for_texts,
    with_broken_parts,
    with_repeated_names,
    with_fields_left_out,
    with_strange_names,
    as_something_else,
]
WEIGHTS = [10, 4, 1, 2, 2, 2, 2, 2]
