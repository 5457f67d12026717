"""Routes of translating guidance."""

from tests.support.cast import Cast
from tests.support.route_kinds import (
    PROGRAMME_MANAGER,
    SUPERVISOR,
    RoutePermission,
    form_route,
    page_route,
)

_OTHERS = frozenset(Cast.STAFF) - SUPERVISOR
_SEEN = {"may_not_yet": _OTHERS}  # products are known to everybody who signs in
_SPANISH = {"language": "'es"}
_OF_PRODUCT = "guidance_product"

FILES = frozenset({"guidance:translation-file"})

ROUTES: dict[str, RoutePermission] = {
    "guidance:translations": page_route(SUPERVISOR, **_SEEN).of(_OF_PRODUCT),
    "guidance:translation": page_route(SUPERVISOR, **_SEEN).of(_OF_PRODUCT, **_SPANISH),
    "guidance:translation-file": page_route(SUPERVISOR, **_SEEN).of(_OF_PRODUCT, **_SPANISH),
    "guidance:translation-import": form_route(SUPERVISOR, **_SEEN).of(_OF_PRODUCT, **_SPANISH),
    # The next edition is being written: a language is published with it.
    "guidance:translation-publish": form_route(SUPERVISOR, **_SEEN).of(_OF_PRODUCT, **_SPANISH),
    "guidance:translation-section": form_route(SUPERVISOR, **_SEEN, post=303).of(
        _OF_PRODUCT, **_SPANISH, section="guidance_section"
    ),
    # A draft is seen by who works on guidance.
    "guidance:text-review": form_route(SUPERVISOR, may_not_yet=PROGRAMME_MANAGER).of(
        "guidance_text"
    ),
}
