from django.urls import path

from portal.progress import revision_views, views
from portal.progress.phases import views as phase_views

app_name = "progress"
urlpatterns = [
    path("patients/<uuid:patient_id>/", views.patient, name="patient"),
    path("patients/<uuid:patient_id>/reviewed/", views.mark_reviewed, name="mark_reviewed"),
    path("patients/<uuid:patient_id>/notes-read/", views.mark_notes_read, name="mark_notes_read"),
    path("patients/<uuid:patient_id>/revisions/", revision_views.revisions, name="revisions"),
    path("patients/<uuid:patient_id>/revisions/<uuid:revision_id>/", revision_views.revision, name="revision"),
    path("patients/<uuid:patient_id>/routine/phase/", phase_views.phase, name="phase"),
    path("patients/<uuid:patient_id>/routine/phase/stay/", phase_views.stay_in_phase, name="stay_in_phase"),
    path("patients/<uuid:patient_id>/routine/phase/leave/", phase_views.leave_phases, name="leave_phases"),
    path("patients/<uuid:patient_id>/routine/phase/next/", phase_views.prepare_next_phase, name="prepare_next_phase"),
    path("patients/<uuid:patient_id>/handover/", views.handover, name="handover"),
    path("p/<uuid:patient_id>/history/", views.history, name="history"),
    path("p/<uuid:patient_id>/history/routines/", revision_views.earlier, name="earlier_routines"),
]
