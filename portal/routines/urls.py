from django.urls import path

from portal.routines import finding_views, moving_views, views
from portal.routines.course import views as course_views
from portal.routines.from_routine import views as from_routine_views
from portal.routines.giving import views as giving_views
from portal.routines.intake import order_views
from portal.routines.intake import views as intake_views
from portal.routines.publishing import views as publishing_views

app_name = "routines"
urlpatterns = [
    path("patients/new/", intake_views.new_patient, name="new_patient"),
    path("patients/<uuid:patient_id>/profile/", intake_views.edit_profile, name="edit_profile"),
    path("patients/<uuid:patient_id>/orders/add/", order_views.add_order, name="add_order"),
    path("patients/<uuid:patient_id>/orders/<int:order_number>/", order_views.change_order, name="change_order"),
    path("patients/<uuid:patient_id>/orders/<int:order_number>/lift/", order_views.lift_order, name="lift_order"),
    path(
        "patients/<uuid:patient_id>/orders/<int:order_number>/withdraw/",
        order_views.withdraw_order,
        name="withdraw_order",
    ),
    path("patients/<uuid:patient_id>/orders/none/", order_views.no_precautions, name="no_precautions"),
    path("patients/<uuid:patient_id>/orders/again/", order_views.precautions_again, name="precautions_again"),
    path("patients/<uuid:patient_id>/assign/", views.assign, name="assign"),
    path("patients/<uuid:patient_id>/routine/", views.edit_routine, name="edit_routine"),
    path("patients/<uuid:patient_id>/routine/start/", views.start_draft, name="start_draft"),
    path("patients/<uuid:patient_id>/routine/template/", views.use_template, name="use_template"),
    path("patients/<uuid:patient_id>/routine/save/", views.save_draft, name="save_draft"),
    path("patients/<uuid:patient_id>/routine/add/", views.add_exercise, name="add_exercise"),
    path("patients/<uuid:patient_id>/routine/find/", finding_views.find_exercise, name="find_exercise"),
    path("patients/<uuid:patient_id>/routine/library/", finding_views.find, name="find"),
    path("patients/<uuid:patient_id>/routine/library/add/", finding_views.add_found, name="add_found"),
    path("patients/<uuid:patient_id>/routine/remove/", views.remove_exercise, name="remove_exercise"),
    path("patients/<uuid:patient_id>/routine/move/", views.move_exercise, name="move_exercise"),
    path("patients/<uuid:patient_id>/routine/form/", views.use_form, name="use_form"),
    path("patients/<uuid:patient_id>/routine/discard/", views.discard_draft, name="discard_draft"),
    path("patients/<uuid:patient_id>/routine/changes/", publishing_views.review_changes, name="review_changes"),
    path("patients/<uuid:patient_id>/routine/publish/", publishing_views.publish, name="publish"),
    path("patients/<uuid:patient_id>/routine/keep/", from_routine_views.keep_as_template, name="keep_as_template"),
    path("patients/<uuid:patient_id>/routine/course/", course_views.course, name="course"),
    path("patients/<uuid:patient_id>/routine/pause/", course_views.pause, name="pause"),
    path("patients/<uuid:patient_id>/routine/pause/end/", course_views.change_pause, name="change_pause"),
    path("patients/<uuid:patient_id>/routine/resume/", course_views.resume, name="resume"),
    path("patients/<uuid:patient_id>/routine/end/", course_views.end, name="end"),
    path("templates/<slug:slug>/give/", giving_views.give, name="give"),
    path("templates/<slug:slug>/given/", giving_views.given, name="given"),
    path("clinic/patients/<uuid:patient_id>/time-zone/", moving_views.time_zone, name="time_zone"),
]
