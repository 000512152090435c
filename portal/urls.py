from django.conf import settings
from django.urls import include, path

from portal.csp_reports import csp_report

handler500 = "portal.failures.server_error"

urlpatterns = [
    path("", include("portal.home.urls")),
    path("", include("accounts.sessions.urls")),
    path("", include("accounts.terms.urls")),
    path("csp-report/", csp_report, name="csp_report"),
    path("account/", include("accounts.sign_in.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/devices/", include("allauth.usersessions.urls")),
    path("", include("accounts.grants.urls")),
    path("", include("accounts.invitations.urls")),
    path("", include("accounts.clinic.urls")),
    path("", include("accounts.emergency.urls")),
    path("", include("accounts.record.urls")),
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
