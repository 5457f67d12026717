"""Routes of the site: signing in, accounts, offices, staff, administration."""

from dataclasses import replace

from tests.support.route_kinds import (
    ADMIN_ACTION,
    ADMIN_FORM,
    ADMIN_PAGE,
    ADMINISTRATOR,
    AUDITOR,
    CASE_OWNER,
    CASEWORK_LIST,
    CASEWORKERS,
    COMMUNICATIONS,
    DATA_OFFICER,
    EVERYBODY,
    OFFICE_FORM,
    OWN_FORM,
    OWN_PAGE,
    POLICY_OFFICER,
    PROGRAMME_MANAGER,
    PUBLIC,
    STAFF_ACTION,
    STAFF_FORM,
    STAFF_PAGE,
    SUPERVISOR,
    TRAINING_ORGANIZER,
    RoutePermission,
    action_route,
    form_route,
    page_route,
)

ROUTES: dict[str, RoutePermission] = {
    # The roof
    # Told by a machine that has the key: to everybody else it is not there.
    "sms-callback": action_route(EVERYBODY, post=404, **PUBLIC),
    "home": page_route(EVERYBODY, get=302, to_nobody=(200, 405)),
    "new": CASEWORK_LIST,
    "data-overview": page_route(DATA_OFFICER),
    "programme-overview": page_route(PROGRAMME_MANAGER),
    "system-overview": ADMIN_PAGE,
    "search": form_route(EVERYBODY, post=200),
    "handbook": OWN_PAGE,
    "handbook-page": OWN_PAGE.of(name="'rules"),
    "page-help": OWN_PAGE.of(route="'cases:cases"),
    "first-steps": OWN_PAGE,
    "sign-in": RoutePermission(get=302, post=302, to_nobody=(200, 422)),
    "sign-in-passkey": action_route(EVERYBODY, post=302, to_nobody=(405, 422)),
    "passkey-challenge": action_route(EVERYBODY, post=200, **PUBLIC),
    # For who is between two proofs: everybody else is led back to the door.
    "two-factor": form_route(EVERYBODY, get=302, post=302, **PUBLIC),
    "openid_connect_login": form_route(EVERYBODY, get=404, post=404, **PUBLIC).of(
        provider_id="'nobodys"
    ),
    "openid_connect_callback": form_route(EVERYBODY, get=404, post=404, **PUBLIC).of(
        provider_id="'nobodys"
    ),
    "recovery-link": form_route(EVERYBODY, **PUBLIC).of("recovery", token="recovery_token"),
    "sign-out": action_route(EVERYBODY, post=302),
    "invitation": form_route(EVERYBODY, **PUBLIC).of("newcomer", token="token"),
    "language": action_route(EVERYBODY, post=302, **PUBLIC),
    "account": OWN_PAGE,
    "display": OWN_FORM,
    "display-switch": action_route(EVERYBODY, post=303, **PUBLIC),
    # Of those who have no role in the practice office.
    "practice-begin": action_route(EVERYBODY, post=409),
    "practice-end": action_route(EVERYBODY),
    "password": OWN_FORM,
    "reauthenticate": OWN_FORM,
    "two-factor-setup": page_route(EVERYBODY, get=302),
    "totp-add": OWN_FORM,
    "passkey-add": action_route(EVERYBODY, post=422),
    "passkey-add-challenge": action_route(EVERYBODY, post=200),
    "recovery-codes": action_route(EVERYBODY, post=200),
    "two-factor-remove": action_route(CASE_OWNER).of(pk="way.pk"),
    "sessions-end": action_route(EVERYBODY),
    "session-end": action_route(CASE_OWNER).of("session"),
    "browser-forget": action_route(CASE_OWNER).of(pk="browser.pk"),
    "notifications": OWN_PAGE,
    "notification": action_route(SUPERVISOR, post=302).of(pk="notice.pk"),
    "notifications-read": action_route(EVERYBODY, post=302),
    "notification-settings": form_route(EVERYBODY, post=303),
    "style-guide": page_route(EVERYBODY, **PUBLIC),
    "health": page_route(EVERYBODY, get=204, **PUBLIC),
    # Keeping the house
    "offices": ADMIN_PAGE,
    "office-new": ADMIN_FORM,
    "office": OFFICE_FORM.of("office"),
    "office-rules": OFFICE_FORM.of("office"),
    # It asks for nothing that must be filled in.
    "office-reception": replace(OFFICE_FORM, post=303).of("office"),
    "team-new": OFFICE_FORM.of("office"),
    "team-edit": OFFICE_FORM.of("team"),
    "organization-new": ADMIN_FORM,
    "staff": ADMIN_PAGE,
    "staff-new": ADMIN_FORM,
    "staff-member": STAFF_PAGE,
    "role-give": STAFF_FORM,
    "role-end": STAFF_ACTION.of("nurse", pk="membership.pk"),
    "restricted-access-give": STAFF_FORM,
    "restricted-access-end": action_route(ADMINISTRATOR, may_not_yet=SUPERVISOR).of(
        "keeper", pk="grant.pk"
    ),
    "staff-link": replace(STAFF_ACTION, post=200),
    "staff-sessions-end": STAFF_ACTION,
    "staff-two-factor-revoke": action_route(
        ADMINISTRATOR, may_not_yet=frozenset({"supervisor", "colleague"})
    ).of("colleague", pk="lost_way.pk"),
    "recovery": form_route(
        ADMINISTRATOR | SUPERVISOR, post=303, may_not_yet=frozenset({"nurse"})
    ).of("nurse"),
    "staff-deactivate": STAFF_ACTION,
    "code-lists": ADMIN_PAGE,
    "code-list": ADMIN_PAGE.of(name="code.list"),
    "code-new": ADMIN_FORM.of(name="code.list"),
    "code-edit": ADMIN_FORM.of(name="code.list", pk="code.pk"),
    "code-retire": ADMIN_ACTION.of(name="code.list", pk="code.pk"),
    "code-reactivate": ADMIN_ACTION.of(name="code.list", pk="code.pk"),
    "places": ADMIN_PAGE,
    "place-new": ADMIN_FORM,
    "place-edit": form_route(
        ADMINISTRATOR,
        may_not_yet=CASEWORKERS
        | DATA_OFFICER
        | PROGRAMME_MANAGER
        | POLICY_OFFICER
        | TRAINING_ORGANIZER
        | COMMUNICATIONS,
    ).of("place"),
    "boundaries": page_route(ADMINISTRATOR | DATA_OFFICER),
    "boundary-new": form_route(ADMINISTRATOR | DATA_OFFICER),
    "boundary-upload": form_route(ADMINISTRATOR | DATA_OFFICER).of("boundary_upload"),
    "boundary-discard": action_route(ADMINISTRATOR | DATA_OFFICER).of("boundary_upload"),
    "boundary-set": page_route(ADMINISTRATOR | DATA_OFFICER).of("boundary_set"),
    "boundary-remove": action_route(ADMINISTRATOR | DATA_OFFICER, others=403).of("boundary_set"),
    "emergency-numbers": page_route(ADMINISTRATOR | DATA_OFFICER),
    "emergency-number-new": form_route(ADMINISTRATOR | DATA_OFFICER),
    "emergency-number": form_route(ADMINISTRATOR | DATA_OFFICER, others=403).of(
        "emergency_number"
    ),
    "emergency-number-delete": action_route(ADMINISTRATOR | DATA_OFFICER, others=403).of(
        "emergency_number"
    ),
    "impersonation": page_route(SUPERVISOR),
    "impersonation-start": action_route(SUPERVISOR).of("caseworker"),
    "impersonation-end": action_route(EVERYBODY),
    "read-limit-reason": OWN_FORM,
    "read-limit-detail": page_route(SUPERVISOR | frozenset({"caseworker"})).of("bulk_reading"),
    "audit-log": page_route(AUDITOR),
    "jobs": ADMIN_PAGE,
    "job-retry": ADMIN_ACTION.of("dead_job"),
    "job-drop": ADMIN_ACTION.of("dead_job"),
    # Telephones: one's own, and those of one's staff
    "devices": OWN_PAGE,
    "device-new": form_route(CASEWORKERS | DATA_OFFICER),
    "device-revoke": action_route(CASE_OWNER | SUPERVISOR | ADMINISTRATOR).of("device"),
    # Other systems
    "partner-systems": ADMIN_PAGE,
    "token-new": ADMIN_FORM,
    "token-revoke": ADMIN_ACTION.of("system_token"),
    "subscription-new": ADMIN_FORM,
    "subscription": ADMIN_PAGE.of("subscription"),
    "subscription-secret": replace(ADMIN_ACTION, post=200).of("subscription"),
    "subscription-test": ADMIN_ACTION.of("subscription"),
    "subscription-pause": ADMIN_ACTION.of("subscription"),
    "subscription-resume": ADMIN_ACTION.of("subscription"),
    "subscription-end": ADMIN_ACTION.of("subscription"),
    "delivery-replay": ADMIN_ACTION.of("delivery"),
}
