"""The inbox of notices: what a colleague must know, one tap from the record."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Notice
from amparo.ui.pagination import paginate

INDEX = "site/notices.html"
PAGE = 40


@require_safe
def index(request):
    notices = Notice.objects.open_to(request.user).select_related("by")
    pages = paginate(notices, request, "-at", "-pk", size=PAGE)
    has_unread = any(notice.read_at is None for notice in pages)
    return render(request, INDEX, {"pages": pages, "has_unread": has_unread})


@require_POST
def follow(request, pk):
    """Open what a notice is about; it is read from then on."""
    notice = get_object_or_404(Notice.objects.open_to(request.user, "read"), pk=pk)
    notice.mark_read()
    return redirect(notice.url)


@require_POST
def read_all(request):
    Notice.objects.unread().open_to(request.user, "read").update(read_at=now())
    return redirect("notices")
