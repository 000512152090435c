from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from accounts.models import User
from portal.look import TEXT_SIZE_COOKIE, text_size_of


def test_a_person_keeps_their_own_text_size() -> None:
    request = RequestFactory().get("/")
    request.user = User(text_size="largest")
    request.COOKIES[TEXT_SIZE_COOKIE] = "large"
    assert text_size_of(request) == "largest"


def test_before_sign_in_the_device_keeps_it() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.COOKIES[TEXT_SIZE_COOKIE] = "large"
    assert text_size_of(request) == "large"


def test_a_strange_cookie_means_standard() -> None:
    request = RequestFactory().get("/")
    request.COOKIES[TEXT_SIZE_COOKIE] = '"><script>'
    assert text_size_of(request) == "standard"
