"""Signing in, and choosing one's own password."""

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.models import User
from amparo.ui.forms import Form

from ..attempts import Try
from ..browsers import known

WORTH_TWO_CODES = 8  # seconds: who mistyped a few times waits less, and is asked nothing


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
        label=gettext_lazy("Others use this computer too"),
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
        return self.wait >= WORTH_TWO_CODES or bool(self["codes"].value())

    def clean(self):
        cleaned = super().clean()
        email, password = cleaned.get("email"), cleaned.get("password")
        if not email or not password:
            return cleaned
        codes = cleaned.get("codes", "")
        mark = known(self.request, email)
        attempt = Try(self.request, "password", email, mark, waits=not codes)
        if not attempt.is_allowed:
            self.wait = attempt.wait
            raise forms.ValidationError(too_many(attempt))
        if codes and not self._has_app_of(email, codes):
            raise forms.ValidationError(_NO_MATCH_WITH_CODES)
        # The same work for a name that is not here: Django hashes the password all the same.
        self.user = authenticate(self.request, username=email, password=password)
        if self.user is None:
            self.wait = 0 if codes else attempt.next_wait
            raise forms.ValidationError(_NO_MATCH_WITH_CODES if codes else no_match(self.wait))
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


def too_many(attempt: Try) -> str:
    if attempt.is_from_a_busy_address:
        return _("Too many tries from here. Wait a minute, then try again.")
    return ngettext(
        "There were wrong tries at this account, yours or somebody else’s. "
        "Wait %(seconds)s second, then send it again.",
        "There were wrong tries at this account, yours or somebody else’s. "
        "Wait %(seconds)s seconds, then send it again.",
        attempt.wait,
    ) % {"seconds": attempt.wait}


def no_match(wait: int) -> str:
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
        return proven(self.request, self.user, self.cleaned_data["old"])


def proven(request: HttpRequest, user: User, password: str) -> str:
    """The present password once more, with as few tries as at the door."""
    attempt = Try(request, "password", user.email, known(request, user.email))
    if not attempt.is_allowed:
        raise forms.ValidationError(too_many(attempt))
    if not user.check_password(password):
        raise forms.ValidationError(_("This is not your present password. Type it again."))
    attempt.succeeded()
    return password
