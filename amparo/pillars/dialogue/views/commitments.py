"""Pages of commitments: the list, one commitment, one source document."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui.pagination import paginate

from ..models import Commitment, SourceDocument


@require_safe
def index(request):
    """Commitments that the reader may see, the latest first."""
    require_permission(request, "commitment.see")
    found = Commitment.objects.accessible_to(request.user)
    pages = paginate(found, request, "-year", "-serial", size=50)
    return render(request, "dialogue/commitment_list.html", {"pages": pages})


@require_safe
def show(request, ref):
    commitment = get_permitted_or_404(request, Commitment, to="see", ref=ref)
    return render(request, "dialogue/commitment_detail.html", {"commitment": commitment})


@require_safe
def document(request, ref):
    document = get_permitted_or_404(request, SourceDocument, to="see", ref=ref)
    return render(request, "dialogue/document_detail.html", {"document": document})
