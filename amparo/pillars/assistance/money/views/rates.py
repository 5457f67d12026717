"""Exchange rates on the screen: as they were read, day by day, and where."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.permissions.rules import require_permission
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done, render_page

from ...views.answers import given
from ...views.stepping import sent, tried
from ..forms.funds import RateForm
from ..models import ExchangeRate
from .asking import ASKS


@require_http_methods(ASKS)
def index(request):
    require_permission(request, "money.keep")
    office = request.user.office
    form = RateForm(given(request), initial={"on": office.today() if office else None})
    if sent(request, form) and tried(
        form, ExchangeRate.tell, by=request.user, **form.cleaned_data
    ):
        said = _("The rate is written down.")
        return action_done(request, next_url=reverse("money:rates"), message=said)
    rates = ExchangeRate.objects.accessible_to(request.user).select_related("by")
    pages = paginate(rates, request, "-on", "-pk", size=50)
    context = {"form": form, "pages": pages}
    return render_page(request, "money/rates.html", context, status=422 if form.is_bound else 200)
