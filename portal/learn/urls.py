from django.urls import path

from portal.learn import views

app_name = "learn"

urlpatterns = [
    path("p/<uuid:patient_id>/read/", views.pages, name="pages"),
    path("p/<uuid:patient_id>/read/<slug:slug>/", views.page, name="page"),
]
