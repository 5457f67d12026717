"""The first page: help for whoever comes from the street, their work for who works here."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from amparo.foundation.core.permissions.rules import require_permission

from ..public import views as public


@login_not_required
@require_safe
def home(request):
    if not request.user.is_authenticated:
        response = public.home(request)
        response.is_for_anybody = False  # at this address others find their work
        return response
    role = request.user.main_role
    return redirect(role.home if role else "account")


@require_safe
def more(request):
    """All places, for a thumb."""
    return render(request, "ui/more.html")


@require_safe
def new(request):
    """What one may begin: somebody new, or a deed for somebody known."""
    require_permission(request, "person.register")
    return render(request, "site/new.html")
