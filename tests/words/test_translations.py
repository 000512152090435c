"""Everything a person reads is in the French and the Spanish catalogue, whole and up to date; nothing is written past it.

Needs no GNU gettext: the words are collected with Babel, from Python as it stands and from templates as Django turns
them into Python for xgettext.
"""

import functools
import io
import re
import runpy
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, override
from django.utils.translation.template import templatize

from accounts.access import Role
from accounts.models import User
from portal.routines.actions import open_draft
from tests.cast import Cast, access_of, give_routine
from tests.conftest import SignIn
from tests.rules.source import ROOT, modules

TRANSLATIONS = ("es", "fr")
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt"})
HINT = "Type `make messages`, then translate what is new in portal/locale/."

LAZY_KEYWORDS = {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")

Key = tuple[str | None, str]  # context, and the words in the singular


@functools.cache
def catalogue(language: str) -> Catalog:
    with (ROOT / "portal" / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as source:
        return read_po(source, locale=language)


def entries(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def translated(language: str) -> list[str]:
    return [words for message in entries(language) for _english, words in pairs(message)]


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """English beside its translation, form by form."""
    if isinstance(message.id, str):
        yield message.id, message.string
    else:
        yield from zip(message.id, message.string, strict=True)


def words_in_source() -> Iterator[tuple[Path, Key]]:
    for path in modules():
        yield from ((path, key) for key in extracted(path.read_text(encoding="utf-8")))
    for path in TEMPLATES:
        as_python = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        # What stands between the words has no meaning in Python; only its indentation would be an error.
        flat = "\n".join(line.strip() for line in as_python.splitlines())
        yield from ((path, key) for key in extracted(flat))


def extracted(source: str) -> Iterator[Key]:
    keywords = DEFAULT_KEYWORDS | LAZY_KEYWORDS
    for _line, function, found, _comments in extract_python(io.BytesIO(source.encode()), keywords, (), {}):
        arguments = found if isinstance(found, tuple) else (found,)
        has_context = function.lstrip("n").startswith("pgettext")
        context, words = (arguments[0], arguments[1]) if has_context else (None, arguments[0])
        if words:
            yield context, words


def singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_the_catalogue_holds_every_word_of_the_source(language: str) -> None:
    known = {(message.context, singular(message)) for message in entries(language)}
    missing = sorted({f"{path.relative_to(ROOT)}: {key[1]}" for path, key in words_in_source() if key not in known})
    assert missing == [], HINT


def test_collecting_finds_plain_lazy_plural_and_template_words() -> None:
    assert set(extracted('_("One"); gettext_lazy("Two"); pgettext_lazy("of a mail", "From")')) == {
        (None, "One"),
        (None, "Two"),
        ("of a mail", "From"),
    }
    assert set(extracted('ngettext("%(count)d day", "%(count)d days", 2)')) == {(None, "%(count)d day")}
    template = "<p>Day's {{ a }}</p>{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}"
    assert set(extracted(templatize(template))) == {(None, "Hello %(name)s")}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_word_is_translated(language: str) -> None:
    found = entries(language)
    open_ones = [message.id for message in found if message.fuzzy or not all(words for _e, words in pairs(message))]
    assert open_ones == [], HINT


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_placeholders_tags_and_line_breaks_are_the_same(language: str) -> None:
    part = re.compile(rf"{PLACEHOLDER.pattern}|</?\w+>|\n")
    different = [
        (english, words)
        for message in entries(language)
        for english, words in pairs(message)
        if set(part.findall(english)) != set(part.findall(words)) or english.count("\n") != words.count("\n")
    ]
    assert different == []


def test_french_has_french_spaces_and_apostrophes() -> None:
    wrong = re.compile(r" [:;?!»]|« |\w[;?!»]|«\w|'")
    assert [words for words in translated("fr") if wrong.search(words)] == []


def test_spanish_opens_what_it_closes_and_quotes_the_spanish_way() -> None:
    wrong = re.compile(r" [:;?»]|« |[“”'’]")
    unpaired = [words for words in translated("es") if words.count("?") != words.count("¿")]
    assert [words for words in translated("es") if wrong.search(words)] + unpaired == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_translation_has_exclamation_marks(language: str) -> None:
    assert [words for words in translated(language) if "!" in words] == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "messages.py"))
    assert [path for path in tool["po_files"]() if not tool["is_fresh"](path)] == [], "Type `make messages`."


@pytest.mark.parametrize(("count", "expected"), [(0, "0 seconde"), (1, "1 seconde"), (2, "2 secondes")])
def test_zero_is_singular_in_french(count: int, expected: str) -> None:
    with override("fr"):
        assert ngettext("%(count)d second", "%(count)d seconds", count) % {"count": count} == expected


@pytest.mark.parametrize(("count", "expected"), [(0, "0 segundos"), (1, "1 segundo"), (2, "2 segundos")])
def test_zero_is_plural_in_spanish(count: int, expected: str) -> None:
    with override("es"):
        assert ngettext("%(count)d second", "%(count)d seconds", count) % {"count": count} == expected


def test_the_languages_offered_are_those_translated() -> None:
    folders = {path.name for path in (ROOT / "portal" / "locale").iterdir() if path.is_dir()}
    assert {code for code, _name in settings.LANGUAGES} == folders | {"en"} == {*TRANSLATIONS, "en"}


# The brand, and the three letters of the text size buttons.
ALLOWED_BARE = {"Surefoot", "A"}
# Pages for development only, and drawings.
NOT_READ = {"styleguide", "mailbox", "icons"}
# These blocks stand inside a class attribute.
CLASS_BLOCK = re.compile(r"\{% block (?:main_class|body_class) %\}.*?\{% endblock %\}")
NO_TEXT = re.compile(
    r"\{% comment .*?%\}.*?\{% endcomment %\}|\{#.*?#\}"
    r"|\{% blocktranslate\b.*?\{% endblocktranslate %\}"
    r"|<!--.*?-->|<(?P<name>style|script)\b.*?</(?P=name)>",
    re.DOTALL,
)
DJANGO = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
READ_ATTRIBUTE = re.compile(r'\b(?:aria-label|title|alt|placeholder|label|summary)="([^"]*)"')
GIVEN_WORDS = re.compile(r"\{% (?!translate )[^%]*=\"([A-Z][^\"{]*|[a-z]+ [^\"{/]*)\"[^%]*%\}")


def bare_words(source: str) -> list[str]:
    """Letters that a person would read and no translator would see."""
    source = NO_TEXT.sub("", CLASS_BLOCK.sub("", source))
    given = GIVEN_WORDS.findall(source)
    source = DJANGO.sub("", source)
    attributes = READ_ATTRIBUTE.findall(source)
    text = re.sub(r"&\w+;", " ", re.sub(r"<[^>]*>", "\n", source)).split("\n")
    found = [words.strip(" ·\t") for words in [*given, *attributes, *text]]
    return [words for words in found if re.search(r"[^\W\d_]", words) and words not in ALLOWED_BARE]


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if not NOT_READ & set(path.parts)], ids=lambda path: path.stem
)
def test_no_template_holds_words_outside_the_catalogue(path: Path) -> None:
    assert bare_words(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello</p>",
        '<p>{% translate "Hello" %} you</p>',
        '<input placeholder="Your name">',
        '{% include "components/notice.html" with title="Something new" %}',
        '{% include "components/notice.html" with title="Saved" words="" %}',
    ],
)
def test_bare_words_are_found(source: str) -> None:
    assert bare_words(source) != []


