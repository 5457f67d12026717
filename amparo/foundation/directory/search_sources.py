"""What the search for everything finds in the directory: services, organizations and places.

A safe house is found by its name, as on the list of services; never by or with its place.
"""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.accounts.users import User
from amparo.foundation.core.extension_points import search_sources
from amparo.foundation.core.search import SearchHit, SearchSource, SearchTerms, best_first
from amparo.foundation.people.models import Place
from amparo.ui import formats

from .models import Provider, Service

# Looked through for those whose own name fits.
MAX_SERVICES = 60


def find_services(user: User, terms: SearchTerms, limit: int) -> list[SearchHit]:
    """By their names and texts in every language and their organization, then organizations."""
    rows = Service.objects.all().running().accessible_to(user)
    for word in terms.stems:
        rows = rows.filter(search_text__contains=word)
    rows = rows.select_related("provider__organization").order_by("-verified_at", "pk")
    fitting = [each for each in rows[:MAX_SERVICES] if terms.fit(each.search_text)]
    found = [_service_hit(each, terms) for each in fitting]
    return best_first([*_organizations(user, terms), *found], terms, limit)


def _service_hit(service: Service, terms: SearchTerms) -> SearchHit:
    room = service.current_capacity()
    organization = service.provider.organization.name
    about = (
        organization,
        "" if terms.fit(service.title.text, organization) else _excerpt(service, terms),
        Service.Capacity(room).label if room else "",
        _("address withheld") if service.is_confidential else "",
    )
    return SearchHit(
        service.title.text,
        reverse("directory:service", args=[service.ref]),
        " · ".join(str(each) for each in about if each),
        "lock" if service.is_confidential else "heart-handshake",
        service.title.language,
    )


def _excerpt(service: Service, terms: SearchTerms) -> str:
    """Why it was found: a few of its words, in the reader's language or where they stand."""
    texts = (service.description.text, *service.about.values(), *service.name.values())
    return next((part for text in texts if (part := terms.excerpt(text))), "")


def _organizations(user: User, terms: SearchTerms) -> Iterator[SearchHit]:
    rows = Provider.objects.accessible_to(user).select_related("organization")
    rows = rows.only("ref", "organization__name", "organization__kind")
    for provider in rows.order_by("organization__name", "pk"):
        if terms.fit(provider.organization.name):
            yield SearchHit(
                provider.organization.name,
                reverse("directory:provider", args=[provider.ref]),
                provider.organization.get_kind_display(),
                "building-community",
            )


def find_places(user: User, terms: SearchTerms, limit: int) -> list[SearchHit]:
    """The gazetteer: to its entry for who edits it, else to the services there."""
    rows = Place.objects.accessible_to(user).order_by("name", "pk")
    there = rows.values_list("ref", "name", "country", "within__name")
    fitting = [row for row in there if terms.fit(row[1])][:limit]
    may_edit = "place.edit" in user.permissions
    return [_place_hit(*row, may_edit=may_edit) for row in fitting]


def _place_hit(ref, name: str, country: str, within: str | None, *, may_edit: bool) -> SearchHit:
    services = f"{reverse('directory:services')}?place={ref}"
    about = (within, formats.country_name(country) if country else "")
    url = reverse("place-edit", args=[ref]) if may_edit else services
    return SearchHit(name, url, " · ".join(each for each in about if each), "map-pin")


search_sources.register(
    SearchSource("services", _("Services and organizations"), find_services, position=20)
)
search_sources.register(
    SearchSource(
        "places", pgettext_lazy("menu", "Protection context by place"), find_places, position=30,
        permission="place.see",
    )
)  # fmt: skip
