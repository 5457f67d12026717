"""One's ways in: passkeys, an app, recovery codes; set up on arrival, or looked after later."""

from functools import wraps

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.accounts import two_factor
from amparo.ui.responses import action_done

from ..arriving import arriving, enter, is_of_the_demo
from ..browsers import label
from ..forms.second_step import NewAppForm, NewPasskeyForm
from ..qr import drawing

FIRST, APP, CODES = (f"site/ways/{name}.html" for name in ("first", "app", "codes"))
SECRET = "way.secret"  # noqa: S105
ASKS = ["GET", "HEAD", "POST"]


def setting_up(view):
    """For whoever is setting up their first way on arrival, or has just proven who they are."""

    @login_not_required
    @never_cache
    @wraps(view)
    def guarded(request, *args, **kwargs):
        arrival = arriving(request)
        if request.user.is_authenticated:
            return two_factor.require_recent_authentication(view)(
                request, request.user, None, *args, **kwargs
            )
        if arrival is None:
            return redirect_to_login(request.get_full_path())
        if two_factor.second_factors_of(arrival.user).any:  # a password alone adds nothing to them
            return redirect("second-step")
        return view(request, arrival.user, arrival, *args, **kwargs)

    return guarded


@setting_up
@require_safe
def first(request, user, arrival):
    if arrival is None:
        return redirect("account")
    return render(request, FIRST, {"member": user, "arrival": arrival})


@setting_up
@require_http_methods(ASKS)
def app(request, user, arrival):
    """A secret, as a drawing and in letters; it counts once a code made with it comes back."""
    if arrival and not arrival.may_set_up:
        return redirect("ways-first")
    if request.method != "POST" or SECRET not in request.session:
        request.session[SECRET] = generate_totp_secret()
    secret = request.session[SECRET]
    form = NewAppForm(request.POST or None, secret=secret)
    if request.method == "POST" and form.is_valid():
        del request.session[SECRET]
        two_factor.add_app(user, secret, form.cleaned_data["code"])
        return _added(request, user, arrival)
    url = two_factor.Adapter().build_totp_url(user, secret)
    context = {
        "form": form, "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "drawing": drawing(url), "arrival": arrival, "is_demo_person": is_of_the_demo(user),
    }  # fmt: skip
    response = render(request, APP, context, status=422 if form.is_bound else 200)
    response.keep_changes = True
    return response


@setting_up
@require_POST
def passkey(request, user, arrival):
    if arrival and not arrival.may_set_up:
        return redirect("ways-first")
    form = NewPasskeyForm(request.POST)
    if not form.is_valid():
        context = {"member": user, "arrival": arrival, "failed": True}
        return render(request, FIRST, context, status=422)
    two_factor.add_passkey(user, label(request), form.cleaned_data["credential"])
    return _added(request, user, arrival)


@setting_up
@require_POST
def passkey_ask(request, user, arrival):
    """What the browser needs to make a passkey for this person."""
    return JsonResponse(webauthn.begin_registration(user, True))


@require_POST
@two_factor.require_recent_authentication
def codes(request):
    """Ten new recovery codes; those before open nothing any more."""
    return _codes(request, request.user, reverse("account"))


@require_POST
@two_factor.require_recent_authentication
def remove(request, pk):
    way = get_object_or_404(Authenticator.objects.filter(user_id=request.user.pk), pk=pk)
    two_factor.remove(way, by=request.user)
    return action_done(request, then=reverse("account"), said=_("It opens nothing any more."))


def _added(request, user, arrival):
    """In, when this was the step that was missing; and with the first way come the codes."""
    where = arrival.where or reverse("home") if arrival else reverse("account")
    entered = arrival and enter(
        request, user, f"{arrival.how}+set_up", proof="two",
        is_shared=arrival.is_shared, where=where,
    )  # fmt: skip
    if two_factor.second_factors_of(user).codes:
        said = _("Added. You can sign in with it from now on.")
        return entered or action_done(request, then=where, said=said)
    shown = _codes(request, user, where)
    if entered:
        shown.cookies = entered.cookies
    return shown


def _codes(request, user, where):
    codes = [f"{code[:4]} {code[4:]}" for code in two_factor.new_codes(user)]
    response = render(request, CODES, {"codes": codes, "then": escape(where)})
    response.once_result = where
    return response
