from django.urls import path

from accounts.sessions import views

app_name = "signed_in"

urlpatterns = [
    path("signed-in/left/", views.left, name="left"),
    path("signed-in/stay/", views.stay, name="stay"),
    path("signed-in/end/", views.end_everywhere, name="end_everywhere"),
    path("signed-in/kept/<uuid:kept_id>/", views.kept, name="kept"),
    path("signed-in/kept/<uuid:kept_id>/send/", views.send_again, name="send_again"),
    path("signed-in/kept/<uuid:kept_id>/throw-away/", views.throw_away, name="throw_away"),
]
