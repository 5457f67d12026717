"""The first page after signing in: where this person's work begins."""

from django.shortcuts import redirect
from django.views.decorators.http import require_safe


@require_safe
def home(request):
    role = request.user.main_role
    return redirect(role.home if role else "account")
