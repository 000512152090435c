from django.urls import path

from accounts.invitations import joining, views

app_name = "invitations"

urlpatterns = [
    path("join/", joining.join_by_code, name="join_by_code"),
    path("join/here/", joining.join_here, name="join_here"),
    path("join/<slug:token>/", joining.join, name="join"),
    path("p/<uuid:patient_id>/invite/", views.invite_patient, name="invite_patient"),
    path("p/<uuid:patient_id>/helpers/invite/", views.invite_caregiver, name="invite_caregiver"),
    path("clinic/team/invite/", views.invite_staff, name="invite_staff"),
    path("clinic/patients/<uuid:patient_id>/invite/", views.invite_patient_as_admin, name="invite_patient_as_admin"),
    path("clinic/invitations/", views.invitation_list, name="list"),
    path("invitations/<uuid:invitation_id>/", views.invitation, name="invitation"),
    path("invitations/<uuid:invitation_id>/send/", views.send_again, name="send_again"),
    path("invitations/<uuid:invitation_id>/sheet/", views.sheet, name="sheet"),
    path("invitations/<uuid:invitation_id>/withdraw/", views.withdraw, name="withdraw"),
]
