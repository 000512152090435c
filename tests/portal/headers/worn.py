"""What every answer wears."""

from typing import Any

ALWAYS = {
    "Content-Security-Policy": "default-src 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "X-Robots-Tag": "noindex, nofollow",
}


def missing(answer: Any, *, but: set[str] = frozenset()) -> list[str]:  # type: ignore[assignment]
    return [
        f"{name}: {answer.headers.get(name)}"
        for name, value in ALWAYS.items()
        if name not in but and value not in answer.headers.get(name, "")
    ]
