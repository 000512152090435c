from django import forms

PAIN = [(str(score), str(score)) for score in range(11)]
EFFORT = [
    ("easy", "Easy\nI could do more"),
    ("right", "About right\nWork, but fine"),
    ("hard", "Hard\nI only just managed"),
]
DAYS = [("1", "Mon"), ("2", "Tue"), ("4", "Wed"), ("8", "Thu"), ("16", "Fri"), ("32", "Sat"), ("64", "Sun")]


class SampleForm(forms.Form):
    """One field of each kind."""

    email = forms.EmailField(
        label="E-mail",
        help_text="We send a code here. No password needed.",
        error_messages={"invalid": "Write the part after the @ too, like pat@example.org."},
    )
    pain = forms.ChoiceField(
        label="How much did your hip hurt during the exercises?",
        choices=PAIN,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose a number from 0 to 10."},
    )
    effort = forms.ChoiceField(label="How hard was it?", choices=EFFORT, widget=forms.RadioSelect, required=False)
    words = forms.CharField(
        label="Anything to tell Tess?",
        help_text="Nobody watches this page around the clock. If it cannot wait, call 555 0142.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    shared = forms.BooleanField(label="Let Cara read this note too", required=False)
    days = forms.MultipleChoiceField(
        label="Which days", choices=DAYS, widget=forms.CheckboxSelectMultiple, required=False
    )
    often = forms.ChoiceField(
        label="How often",
        choices=[("", "Choose one"), ("daily", "Every day"), ("some", "Tue, Thu, Sat")],
        error_messages={"required": "Choose how often this is done."},
    )
    sets = forms.IntegerField(label="Sets", required=False, initial=2, min_value=1)
    starts_on = forms.DateField(label="Starts on", required=False, widget=forms.DateInput(attrs={"type": "date"}))
