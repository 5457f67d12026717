"""The expected permissions of every route: what each of the cast is answered.

A new page takes a new line in the file of its area, as one of the kinds of `route_kinds.py`; the
programmes of a case declare theirs in `tests/programmes`.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType, SimpleNamespace

from django.urls import get_resolver, reverse

from tests import programmes
from tests.support.own_tests import own_tests
from tests.support.route_kinds import NOBODY, RoutePermission
from tests.support.route_permissions import (
    agreements,
    asks,
    broadcasts,
    campaigns,
    casework,
    data_quality,
    dialogue_commitments,
    dialogue_consultations,
    dialogue_forums,
    dialogue_imports,
    directory,
    evidence,
    feedback,
    fieldwork,
    guidance_assessment,
    guidance_reading,
    guidance_steps,
    guidance_translation,
    guidance_writing,
    law,
    links,
    message_bank,
    people,
    public,
    published,
    rumours,
    site,
    stories,
    training_after,
    training_attendance,
    training_certificates,
    training_completions,
    training_courses,
    training_events,
    training_participants,
    training_practice,
    training_registration,
    training_requirements,
    training_tests,
    training_trainers,
)

AREAS = (
    site, public, casework, people, directory, fieldwork, feedback, evidence, published,
    data_quality, guidance_reading, guidance_writing, guidance_translation, guidance_steps,
    guidance_assessment, law, agreements, links, dialogue_commitments, dialogue_imports,
    dialogue_forums, dialogue_consultations, training_courses, training_events,
    training_participants, training_registration, training_attendance, training_tests,
    training_certificates, training_completions, training_requirements, training_trainers,
    training_certificates, training_requirements, training_trainers, training_practice,
    training_after, message_bank, rumours, campaigns, broadcasts, asks, stories,
)  # fmt: skip

ROUTE_PERMISSIONS: dict[str, RoutePermission] = {}
for area in AREAS:
    ROUTE_PERMISSIONS |= area.ROUTES
for part in programmes.PARTS:
    ROUTE_PERMISSIONS |= part.route_permissions()
for own in own_tests():
    ROUTE_PERMISSIONS |= getattr(own, "ROUTES", {})


# Not pages: papers and feeds.
FILES = frozenset(
    ("cases:attachment", "cases:case-pdf", "cases:calendar-feed",
     "people:consent-document",
     "intake:register-to-correct", "privacy:rights-letter", "referrals:referral-letter",
     "api:openapi-json", "public:copy", "public:worker", "directory:directory-export",
     "evidence:published-file", "public:open-data-figures", "public:open-data-dictionary",
     "public:open-data-catalog",
     "fieldwork:form-download", "fieldwork:form-file", "public:form-file",
     "evidence:report-download", "evidence:donor-sheet-download",
     "fieldwork:submission-download", "fieldwork:submission-file", "case_forms:form-file",
     "sync:app", "sync:frame",
     "sync:worker", "sync:manifest", "sync:texts", "sync:state", "sync:blank-form")
) | {route for route in ROUTE_PERMISSIONS if route.startswith("api:hsds")}  # fmt: skip
FILES |= {route for part in (*AREAS, *programmes.PARTS) for route in getattr(part, "FILES", ())}
PAGES = [
    route for route, door in ROUTE_PERMISSIONS.items() if door.get == 200 and route not in FILES
]
PAGES.append("sign-in")


def person_shown(route: str) -> str:
    """Somebody to whom this page opens."""
    return NOBODY if route == "sign-in" else ROUTE_PERMISSIONS[route].opened_by()


@cache
def routes() -> Mapping[str, tuple[str, ...]]:
    """Every route of the house, and what its address must be told."""
    return MappingProxyType(dict(_routes(get_resolver())))


def _routes(resolver, before: str = "", given: tuple = ()) -> Iterator[tuple[str, tuple]]:
    for pattern in resolver.url_patterns:
        told = (*given, *pattern.pattern.converters)
        if hasattr(pattern, "url_patterns"):
            space = f"{before}{pattern.namespace}:" if pattern.namespace else before
            yield from _routes(pattern, space, told)
        else:
            yield f"{before}{pattern.name}", told


def address(route: str, world: SimpleNamespace) -> str:
    """Where this door is in this world; what nothing is said of is a record of that name."""
    at = ROUTE_PERMISSIONS[route].at
    return reverse(route, kwargs={name: _find(world, at, name) for name in routes()[route]})


def _find(world: SimpleNamespace, at: dict[str, str], name: str) -> object:
    said = at.get(name) or f"{name}.ref"
    if said.startswith("'"):  # a word, not a record
        return said[1:]
    record, _, attribute = said.partition(".")
    found = getattr(world, record)
    return getattr(found, attribute or "ref") if not isinstance(found, str) else found
