"""What a person may set for themselves on any page."""

from django import forms
from django.conf import settings

from accounts.models import TextSize


class TextSizeForm(forms.Form):
    text_size = forms.ChoiceField(choices=TextSize.choices)


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)
