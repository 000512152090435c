"""What every page needs to look right for the person who reads it."""

from django.http import HttpRequest

from accounts.models import TextSize

TEXT_SIZE_COOKIE = "text_size"


def context(request: HttpRequest) -> dict[str, str]:
    """Template context: the text size of this reader. A view may pass `theme`, `clinic` and `access` itself."""
    return {"text_size": text_size_of(request)}


def text_size_of(request: HttpRequest) -> str:
    """The size stays with the person; before sign-in it stays with the device."""
    # An error page may be drawn before the middleware has said who is asking.
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return str(user.text_size)
    asked = request.COOKIES.get(TEXT_SIZE_COOKIE, "")
    return asked if asked in TextSize.values else TextSize.STANDARD.value
