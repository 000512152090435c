"""Who is helped, for the banner over every page that a caregiver opens."""

from django import template

from accounts.access import PatientAccess
from portal.home.people import Helping
from portal.home.people import helping_of as read

register = template.Library()


@register.simple_tag
def helping_of(access: PatientAccess) -> Helping:
    """`{% helping_of access as helping %}`"""
    return read(access)