def test_translated_words_are_not_bare() -> None:
    source = """{% comment %}For whom{% endcomment %}<p class="lead" title="{% translate 'Name' %}">
      {% blocktranslate with name=user.name %}Hello {{ name }}{% endblocktranslate %} &middot; 7 · {{ more }}</p>
      {% include "a/b.html" with kind="warning" href="" shape="wide" %}"""
    assert bare_words(source) == []


MARKED_ENGLISH = re.compile(r'<(?P<tag>\w+)\b[^>]*\blang="en"[^>]*>.*?</(?P=tag)>', re.DOTALL)


def english_in(html: str, language: str) -> list[str]:
    """Sentences of the catalogue that the page shows in English. One word alone may be the same in both."""
    html = MARKED_ENGLISH.sub("", html)  # the library's own words
    read = [*READ_ATTRIBUTE.findall(html), re.sub(r"<[^>]*>", " ", html)]
    shown = " ".join(unescape(" | ".join(read)).split())
    sentences = [english for message in entries(language) for english, words in pairs(message) if english != words]
    return [one for one in sentences if is_sentence(one) and as_shown(one).search(shown)]


def is_sentence(english: str) -> bool:
    return len(re.findall(r"[^\W\d_]{2,}", PLACEHOLDER.sub("", english))) > 1


