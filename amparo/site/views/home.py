"""The first page after signing in: where this person's work begins."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from amparo.foundation.trust.access import must


@require_safe
def home(request):
    role = request.user.main_role
    return redirect(role.home if role else "account")


@require_safe
def more(request):
    """All places, for a thumb."""
    return render(request, "ui/more.html")


@require_safe
def new(request):
    """What one may begin: somebody new, or a deed for somebody known."""
    must(request, "person.register")
    return render(request, "site/new.html")
