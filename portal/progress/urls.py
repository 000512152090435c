from django.urls import path

from portal.progress import views

app_name = "progress"
urlpatterns = [
    path("patients/<uuid:patient_id>/", views.patient, name="patient"),
    path("patients/<uuid:patient_id>/reviewed/", views.mark_reviewed, name="mark_reviewed"),
    path("patients/<uuid:patient_id>/notes-read/", views.mark_notes_read, name="mark_notes_read"),
    path("p/<uuid:patient_id>/history/", views.history, name="history"),
]
