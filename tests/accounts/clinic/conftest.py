import pytest
from django.test import Client

from accounts.models import ClinicMember, User
from tests.cast import Cast, a_member, a_user
from tests.conftest import SignIn


@pytest.fixture
def ada(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.ada)


@pytest.fixture
def admin(cast: Cast) -> ClinicMember:
    return ClinicMember.objects.select_related("clinic", "user").get(user=cast.ada)


@pytest.fixture
def tim(cast: Cast) -> User:
    """A second therapist at Northside, who treats nobody yet."""
    user = a_user("tim", "Tim Ness")
    a_member(cast.northside, user)
    return user
