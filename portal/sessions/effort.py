"""How hard it was, in three answers. They are kept on the 0 to 10 scale of effort, so that a finer question can follow."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Effort(models.IntegerChoices):
    EASY = 3, _("Easy")
    RIGHT = 5, _("About right")
    HARD = 8, _("Hard")
