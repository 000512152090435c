from django.urls import path

from accounts.sign_in import views

app_name = "sign_in"

urlpatterns = [
    path("", views.me, name="me"),
    path("devices/end/", views.end_one_device, name="end_device"),
]
