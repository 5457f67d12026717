"""Routes of agreements: the policy officer keeps them, institutions that take part read them."""

from tests.support.route_kinds import (
    PARTNERS,
    POLICY_OFFICER,
    SUPERVISOR,
    RoutePermission,
    form_route,
    page_route,
)

_READERS = POLICY_OFFICER | SUPERVISOR | PARTNERS
_KEEP = form_route(POLICY_OFFICER, may_not_yet=SUPERVISOR | PARTNERS).of("agreement")
_PARTY = _KEEP.of("agreement", party="agreement_party")
_OBLIGATION = _KEEP.of("agreement", obligation="agreement_obligation")
_PAPER = {"annex": "agreement_annex"}

ROUTES: dict[str, RoutePermission] = {
    "agreements:agreements": page_route(_READERS),
    "agreements:agreement-new": form_route(POLICY_OFFICER),
    "agreements:agreement": page_route(_READERS).of("agreement"),
    "agreements:agreement-edit": _KEEP,
    "agreements:agreement-renew": _KEEP,
    "agreements:agreement-notice": _KEEP,
    "agreements:agreement-end": _KEEP,
    "agreements:party-new": _KEEP,
    "agreements:party-sign": _PARTY,
    "agreements:party-leave": _PARTY,
    "agreements:obligation-new": _KEEP,
    "agreements:obligation-edit": _OBLIGATION,
    "agreements:obligation-done": _OBLIGATION,
    "agreements:contact-new": _KEEP,
    # Nothing must be filled in.
    "agreements:contact-delete": form_route(
        POLICY_OFFICER, may_not_yet=SUPERVISOR | PARTNERS, post=303
    ).of("agreement", contact="agreement_contact"),
    "agreements:annex-new": _KEEP,
    "agreements:annex": page_route(_READERS).of("agreement", **_PAPER),
    "agreements:annex-remove": _KEEP.of("agreement", **_PAPER),
}
# No page: the document itself.
FILES = {"agreements:annex"}
