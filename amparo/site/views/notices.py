"""The inbox of notices: what a colleague must know, one tap from the record."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.trust.clock import now
from amparo.foundation.trust.models import Notice


@require_safe
def index(request):
    notices = Notice.objects.open_to(request.user).select_related("by").order_by("-at")[:50]
    return render(request, "site/notices.html", {"notices": notices})


@require_POST
def follow(request, pk):
    """Open what a notice is about; it is read from then on."""
    notice = get_object_or_404(Notice.objects.open_to(request.user, "read"), pk=pk)
    notice.mark_read()
    return redirect(notice.url)


@require_POST
def read_all(request):
    Notice.objects.open_to(request.user, "read").unread().update(read_at=now())
    return redirect("notices")
