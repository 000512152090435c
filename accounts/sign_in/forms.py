"""allauth's forms, bent to our people: one e-mail, no password typed twice, no name for a key."""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.account.internal.flows.login import perform_password_login
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.sign_in.own_device import AsksForTheDevice
from accounts.sign_in.staff import is_staff_member

NAME_MAX_LENGTH = 60
NUMBER_PAD = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "40"}


class RequestCodeForm(AsksForTheDevice, RequestLoginCodeForm):  # type: ignore[misc]
    _user: User | None

    def clean_email(self) -> str:
        """A code alone lets no staff in. The page says what it says to anybody; the mail says how they come in."""
        email: str = super().clean_email()
        if is_staff_member(self._user):
            get_account_adapter().send_mail("account/email/no_code_for_staff", email, {"user": self._user})
            self._user = None
        return email


class PasswordLoginForm(AsksForTheDevice, LoginForm):  # type: ignore[misc]
    def _login_with_password(
        self, request: HttpRequest, redirect_url: str | None, credentials: dict[str, Any]
    ) -> HttpResponse:
        """Without allauth's own idea of how long to stay: see own_device.py."""
        self._login.redirect_url = redirect_url
        response: HttpResponse = perform_password_login(request, credentials, self._login)
        return response


class OnePasswordForm(forms.Form):
    """Typed once: the page can show it, which finds a slip better than typing it twice."""

    password2 = None


class NewPasswordForm(OnePasswordForm, SetPasswordForm):  # type: ignore[misc]
    pass


class OtherPasswordForm(OnePasswordForm, ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Your password now")
        self.fields["password1"].label = _("Your new password")


class ForgottenPasswordForm(OnePasswordForm, ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class CodeForm(forms.Form):
    """A code from the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Your code")
        self.fields["code"].widget.attrs = dict(NUMBER_PAD)


class SecondStepForm(CodeForm, AuthenticateForm):  # type: ignore[misc]
    pass


class AgainByCodeForm(CodeForm, ReauthenticateForm):  # type: ignore[misc]
    pass


class ActivateAppForm(CodeForm, ActivateTOTPForm):  # type: ignore[misc]
    pass


class BearsAnything(forms.Form):
    """What comes as a credential may be anything at all; the library below breaks on some of it in many ways."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except ValidationError:
            raise
        except Exception as error:
            raise get_mfa_adapter().validation_error("incorrect_code") from error


class PasskeyLoginForm(AsksForTheDevice, BearsAnything, LoginWebAuthnForm):  # type: ignore[misc]
    pass


class SecondStepByPasskeyForm(BearsAnything, AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class AgainByPasskeyForm(BearsAnything, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Always one that lets its owner in by itself: user verification is required by the settings."""

    passwordless = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _prepare_name(self)

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()  # type: ignore[no-any-return]
        except ValidationError:
            raise
        except Exception as error:
            raise get_mfa_adapter().validation_error("incorrect_code") from error


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _prepare_name(self)


def _prepare_name(form: forms.Form) -> None:
    field = form.fields["name"]
    field.label = _("A name for it")
    field.help_text = _("So that you know it again, such as “My phone”.")
    field.widget.attrs |= {"maxlength": NAME_MAX_LENGTH, "autocomplete": "off"}
    field.validators.append(MaxLengthValidator(NAME_MAX_LENGTH))
