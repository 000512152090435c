"""What comes between the first proof and being in."""

from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from accounts.sign_in.staff import is_staff_member


class SecondStepStage(AuthenticateStage):  # type: ignore[misc]
    """For a patient or a caregiver a passkey is an easier way in, not a harder one: having it on the phone must not
    keep them from a mailed code on the tablet. Who sets up an authenticator app wants to be asked, and staff always are."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if not super()._should_handle(request):
            return False
        user = self.login.user
        has_app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
        return has_app or is_staff_member(user)