def as_shown(english: str) -> re.Pattern[str]:
    """A placeholder may stand for a few words, but not for a whole sentence."""
    plain = " ".join(re.sub(r"<[^>]*>", " ", english).split())
    words = [re.escape(part) for part in PLACEHOLDER.split(plain)]
    return re.compile(r"(?<!\w)" + r"[^.,:]{1,20}".join(words) + r"(?!\w)")


# Words that stand on each page, in Spanish and in French.
EXPECTED = {
    "sign in": ("Su correo electrónico", "Votre adresse e-mail"),
    "no such page": ("Esta página no está disponible para usted", "Cette page n’est pas disponible pour vous"),
    "today": ("Pare y llame", "Arrêtez et appelez-nous"),
    "a helper's today": ("Usted ayuda a Pat", "Vous aidez Pat"),
    "exercise": ("Ejercicio 1 de 3", "Exercice 1 sur 3"),
    "not today": ("¿Por qué hoy no?", "Pourquoi pas aujourd’hui ?"),
    "finish": ("ningún dolor", "aucune douleur"),
    "record": ("¿Qué se hizo?", "Qu’est-ce qui a été fait ?"),
    "history": ("Aquí no hay nada todavía", "Rien ici pour l’instant"),
    "reminders": ("Mis recordatorios", "Mes rappels"),
    "caseload": ("Quién le necesita hoy", "Qui a besoin de vous aujourd’hui"),
    "patient": ("Marcar la revisión como hecha", "Marquer le bilan comme fait"),
    "builder": ("Revisar y publicar", "Relire et publier"),
    "library": ("Biblioteca de ejercicios", "Bibliothèque d’exercices"),
    "one exercise": ("Ángulos declarados", "Angles déclarés"),
}


def pages(cast: Cast, language: str) -> dict[str, tuple[User | None, str]]:
    """Who reads it, and its address."""
    User.objects.filter(pk__in=[cast.pat.pk, cast.cara.pk, cast.tess.pk]).update(language=language)
    revision = give_routine(cast, cast.pat_record)
    open_draft(by=access_of(cast.tess, cast.pat_record, Role.THERAPIST))
    patient, day = cast.pat_record.public_id, cast.pat_record.today(timezone.now())
    exercise = [patient, day, 1, revision.prescribed.all()[0].public_id]
    return {
        "sign in": (None, reverse("account_login")),
        "no such page": (None, "/nowhere/"),
        "today": (cast.pat, reverse("home:today", args=[patient])),
        "a helper's today": (cast.cara, reverse("home:today", args=[patient])),
        "exercise": (cast.pat, reverse("sessions:exercise", args=exercise)),
        "not today": (cast.pat, reverse("sessions:not_today", args=exercise)),
        "finish": (cast.pat, reverse("sessions:finish", args=exercise[:3])),
        "record": (cast.pat, reverse("sessions:record_session", args=exercise[:3])),
        "history": (cast.pat, reverse("progress:history", args=[patient])),
        "reminders": (cast.pat, reverse("reminders:preferences", args=[patient])),
        "caseload": (cast.tess, reverse("home:caseload")),
        "patient": (cast.tess, reverse("progress:patient", args=[patient])),
        "builder": (cast.tess, reverse("routines:edit_routine", args=[patient])),
        "library": (cast.tess, reverse("exercises:library")),
        "one exercise": (cast.tess, reverse("exercises:exercise", args=["clamshell"])),
    }


@pytest.mark.thorough
@pytest.mark.parametrize("language", TRANSLATIONS)
def test_who_reads_a_translation_meets_no_english_of_ours(
    cast: Cast, library: None, signed_in: SignIn, language: str
) -> None:
    for name, (user, url) in pages(cast, language).items():
        client = signed_in(user) if user else Client()
        response = client.get(url, headers={"Accept-Language": language})
        html = response.content.decode().replace("\u00a0", " ")
        assert f'<html lang="{language}"' in html, name
        assert EXPECTED[name][TRANSLATIONS.index(language)] in html, name
        assert (name, english_in(html, language)) == (name, [])


def test_english_of_ours_is_found() -> None:
    assert english_in("<p>Good morning, Pat</p>", "fr") == ["Good morning, %(name)s"]
    assert "Stop and call us" in english_in("<h3><span>Stop and call us</span></h3>", "fr")
