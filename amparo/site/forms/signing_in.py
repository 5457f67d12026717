"""Signing in, and choosing one's own password."""

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from amparo.foundation.trust.models import User
from amparo.ui.forms import Form

from ..attempts import Try
from ..browsers import known


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
    user: User | None = None

    def __init__(self, *args, request, **kwargs):
        self.request = request
        super().__init__(*args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        email, password = cleaned.get("email"), cleaned.get("password")
        if not email or not password:
            return cleaned
        attempt = Try(self.request, "password", email, known(self.request, email))
        if not attempt.is_allowed:
            raise forms.ValidationError(too_many(attempt))
        # The same work for a name that is not here: Django hashes the password all the same.
        self.user = authenticate(self.request, username=email, password=password)
        if self.user is None:
            raise forms.ValidationError(no_match(attempt.left))
        attempt.succeeded()
        return cleaned


def too_many(attempt: Try) -> str:
    if attempt.is_from_a_busy_address:
        return _("Too many tries from here. Wait a minute, then try again.")
    return _("Too many tries. Wait five minutes, or ask your administrator for a new link.")


def no_match(left: int) -> str:
    if not left:
        return _("E-mail and password do not match. Wait five minutes before trying again.")
    return ngettext(
        "E-mail and password do not match. %(left)s try left.",
        "E-mail and password do not match. %(left)s tries left.",
        left,
    ) % {"left": left}


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
        raise forms.ValidationError(_("Too many tries. Wait five minutes, then try again."))
    if not user.check_password(password):
        raise forms.ValidationError(_("This is not your present password. Type it again."))
    attempt.succeeded()
    return password
