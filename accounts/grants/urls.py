from django.urls import path

from accounts.grants import views

app_name = "grants"

urlpatterns = [
    path("p/<uuid:patient_id>/helpers/", views.helpers, name="helpers"),
    path("p/<uuid:patient_id>/helpers/<uuid:grant_id>/", views.helper, name="helper"),
    path("p/<uuid:patient_id>/helpers/<uuid:grant_id>/end/", views.end, name="end"),
    path("p/<uuid:patient_id>/helpers/<uuid:grant_id>/suspend/", views.suspend, name="suspend"),
    path("p/<uuid:patient_id>/helpers/<uuid:grant_id>/allow/", views.allow_again, name="allow_again"),
    path("p/<uuid:patient_id>/helpers/<uuid:grant_id>/renew/", views.renew, name="renew"),
]
