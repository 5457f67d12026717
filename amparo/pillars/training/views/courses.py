"""Pages of courses: the list and one course."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.ui.pagination import paginate

from ..models import Course

PAGE = 50
WHOLE = Course.objects.select_related("office").prefetch_related("versions__texts")


@require_safe
def index(request):
    pages = paginate(WHOLE.accessible_to(request.user), request, "code", "pk", size=PAGE)
    log.log_list(request.user, "course.listed", pages)
    return render(request, "training/course_list.html", {"pages": pages})


@require_safe
def show(request, ref):
    course = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    context = {"course": course, "may": permissions_on(course, request.user)}
    return render(request, "training/course_detail.html", context)
