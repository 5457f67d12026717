"""Routes of writing and publishing guidance."""

from tests.support.route_kinds import (
    EVERYBODY,
    PROGRAMME_MANAGER,
    SUPERVISOR,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

# Products and what was published are known to everybody who signs in.
_KNOWN = {"may_not_yet": EVERYBODY - SUPERVISOR}
# A draft is, besides its authors, to those who endorse.
_DRAFT = {"may_not_yet": PROGRAMME_MANAGER}
_PRODUCT, _EDITION, _OPEN = "guidance_product", "guidance_edition", "guidance_draft"
_SECTION = "guidance_section"

ROUTES: dict[str, RoutePermission] = {
    "guidance:product-new": form_route(SUPERVISOR),
    "guidance:product-edit": form_route(SUPERVISOR, **_KNOWN).of(_PRODUCT),
    "guidance:product-import": form_route(SUPERVISOR, **_KNOWN).of(_PRODUCT),
    "guidance:write": page_route(SUPERVISOR, **_KNOWN).of(_PRODUCT),
    "guidance:edition-begin": form_route(SUPERVISOR, **_KNOWN, post=303).of(_PRODUCT),
    "guidance:figures": form_route(SUPERVISOR, **_KNOWN).of(_PRODUCT),
    "guidance:edition-edit": form_route(SUPERVISOR, **_DRAFT).of(_OPEN),
    "guidance:section-new": form_route(SUPERVISOR, **_DRAFT).of(_OPEN),
    "guidance:edition-consult": form_route(SUPERVISOR, **_DRAFT, post=303).of(_OPEN),
    "guidance:edition-publish": form_route(SUPERVISOR, **_DRAFT, post=303).of(_OPEN),
    "guidance:edition-withdraw": form_route(SUPERVISOR, **_KNOWN).of(_EDITION),
    "guidance:edition-endorse": form_route(PROGRAMME_MANAGER, may_not_yet=SUPERVISOR).of(_OPEN),
    "guidance:edition-adopt": form_route(SUPERVISOR).of(_EDITION),
    "guidance:section-write": form_route(SUPERVISOR, **_DRAFT).of(_SECTION),
    "guidance:section-cite": form_route(SUPERVISOR, **_DRAFT, post=303).of(_SECTION),
    "guidance:section-items": form_route(SUPERVISOR, **_DRAFT, post=303).of(_SECTION),
    "guidance:section-move": action_route(SUPERVISOR, **_DRAFT).of(_SECTION),
    "guidance:section-remove": form_route(SUPERVISOR, **_DRAFT, post=303).of(_SECTION),
    "guidance:section-comments": form_route(SUPERVISOR | PROGRAMME_MANAGER).of(_SECTION),
    "guidance:comment-resolve": form_route(SUPERVISOR, **_DRAFT).of("guidance_comment"),
    "guidance:adoption-end": form_route(SUPERVISOR, **_KNOWN).of("guidance_adoption"),
    "guidance:text-conflict": form_route(SUPERVISOR, **_DRAFT).of("guidance_conflict"),
}
