from datetime import date

from django.urls import URLPattern, URLResolver, include, path, register_converter

from portal.sessions import views
from portal.sessions.paper import ticks_views as paper_ticks_views
from portal.sessions.paper import views as paper_views


class DayConverter:
    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class SlotConverter:
    """No day has more than twelve times (RoutineTime)."""

    regex = r"[1-9]|1[0-2]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(DayConverter, "day")
register_converter(SlotConverter, "slot")

app_name = "sessions"

of_one_exercise: list[URLPattern | URLResolver] = [
    path("", views.exercise, name="exercise"),
    path("tick/", views.tick, name="tick"),
    path("untick/", views.untick, name="untick"),
    path("not-today/", views.not_today, name="not_today"),
]

of_one_session: list[URLPattern | URLResolver] = [
    path("", views.record_session, name="record_session"),
    path("finish/", views.finish, name="finish"),
    path("<uuid:prescribed_id>/", include(of_one_exercise)),
]

# The paper twin. The address on a sheet is short and says nothing.
on_paper: list[URLPattern | URLResolver] = [
    path("", paper_views.paper, name="paper"),
    path("sheet.pdf", paper_views.paper_pdf, name="paper_pdf"),
    path("print/", paper_views.paper_print, name="paper_print"),
    path("ticks/", paper_ticks_views.paper_ticks, name="paper_ticks"),
]

urlpatterns = [
    path("p/<uuid:patient_id>/sessions/<day:day>/<slot:slot>/", include(of_one_session)),
    path("p/<uuid:patient_id>/paper/", include(on_paper)),
    path("s/", paper_views.find_sheet, name="find_sheet"),
    path("s/<str:code>/", paper_views.sheet, name="sheet"),
]
