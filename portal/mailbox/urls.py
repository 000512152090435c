from django.urls import path, re_path

from portal.mailbox import views
from portal.mailbox.stored_mail import NAME_PATTERN

app_name = "mailbox"
urlpatterns = [
    path("", views.mailbox, name="mailbox"),
    path("codes/", views.codes, name="codes"),
    re_path(rf"^(?P<name>{NAME_PATTERN})/$", views.mail, name="mail"),
    re_path(rf"^(?P<name>{NAME_PATTERN})/html/$", views.mail_html, name="mail_html"),
]
