"""Frameworks on the screen: which there are, and one with its goals, targets and indicators."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..models import Framework
from ..presenters import FrameworkPage


@require_safe
def index(request):
    frameworks = Framework.objects.accessible_to(request.user).order_by("code")
    return render(request, "law/frameworks.html", {"frameworks": frameworks})


@require_safe
def show(request, code):
    """One framework; `?item=` opens one of its first level."""
    framework = Framework.objects.accessible_to(request.user).filter(code=code).first()
    if framework is None:
        raise Http404
    page = FrameworkPage(framework, request.GET.get("item", ""))
    return render(request, "law/framework.html", {"framework": framework, "page": page})
