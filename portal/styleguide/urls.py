from django.urls import path

from portal.styleguide import views

app_name = "styleguide"
urlpatterns = [
    path("", views.patient_parts, name="patient_parts"),
    path("staff/", views.staff_parts, name="staff_parts"),
    path("paper/", views.paper_parts, name="paper_parts"),
]
