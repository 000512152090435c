from django.urls import path

from exercises import views

app_name = "exercises"

urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/<slug:slug>/", views.exercise, name="exercise"),
    path("library/<slug:slug>/adopt/", views.adopt_exercise, name="adopt_exercise"),
    path("templates/", views.templates, name="templates"),
    path("templates/<slug:slug>/", views.template, name="template"),
    path("templates/<slug:slug>/adopt/", views.adopt_template, name="adopt_template"),
]
