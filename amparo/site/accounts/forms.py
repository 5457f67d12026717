"""Forms: sign-in, password, second factor, language."""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, password_validation
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.accounts.sign_in import known_browser_hash
from amparo.foundation.core.models import User
from amparo.foundation.core.rate_limits import SignInAttempt
from amparo.ui.forms import Form

OFFER_CODES_AFTER_SECONDS = 8  # seconds: who mistyped a few times waits less, and is asked nothing


class SignInForm(Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "username webauthn"}),
        max_length=254,
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        max_length=200,
        strip=False,
    )
    shared = forms.BooleanField(
        label=gettext_lazy("Shared computer"),
        help_text=gettext_lazy("Then it signs you out after 15 minutes without a touch."),
        required=False,
    )
    # Asked for only while others guess: whoever shows them need not wait.
    codes = forms.CharField(
        label=gettext_lazy("Two codes in a row"),
        help_text=gettext_lazy(
            "With the app on your telephone you need not wait: type the six figures that it "
            "shows now, then the six that follow."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "numeric", "dir": "ltr"}
        ),
        max_length=20,
        required=False,
    )
    user: User | None = None
    is_proven_twice = False
    wait = 0

    def __init__(self, *args, request, **kwargs):
        self.request = request
        super().__init__(*args, **kwargs)

    @property
    def asks_for_codes(self) -> bool:
        return self.wait >= OFFER_CODES_AFTER_SECONDS or bool(self["codes"].value())

    def clean(self):
        cleaned = super().clean()
        email, password = cleaned.get("email"), cleaned.get("password")
        if not email or not password:
            return cleaned
        codes = cleaned.get("codes", "")
        browser = known_browser_hash(self.request, email)
        attempt = SignInAttempt(self.request, "password", email, browser, waits=not codes)
        if not attempt.is_allowed:
            self.wait = attempt.wait
            raise forms.ValidationError(too_many_attempts(attempt))
        if codes and not self._has_app_of(email, codes):
            raise forms.ValidationError(_NO_MATCH_WITH_CODES)
        # The same work for a name that is not here: Django hashes the password all the same.
        self.user = authenticate(self.request, username=email, password=password)
        if self.user is None:
            self.wait = 0 if codes else attempt.next_wait
            raise forms.ValidationError(
                _NO_MATCH_WITH_CODES if codes else wrong_password(self.wait)
            )
        self.is_proven_twice = bool(codes)
        attempt.succeeded()
        return cleaned

    def _has_app_of(self, email: str, codes: str) -> bool:
        """Before the password is looked at: so nobody guesses passwords by this way."""
        user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
        return two_factor.verify_pair(user, codes)


_NO_MATCH_WITH_CODES = gettext_lazy(
    "E-mail, password and codes do not match. Each code opens once: type the code that your app "
    "shows now, wait for the next one, and type that too."
)


def too_many_attempts(attempt: SignInAttempt) -> str:
    if attempt.is_from_a_busy_address:
        return _("Too many tries from here. Wait a minute, then try again.")
    return ngettext(
        "There were wrong tries at this account, yours or somebody else’s. "
        "Wait %(seconds)s second, then send it again.",
        "There were wrong tries at this account, yours or somebody else’s. "
        "Wait %(seconds)s seconds, then send it again.",
        attempt.wait,
    ) % {"seconds": attempt.wait}


def wrong_password(wait: int) -> str:
    if not wait:
        return _("E-mail and password do not match. Try again.")
    return ngettext(
        "E-mail and password do not match. Wait %(seconds)s second, then try again.",
        "E-mail and password do not match. Wait %(seconds)s seconds, then try again.",
        wait,
    ) % {"seconds": wait}


class NewPasswordForm(Form):
    """A password is long rather than odd: twelve signs, not a common one."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        help_text=gettext_lazy(
            "At least 12 signs. Four words that you alone put together do well."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        max_length=200,
        strip=False,
    )
    again = forms.CharField(
        label=gettext_lazy("The same once more"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        max_length=200,
        strip=False,
    )

    def __init__(self, *args, user: User, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self):
        password_validation.validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("again") and cleaned.get("password") not in (None, cleaned["again"]):
            self.add_error("again", _("The two passwords differ. Type them again."))
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    old = forms.CharField(
        label=gettext_lazy("Present password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        max_length=200,
        strip=False,
    )
    field_order = ["old", "password", "again"]

    def __init__(self, *args, request, **kwargs):
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_old(self):
        return check_current_password(self.request, self.user, self.cleaned_data["old"])


def check_current_password(request: HttpRequest, user: User, password: str) -> str:
    """The present password once more, with the rate limit of sign-in."""
    attempt = SignInAttempt(
        request, "password", user.email, known_browser_hash(request, user.email)
    )
    if not attempt.is_allowed:
        raise forms.ValidationError(too_many_attempts(attempt))
    if not user.check_password(password):
        raise forms.ValidationError(_("This is not your present password. Type it again."))
    attempt.succeeded()
    return password


# Second factor.

_CODE_FIELD = {
    "label": pgettext_lazy("one-time code", "Code"),
    "widget": forms.TextInput(
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
    ),
    "max_length": 20,
}


class TwoFactorCodeForm(Form):
    """Six figures from the app, or eight of a recovery code; or two of the app in a row."""

    code = forms.CharField(**_CODE_FIELD)

    def __init__(self, *args, request, user: User, **kwargs):
        self.request, self.user, self.kind = request, user, ""
        super().__init__(*args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if "code" not in cleaned:
            return cleaned
        browser = known_browser_hash(self.request, self.user.email)
        waits = not two_factor.is_pair(cleaned["code"])
        attempt = SignInAttempt(self.request, "code", self.user.email, browser, waits=waits)
        if not attempt.is_allowed:
            raise forms.ValidationError(_too_many_codes(attempt))
        self.kind = two_factor.verify_code(self.user, cleaned["code"])
        if not self.kind:
            raise forms.ValidationError(
                _("This code does not fit, or was used already. Wait for the next one.")
            )
        attempt.succeeded()
        return cleaned


def _too_many_codes(attempt: SignInAttempt) -> str:
    if attempt.is_from_a_busy_address:
        return too_many_attempts(attempt)
    return ngettext(
        "There were wrong codes at this account. Wait %(seconds)s second, then try again. "
        "Two codes in a row from your app are taken at once.",
        "There were wrong codes at this account. Wait %(seconds)s seconds, then try again. "
        "Two codes in a row from your app are taken at once.",
        attempt.wait,
    ) % {"seconds": attempt.wait}


class NewTotpForm(Form):
    """The first code that a new app shows: proof that it has the secret."""

    code = forms.CharField(**_CODE_FIELD)

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
def _invalid_unless_parsed() -> Iterator[None]:
    """What no browser would send is no answer, whatever the library makes of it."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as odd:
        raise forms.ValidationError(_("Your passkey was not recognised. Try again.")) from odd


class PasskeyForm(forms.Form):
    """What the browser brings back from a passkey that signs. `user` is None at sign-in."""

    credential = forms.JSONField(max_length=20_000)

    def __init__(self, *args, user: User | None, **kwargs):
        self.user, self.way = user, None
        super().__init__(*args, **kwargs)

    def clean_credential(self):
        answer = self.cleaned_data["credential"]
        with _invalid_unless_parsed():
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
        with _invalid_unless_parsed():
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
        return check_current_password(self.request, self.user, self.cleaned_data["password"])


# Language.


class LanguageForm(Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)
