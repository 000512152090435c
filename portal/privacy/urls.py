from django.urls import path

from portal.privacy import clinic_views, looked_views, views

app_name = "privacy"

urlpatterns = [
    path("p/<uuid:patient_id>/my-data/", views.my_data, name="my_data"),
    path("p/<uuid:patient_id>/my-data/copy/", views.take_copy, name="take_copy"),
    path("p/<uuid:patient_id>/my-data/erase/", views.ask_for_erasure, name="ask_for_erasure"),
    path("p/<uuid:patient_id>/my-data/erase/withdraw/", views.withdraw_request, name="withdraw_request"),
    path("p/<uuid:patient_id>/looked/", looked_views.looked, name="looked"),
    path("account/my-data/", views.account_data, name="account_data"),
    path("account/my-data/copy/", views.take_account_copy, name="take_account_copy"),
    path("account/my-data/close/", views.close_account, name="close_account"),
    path("account/closed/", views.account_closed, name="account_closed"),
    path("clinic/requests/", clinic_views.requests, name="requests"),
    path("clinic/requests/new/", clinic_views.note_request, name="note_request"),
    path("clinic/requests/<uuid:request_id>/", clinic_views.request, name="request"),
    path("clinic/requests/<uuid:request_id>/keep/", clinic_views.keep_record, name="keep_record"),
    path("clinic/requests/<uuid:request_id>/erase/", clinic_views.erase_record, name="erase_record"),
]
