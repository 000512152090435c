from django.urls import path

from accounts.clinic import views
from accounts.clinic.details.views import details
from accounts.clinic.handing_over.views import hand_over
from accounts.clinic.patients import views as patients
from accounts.clinic.team import views as team

app_name = "clinic"

urlpatterns = [
    path("clinic/", views.overview, name="overview"),
    path("clinic/details/", details, name="details"),
    path("clinic/hand-over/", hand_over, name="hand_over"),
    path("clinic/team/", team.team, name="team"),
    path("clinic/team/<uuid:person_id>/", team.person, name="person"),
    path("clinic/team/<uuid:person_id>/give/<slug:role>/", team.give_role, name="give_role"),
    path("clinic/team/<uuid:person_id>/stop/<slug:role>/", team.stop_work, name="stop_work"),
    path("clinic/patients/", patients.patients, name="patients"),
    path("clinic/patients/<uuid:patient_id>/", patients.patient, name="patient"),
    path("clinic/patients/<uuid:patient_id>/record/", patients.change_record, name="change_record"),
    path("clinic/patients/<uuid:patient_id>/treatments/", patients.begin_treatment, name="begin_treatment"),
    path(
        "clinic/patients/<uuid:patient_id>/treatments/<uuid:person_id>/end/",
        patients.end_treatment,
        name="end_treatment",
    ),
    path(
        "clinic/patients/<uuid:patient_id>/helpers/<uuid:grant_id>/suspend/",
        patients.suspend_help,
        name="suspend_help",
    ),
    path("clinic/patients/<uuid:patient_id>/helpers/<uuid:grant_id>/end/", patients.end_help, name="end_help"),
]
