from django.urls import path

from portal.home import change_views, views
from portal.home.caseload import caseload

app_name = "home"

urlpatterns = [
    path("", views.start, name="start"),
    path("caseload/", caseload, name="caseload"),
    path("people/", views.choose_patient, name="choose_patient"),
    path("p/<uuid:patient_id>/", views.today, name="today"),
    path("p/<uuid:patient_id>/change/read/", change_views.confirm, name="confirm_change"),
    path("p/<uuid:patient_id>/more/", views.more, name="more"),
    path("quick-exit/", views.quick_exit, name="quick_exit"),
    path("calendar/", views.calendar, name="calendar"),
    path("text-size/", views.text_size, name="text_size"),
    path("language/", views.set_language, name="set_language"),
]
