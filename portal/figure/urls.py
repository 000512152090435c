from django.urls import path

from portal.figure import views

app_name = "figure"

urlpatterns = [
    path("p/<uuid:patient_id>/pictures/", views.patient, name="patient"),
    path("clinic/pictures/", views.clinic, name="clinic"),
]
