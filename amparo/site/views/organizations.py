"""To the sign-in of another organization, and back from it (django-allauth; see `..oidc`)."""

from functools import wraps

from allauth.socialaccount.providers.openid_connect import views
from django.contrib.auth.decorators import login_not_required
from django.views.decorators.cache import never_cache
from requests.exceptions import RequestException

from ..arriving import refuse
from ..oidc import turn_away


def _however_they_answer(view):
    """Their house may be silent, or not be the one that its certificate should name."""

    @login_not_required
    @never_cache
    @wraps(view)
    def asked(request, provider_id):
        try:
            return view(request, provider_id)
        except RequestException:
            refuse(None, "organization")
            return turn_away(request)

    return asked


sign_in, back = _however_they_answer(views.login), _however_they_answer(views.callback)
