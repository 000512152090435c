from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("portal.home.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/devices/", include("allauth.usersessions.urls")),
    path("", include("accounts.grants.urls")),
    path("", include("exercises.urls")),
    path("", include("portal.routines.urls")),
    path("", include("portal.sessions.urls")),
    path("", include("portal.learn.urls")),
    path("", include("portal.figure.urls")),
    path("", include("portal.progress.urls")),
    path("", include("portal.reminders.urls")),
    path("", include("portal.privacy.urls")),
]

if settings.DEVELOPMENT_PAGES:
    urlpatterns += [
        path("mailbox/", include("portal.mailbox.urls")),
        path("styleguide/", include("portal.styleguide.urls")),
    ]
