from django.urls import path

from accounts.emergency import views

app_name = "emergency"

urlpatterns = [
    path("cover/", views.cover, name="cover"),
    path("cover/<uuid:emergency_id>/end/", views.end, name="end"),
    path("clinic/emergency/", views.reviews, name="reviews"),
    path("clinic/emergency/<uuid:emergency_id>/", views.review, name="review"),
]
