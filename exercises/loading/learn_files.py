"""Reads exercises/library/learn/<slug>.yaml."""

from __future__ import annotations

from exercises.loading.documents import Field
from exercises.loading.entries import LearnEntry, LearnSection, LearnTextEntry, Origin

REQUIRED = [
    "slug",
    "version",
    "order",
    "picture",
    "exercises",
    "for_helpers",
    "text",
    "sources",
    "author",
    "reviewer",
    "reviewed_on",
]


def read_learn_page(document: Field) -> LearnEntry:
    fields = document.mapping(REQUIRED, ["review_by"])
    slug = fields["slug"].slug()
    if slug and slug != document.name:
        fields["slug"].wrong(f"the file is called {document.file}, so the slug must be '{document.name}'")
    texts = {language: read_learn_text(words) for language, words in fields["text"].entries().items()}
    if "en" not in texts:
        fields["text"].wrong("the English text is missing")
    return LearnEntry(
        origin=Origin(document.file, fields["version"].line, fields["sources"].line),
        slug=slug,
        version=fields["version"].whole(1, 10_000),
        columns={
            "order": fields["order"].whole(0, 1000),
            "picture": fields["picture"].slug(),
            "exercises": list(fields["exercises"].slugs()),
            "for_helpers": fields["for_helpers"].truth(),
            "author": fields["author"].text(160),
        },
        texts=texts,
        sources=fields["sources"].texts(least=1),
        reviewer=fields["reviewer"].text_or_empty(160),
        reviewed_on=fields["reviewed_on"].day_or_none(),
        review_by_on=fields["review_by"].day_or_none(),
    )


def read_learn_text(words: Field) -> LearnTextEntry:
    fields = words.mapping(["title", "summary", "picture", "sections", "not_this"])
    return LearnTextEntry(
        title=fields["title"].text(120),
        summary=fields["summary"].text(),
        picture_words=fields["picture"].text(),
        sections=tuple(_section(item) for item in fields["sections"].items()),
        not_this=fields["not_this"].text(),
    )


def _section(item: Field) -> LearnSection:
    fields = item.mapping(["heading"], ["paragraphs", "points"])
    section = LearnSection(
        heading=fields["heading"].text(120),
        paragraphs=fields["paragraphs"].texts(most=4),
        points=fields["points"].texts(most=8),
    )
    if not (section.paragraphs or section.points):
        item.wrong("a section needs a paragraph or points")
    return section
