from django.urls import path

from accounts.terms import views

app_name = "terms"

urlpatterns = [
    path("terms/", views.read, name="read"),
    path("terms/accept/", views.accept, name="accept"),
]
