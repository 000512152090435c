"""The addresses that the look links to, without the pages behind them: its tests need no other room."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, include, path


def nothing(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse()


def room(*patterns: URLPattern, name: str) -> object:
    return include((list(patterns), name), namespace=name)


urlpatterns = [
    path(
        "",
        room(
            path("", nothing, name="start"),
            path("p/<uuid:patient_id>/", nothing, name="today"),
            path("people/", nothing, name="choose_patient"),
            path("caseload/", nothing, name="caseload"),
            path("text-size/", nothing, name="text_size"),
            name="home",
        ),
    ),
    path("", room(path("p/<uuid:patient_id>/history/", nothing, name="history"), name="progress")),
    path("", room(path("p/<uuid:patient_id>/reminders/", nothing, name="preferences"), name="reminders")),
    path("", room(path("library/", nothing, name="library"), path("templates/", nothing, name="templates"), name="exercises")),
    path("language/", include("django.conf.urls.i18n")),
    path("account/", include("allauth.account.urls")),
    path("styleguide/", include("portal.styleguide.urls")),
]
