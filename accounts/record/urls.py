from django.urls import path

from accounts.record import views

app_name = "record"

urlpatterns = [path("clinic/record/", views.clinic, name="clinic")]
