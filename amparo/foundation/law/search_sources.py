"""What the search for everything finds of law: instruments by name, provisions by their words."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.accounts.users import User
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.extension_points import search_sources
from amparo.foundation.core.search import SearchHit, SearchSource, SearchTerms, best_first

from .models import Instrument, Provision

# Looked through for those whose words fit.
MAX_PROVISIONS = 60


def find_law(user: User, terms: SearchTerms, limit: int) -> list[SearchHit]:
    """Instruments by code and name in every language, then provisions of the newest import,
    by number, heading and text.
    """
    hits = [_instrument_hit(each) for each in _instruments(user, terms)]
    return [*best_first(hits, terms, limit), *_provisions(user, terms)][:limit]


def _instruments(user: User, terms: SearchTerms) -> list[Instrument]:
    rows = Instrument.objects.accessible_to(user).order_by("code")
    return [each for each in rows if terms.fit(each.code, *_names(each))]


def _names(instrument: Instrument) -> list[str]:
    term = codes.find("instrument", instrument.code) if instrument.is_shipped else None
    if term:
        return list(term.labels.values())
    return [each for each in (instrument.title, *instrument.names.values()) if each]


def _instrument_hit(instrument: Instrument) -> SearchHit:
    return SearchHit(
        instrument.name, reverse("law:instrument", args=[instrument.ref]),
        f"{instrument.code} · {instrument.jurisdiction}", "scale", instrument.name_language,
    )  # fmt: skip


def _provisions(user: User, terms: SearchTerms) -> list[SearchHit]:
    rows = Provision.objects.current().accessible_to(user)
    for word in terms.stems:
        rows = rows.filter(search_text__contains=word)
    rows = rows.select_related("instrument").defer("notes")
    found = rows.order_by("instrument__code", "language", "order", "pk")[:MAX_PROVISIONS]
    return [_provision_hit(each, terms) for each in found if terms.fit(each.search_text)]


def _provision_hit(provision: Provision, terms: SearchTerms) -> SearchHit:
    title = " ".join(each for each in (provision.number, provision.heading) if each)
    excerpt = terms.excerpt(provision.text)
    about = (provision.instrument.name, "" if excerpt == title else excerpt)
    return SearchHit(
        title or excerpt or provision.eid, reverse("law:provision", args=[provision.ref]),
        " · ".join(each for each in about if each), "scale", provision.language,
    )  # fmt: skip


search_sources.register(SearchSource("law", _("Law and frameworks"), find_law, position=60))
