"""Routes of the guidance library and its public part."""

from tests.support.route_kinds import (
    EVERYBODY,
    PUBLIC_PAGE,
    RoutePermission,
    form_route,
    page_route,
)

_PAGE = page_route(EVERYBODY)
_EDITION = _PAGE.of("guidance_product", number="'1")
_PUBLIC = PUBLIC_PAGE.of("guidance_product")

FILES = (
    "guidance:file", "guidance:figure", "public:guidance-file", "public:guidance-figure",
    "public:guidance-feed", "api:guidance-products", "api:guidance-product",
)  # fmt: skip
ROUTES: dict[str, RoutePermission] = {
    "guidance:library": form_route(EVERYBODY, post=303),
    "guidance:product": _PAGE.of("guidance_product"),
    "guidance:edition": _EDITION,
    "guidance:checklist": _EDITION,
    "guidance:comparison": _PAGE.of("guidance_changed", number="'2"),
    "guidance:file": _PAGE.of("guidance_product", number="'1", language="'en", code="'md"),
    "guidance:figure": _PAGE.of("guidance_product", digest="guidance_picture"),
    "public:guidance": PUBLIC_PAGE,
    "public:guidance-rights": PUBLIC_PAGE,
    "public:guidance-feed": PUBLIC_PAGE,
    "public:guidance-product": _PUBLIC,
    "public:guidance-file": PUBLIC_PAGE.of("guidance_product", code="'md"),
    "public:guidance-figure": PUBLIC_PAGE.of("guidance_product", digest="guidance_picture"),
    "api:guidance-products": PUBLIC_PAGE,
    "api:guidance-product": _PUBLIC,
}
