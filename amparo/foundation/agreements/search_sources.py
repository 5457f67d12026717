"""What the search for everything finds of agreements: by title, reference and parties."""

from django.utils.translation import pgettext_lazy

from amparo.foundation.core.accounts.users import User
from amparo.foundation.core.extension_points import search_sources
from amparo.foundation.core.search import SearchHit, SearchSource, SearchTerms, best_first

from .models import Agreement

# Looked through for those whose words fit; the latest first.
MOST = 500


def find_agreements(user: User, terms: SearchTerms, limit: int) -> list[SearchHit]:
    """Those that the user sees."""
    rows = Agreement.objects.accessible_to(user).prefetch_related("parties__organization")
    found = [each for each in rows.order_by("-pk")[:MOST] if terms.fit(*_names(each))]
    return best_first([_hit(each) for each in found], terms, limit)


def _names(agreement: Agreement) -> list[str]:
    parties = [each.organization.name for each in agreement.parties.all()]
    return [agreement.title, agreement.reference, *parties]


def _hit(agreement: Agreement) -> SearchHit:
    about = (str(agreement.get_kind_display()), agreement.reference)
    return SearchHit(
        agreement.title, agreement.get_absolute_url(), " · ".join(each for each in about if each),
        "file-certificate",
    )  # fmt: skip


search_sources.register(
    SearchSource(
        "agreements", pgettext_lazy("between institutions", "Agreements"), find_agreements,
        position=65,
    )
)  # fmt: skip
