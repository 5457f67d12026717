"""Exchange rates on the screen: as they were read, day by day, and where."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.action_views import attempt, is_valid_post
from amparo.foundation.core.permissions.rules import require_permission
from amparo.ui.action_views import posted_data
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done, render_page

from ..forms import RateForm
from ..models import ExchangeRate


@require_http_methods(["GET", "HEAD", "POST"])
def index(request):
    require_permission(request, "fund.keep")
    office = request.user.office
    form = RateForm(posted_data(request), initial={"on": office.today() if office else None})
    if is_valid_post(request, form) and attempt(
        form, ExchangeRate.record, by=request.user, **form.cleaned_data
    ):
        said = _("Exchange rate saved.")
        return action_done(request, next_url=reverse("funding:exchange-rates"), message=said)
    rates = ExchangeRate.objects.accessible_to(request.user).select_related("by")
    pages = paginate(rates, request, "-on", "-pk", size=50)
    context = {"form": form, "pages": pages}
    return render_page(
        request, "funding/exchange_rates.html", context, status=422 if form.is_bound else 200
    )
