"""Before a deed that gives power or carries many files away: is it still you?"""

from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.audit import log

from ..arriving import arriving, is_of_the_demo, refuse, where_to
from ..forms.second_step import CodeForm, PasskeyForm, PasswordForm
from ..oidc import houses_of

CONFIRM = "site/signing_in/confirm.html"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request):
    user, ways = request.user, two_factor.second_factors_of(request.user)
    kind = CodeForm if ways.any else PasswordForm
    shown = two_factor.current_code(user) if is_of_the_demo(user) else ""
    form = kind(request.POST or None, request=request, user=user, initial={"code": shown})
    key = PasskeyForm(request.POST, user=user) if "credential" in request.POST else None
    if request.method == "POST":
        if (key or form).is_valid():
            two_factor.mark_reauthenticated(request)
            log.log_event(user, "user.confirmed", user)
            return redirect(where_to(request))
        refuse(user, "confirm")
    context = {
        "form": form, "key": key, "ways": ways, "next": where_to(request), "shown": shown,
        "is_demo_person": is_of_the_demo(user), "houses": _only_theirs_can_tell(user, ways),
    }  # fmt: skip
    response = render(request, CONFIRM, context, status=422 if form.is_bound else 200)
    response.keep_changes = True
    return response


def _only_theirs_can_tell(user, ways):
    """Whoever has nothing but another organization's account shows there that it is them."""
    return [] if ways.any or user.has_usable_password() else houses_of(user)


@login_not_required
@never_cache
@require_POST
def passkey_ask(request):
    """What the browser needs to ask a passkey: of this person, or at the door of anybody."""
    arrival = arriving(request)
    user = request.user if request.user.is_authenticated else arrival and arrival.user
    if user is not None and not two_factor.second_factors_of(user).passkeys:
        user = None
    return JsonResponse(webauthn.begin_authentication(user))
