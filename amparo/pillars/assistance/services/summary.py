"""What the summary of a case says of services."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.extension_points import SummarySection
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.summary import SummaryPart, short_day
from amparo.ui import formats

MOST = 60


def service_parts(case: Case, user: User) -> Iterator[SummaryPart]:
    """Yields the services that were provided."""
    given = case.services.filter(voided_at=None)[:MOST]
    rows = [
        [
            code_lists.label("service_type", each.service_type), short_day(each.given_on),
            formats.amount(each.value, each.currency) if each.value is not None
            else formats.number(each.quantity.normalize()),
            each.receipt,
        ]
        for each in given
    ]  # fmt: skip
    head = [_("Service"), _("Date"), _("Quantity or value"), _("Receipt")]
    yield SummaryPart(_("Services provided"), head=head, widths=[5, 2, 3, 2], rows=rows)


SUMMARY_SECTIONS = (SummarySection("services", 60, service_parts),)
