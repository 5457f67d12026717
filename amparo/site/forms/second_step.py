"""The second step: a code, or what a passkey answered."""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.models import User
from amparo.ui.forms import Form

from ..attempts import Try
from ..browsers import known
from .signing_in import proven, too_many

_CODE = {
    "label": gettext_lazy("Code"),
    "widget": forms.TextInput(
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
    ),
    "max_length": 20,
}


class CodeForm(Form):
    """Six figures from the app, or eight of a recovery code; or two of the app in a row."""

    code = forms.CharField(**_CODE)

    def __init__(self, *args, request, user: User, **kwargs):
        self.request, self.user, self.kind = request, user, ""
        super().__init__(*args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if "code" not in cleaned:
            return cleaned
        mark = known(self.request, self.user.email)
        waits = not two_factor.is_pair(cleaned["code"])
        attempt = Try(self.request, "code", self.user.email, mark, waits=waits)
        if not attempt.is_allowed:
            raise forms.ValidationError(_too_many_codes(attempt))
        self.kind = two_factor.verify_code(self.user, cleaned["code"])
        if not self.kind:
            raise forms.ValidationError(
                _("This code does not fit, or was used already. Wait for the next one.")
            )
        attempt.succeeded()
        return cleaned


def _too_many_codes(attempt: Try) -> str:
    if attempt.is_from_a_busy_address:
        return too_many(attempt)
    return ngettext(
        "There were wrong codes at this account. Wait %(seconds)s second, then try again. "
        "Two codes in a row from your app are taken at once.",
        "There were wrong codes at this account. Wait %(seconds)s seconds, then try again. "
        "Two codes in a row from your app are taken at once.",
        attempt.wait,
    ) % {"seconds": attempt.wait}


class NewAppForm(Form):
    """The first code that a new app shows: proof that it has the secret."""

    code = forms.CharField(**_CODE)

    def __init__(self, *args, secret: str, **kwargs):
        self.secret = secret
        super().__init__(*args, **kwargs)

    def clean_code(self):
        code = self.cleaned_data["code"].replace(" ", "")
        if not totp.validate_totp_code(self.secret, code):
            raise forms.ValidationError(
                _("This code does not fit. Look whether the clock of your telephone is right.")
            )
        return code


@contextmanager
def _as_a_browser_says_it() -> Iterator[None]:
    """What no browser would send is no answer, whatever the library makes of it."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as odd:
        raise forms.ValidationError(_("Your passkey was not recognised. Try again.")) from odd


class PasskeyForm(forms.Form):
    """What the browser brings back from a passkey that signs. `user` is nobody at the door."""

    credential = forms.JSONField(max_length=20_000)

    def __init__(self, *args, user: User | None, **kwargs):
        self.user, self.way = user, None
        super().__init__(*args, **kwargs)

    def clean_credential(self):
        answer = self.cleaned_data["credential"]
        with _as_a_browser_says_it():
            said = webauthn.parse_authentication_response(answer).response
            if self.user is None and not said.authenticator_data.is_user_verified():
                raise ValueError("At the door the device must have looked who holds it.")
            self.user = self.user or webauthn.extract_user_from_response(answer)
            self.way = webauthn.complete_authentication(self.user, answer)
        return answer


class NewPasskeyForm(forms.Form):
    """What the browser brings back from a passkey that was just made."""

    credential = forms.JSONField(max_length=20_000)

    def clean_credential(self):
        made = self.cleaned_data["credential"]
        with _as_a_browser_says_it():
            webauthn.parse_registration_response(made)
            if not webauthn.complete_registration(made).is_user_verified():
                raise ValueError("The device let somebody through without looking.")
        return made


class PasswordForm(Form):
    """For those who have no second step: the password once more."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        max_length=200,
        strip=False,
    )

    def __init__(self, *args, request, user: User, **kwargs):
        self.request, self.user = request, user
        super().__init__(*args, **kwargs)

    def clean_password(self):
        return proven(self.request, self.user, self.cleaned_data["password"])
