from django.urls import path

from portal.reminders import views

app_name = "reminders"
urlpatterns = [
    path("p/<uuid:patient_id>/reminders/", views.preferences, name="preferences"),
    path("p/<uuid:patient_id>/reminders/switch/", views.switch, name="switch"),
    path("p/<uuid:patient_id>/reminders/pause/", views.pause, name="pause"),
    path("p/<uuid:patient_id>/reminders/resume/", views.resume, name="resume"),
    path("stop/<uuid:token>/", views.stop, name="stop"),
]
