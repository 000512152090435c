"""The terms that hold now."""

from django.conf import settings

from accounts.terms.text import Terms, read_terms


def current_terms() -> Terms:
    return read_terms(str(settings.TERMS_FILE), tuple(code for code, _ in settings.LANGUAGES))
