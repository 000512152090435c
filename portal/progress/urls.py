from django.urls import path

from portal.progress import revision_views, views

app_name = "progress"
urlpatterns = [
    path("patients/<uuid:patient_id>/", views.patient, name="patient"),
    path("patients/<uuid:patient_id>/reviewed/", views.mark_reviewed, name="mark_reviewed"),
    path("patients/<uuid:patient_id>/notes-read/", views.mark_notes_read, name="mark_notes_read"),
    path("patients/<uuid:patient_id>/revisions/", revision_views.revisions, name="revisions"),
    path("patients/<uuid:patient_id>/revisions/<uuid:revision_id>/", revision_views.revision, name="revision"),
    path("p/<uuid:patient_id>/history/", views.history, name="history"),
    path("p/<uuid:patient_id>/history/routines/", revision_views.earlier, name="earlier_routines"),
]
