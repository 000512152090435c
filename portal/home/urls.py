from django.urls import path

from portal.home import views
from portal.home.caseload import caseload

app_name = "home"

urlpatterns = [
    path("", views.start, name="start"),
    path("caseload/", caseload, name="caseload"),
    path("people/", views.choose_patient, name="choose_patient"),
    path("p/<uuid:patient_id>/", views.today, name="today"),
    path("text-size/", views.text_size, name="text_size"),
    path("language/", views.set_language, name="set_language"),
]
