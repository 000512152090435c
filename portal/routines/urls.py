from django.urls import path

from portal.routines import moving_views, views
from portal.routines.course import views as course_views
from portal.routines.intake import views as intake_views
from portal.routines.publishing import views as publishing_views

app_name = "routines"
urlpatterns = [
    path("patients/new/", intake_views.new_patient, name="new_patient"),
    path("patients/<uuid:patient_id>/profile/", intake_views.edit_profile, name="edit_profile"),
    path("patients/<uuid:patient_id>/assign/", views.assign, name="assign"),
    path("patients/<uuid:patient_id>/routine/", views.edit_routine, name="edit_routine"),
    path("patients/<uuid:patient_id>/routine/start/", views.start_draft, name="start_draft"),
    path("patients/<uuid:patient_id>/routine/template/", views.use_template, name="use_template"),
    path("patients/<uuid:patient_id>/routine/save/", views.save_draft, name="save_draft"),
    path("patients/<uuid:patient_id>/routine/add/", views.add_exercise, name="add_exercise"),
    path("patients/<uuid:patient_id>/routine/remove/", views.remove_exercise, name="remove_exercise"),
    path("patients/<uuid:patient_id>/routine/move/", views.move_exercise, name="move_exercise"),
    path("patients/<uuid:patient_id>/routine/discard/", views.discard_draft, name="discard_draft"),
    path("patients/<uuid:patient_id>/routine/changes/", publishing_views.review_changes, name="review_changes"),
    path("patients/<uuid:patient_id>/routine/publish/", publishing_views.publish, name="publish"),
    path("patients/<uuid:patient_id>/routine/course/", course_views.course, name="course"),
    path("patients/<uuid:patient_id>/routine/pause/", course_views.pause, name="pause"),
    path("patients/<uuid:patient_id>/routine/resume/", course_views.resume, name="resume"),
    path("patients/<uuid:patient_id>/routine/end/", course_views.end, name="end"),
    path("clinic/patients/<uuid:patient_id>/time-zone/", moving_views.time_zone, name="time_zone"),
]
