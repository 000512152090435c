"""A photo of the start or of the end, with words for people who do not see it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.models import Exercise
from exercises.own.fields import WordsField, one_of
from exercises.own.files import NewFile
from exercises.own.photos import PhotoRefused, plain_jpeg
from exercises.own.word_forms import LANGUAGE_NAMES

VIEWS = (("start", gettext_lazy("Start")), ("end", gettext_lazy("End")))
LONGEST_ALT = 300


class PhotoForm(forms.Form):
    """`language` is the reader's: words in it are needed, in the exercise's other languages they are asked for."""

    use_required_attribute = False

    view = one_of(gettext_lazy("What the photo shows"), VIEWS)
    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("JPEG, PNG or WebP, up to 10 MB. Place, date and camera are removed from it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, own: Exercise, language: str, is_too_large: bool = False
    ) -> None:
        super().__init__(data, files)
        self.is_too_large = is_too_large
        spoken = [text.language for text in own.texts.filter(variant=None) if text.steps]
        self.languages = [language] + [one for one in spoken if one != language and one in LANGUAGE_NAMES]
        for one in self.languages:
            label = _("In words, in %(language)s") % {"language": LANGUAGE_NAMES.get(one, one)}
            self.fields[f"alt_{one}"] = WordsField(label=label, longest=LONGEST_ALT)
            self.fields[f"alt_{one}"].widget.attrs["lang"] = one
        self.fields[f"alt_{language}"].help_text = _(
            "Read aloud to people who do not see it: who is where, doing what."
        )
        for one in self.languages[1:]:
            self.fields[f"alt_{one}"].help_text = _("Left empty, the words above are read instead.")

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        needed = f"alt_{self.languages[0]}"
        if needed not in self.errors and not typed.get(needed):
            self.add_error(needed, _("Say in a sentence what the photo shows."))
        if "photo" not in self.errors:
            self._clean_photo(typed)
        return typed

    def _clean_photo(self, typed: dict[str, Any]) -> None:
        upload: UploadedFile[bytes] | None = typed.get("photo")
        try:
            if self.is_too_large:
                raise PhotoRefused(_("This file is larger than 10 MB. Choose a smaller photo."))
            if upload is None or upload.file is None:
                raise PhotoRefused(_("Choose a photo."))
            if "view" in typed:
                typed["photo"] = plain_jpeg(upload.file, upload.size or 0, typed["view"])
        except PhotoRefused as refused:
            self.add_error("photo", str(refused))

    def plain(self) -> NewFile:
        photo: NewFile = self.cleaned_data["photo"]
        return photo

    def alts(self) -> dict[str, str]:
        return {one: words for one in self.languages if (words := self.cleaned_data[f"alt_{one}"])}
