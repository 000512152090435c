"""The product's addresses, and the floor beside them."""

from django.urls import include, path

from tests.bench import floor

urlpatterns = [
    path("bench/floor/", floor.floor, name="floor"),
    path("", include("portal.urls")),
]
