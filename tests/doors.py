"""Every door of the house, and to whom it opens: what each of the cast is answered.

A new page takes a new line here, in the row of its kind. `PAGE` is looked at, `FORM` is looked at
and sent, `DEED` is only sent. Who may not see what a door leads to is answered 404, as if it were
not there; who may see it and not do it, 403; somebody signed out is led to sign in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from types import SimpleNamespace

from django.urls import get_resolver, reverse

from tests import journeys
from tests.cast import Cast

EVERYBODY = frozenset(Cast.STAFF)
TEAM = frozenset({"caseworker", "colleague", "supervisor"})
CASEWORKERS = TEAM | {"stranger"}  # wherever they work
LUCIA = frozenset({"caseworker"})
WORKERS = TEAM - {"supervisor"}
SUPERVISOR, ADMINISTRATOR = frozenset({"supervisor"}), frozenset({"administrator"})
AUDITOR, DATA_OFFICER = frozenset({"auditor"}), frozenset({"data_officer"})
STRANGER = frozenset({"stranger"})
PARTNERS = frozenset({"nurse", "official"})
OFFICIAL = frozenset({"official"})
BRINGERS = SUPERVISOR | DATA_OFFICER
NOBODY = "nobody"
SIGN_IN = "sign-in"


@dataclass(frozen=True)
class Door:
    """Who may, what they are answered, and at which record of the world it is tried."""

    may: frozenset[str] = EVERYBODY
    may_not_yet: frozenset[str] = frozenset()  # they see it, and may not do it
    get: int = 200
    post: int = 422
    others: int = 404
    is_public: bool = False
    to_nobody: tuple[int, int] | None = None  # somebody signed out, at GET and at POST
    at: dict[str, str] = field(default_factory=dict)

    def of(self, ref: str = "", **at: str) -> "Door":
        """The same door, of this record of the world."""
        return replace(self, at={"ref": ref} | at if ref else at)

    def answer(self, method: str, who: str) -> int | str:
        status = getattr(self, method)
        if who == NOBODY and self.to_nobody:
            return self.to_nobody[method == "post"]
        if who == NOBODY:
            return status if self.is_public else SIGN_IN
        if who in self.may or status == 405:  # the method is refused before anything is looked up
            return status
        return 403 if who in self.may_not_yet else self.others

    def opened_by(self) -> str:
        """Somebody who gets a page here."""
        return next(who for who in Cast.STAFF if self.answer("get", who) == self.get)


def page(may: frozenset[str], **more) -> Door:
    return Door(may, post=405, **more)


def form(may: frozenset[str], **more) -> Door:
    return Door(may, **more)


def deed(may: frozenset[str], **more) -> Door:
    """Done by one tap, nothing to fill in: it leads on to where one sees what was done."""
    return Door(may, get=405, **{"post": 303} | more)


# A case and all that lies in it.
CASE_PAGE, CASE_FORM, CASE_DEED = (each(TEAM).of("case") for each in (page, form, deed))
CASE_ANSWER = form(SUPERVISOR, may_not_yet=WORKERS).of("case")
CASE_TAP = form(TEAM, post=303).of("case")  # a form in which nothing must be filled in
LEADS_ON = page(TEAM, get=302).of("case")

# A person, a family, and what they agreed to.
PERSON_PAGE, PERSON_FORM, PERSON_DEED = page(TEAM), form(TEAM), deed(TEAM)
PERSON_TAP = form(TEAM, post=303)
PERSON_ANSWER = form(SUPERVISOR, may_not_yet=WORKERS)

# What one office offers or asks, and only the other answers.
BETWEEN = form(SUPERVISOR, may_not_yet=STRANGER, get=405)

# What belongs to a role, wherever one works.
CASEWORK_LIST, CASEWORK_FORM = page(CASEWORKERS), form(CASEWORKERS)
SUPERVISION = page(SUPERVISOR)
REGISTER_PAGE, REGISTER_FORM = page(BRINGERS), form(BRINGERS)
ADMIN_PAGE, ADMIN_FORM, ADMIN_DEED = (each(ADMINISTRATOR) for each in (page, form, deed))
# Where people work is known to all who work here: to change it is refused, not hidden.
OFFICE_FORM = form(ADMINISTRATOR, others=403)
# So are colleagues to a supervisor, and each to themselves.
STAFF = {"may_not_yet": frozenset({"supervisor", "nurse"})}
STAFF_PAGE, STAFF_FORM, STAFF_DEED = (
    each(ADMINISTRATOR, **STAFF).of("nurse") for each in (page, form, deed)
)

# Who helps with what is known to all who work here; two roles keep it.
SERVICE_PAGE = page(EVERYBODY)
SERVICE_FORM, SERVICE_TAP = (
    form(SUPERVISOR | DATA_OFFICER, others=403, post=post) for post in (422, 303)
)

# What is one's own, and what is open to the street.
OWN_PAGE, OWN_FORM = page(EVERYBODY), form(EVERYBODY)
PUBLIC = {"is_public": True}
PUBLIC_PAGE = page(EVERYBODY, **PUBLIC)

# What a system calls opens to nobody who comes with a browser; to which token it does is told by
# `amparo/api/tests/test_token_scopes.py`.
SYSTEM_PAGE, SYSTEM_DEED = (
    replace(each(EVERYBODY, **PUBLIC), **{how: 401})
    for each, how in ((page, "get"), (deed, "post"))
)
# A telephone is known before it is told what a door takes (`test_letting_telephones_in.py`).
TELEPHONE = replace(page(EVERYBODY, **PUBLIC), get=401, post=401)

DOORS: dict[str, Door] = {
    # The roof
    # Told by a machine that has the key: to everybody else it is not there.
    "texts-heard": deed(EVERYBODY, post=404, **PUBLIC),
    "home": page(EVERYBODY, get=302, to_nobody=(200, 405)),
    "more": OWN_PAGE,
    "new": CASEWORK_LIST,
    "search": form(CASEWORKERS, post=200),
    "sign-in": Door(get=302, post=302, to_nobody=(200, 422)),
    "sign-in-passkey": deed(EVERYBODY, post=302, to_nobody=(405, 422)),
    "passkey-ask": deed(EVERYBODY, post=200, **PUBLIC),
    # For who is between two proofs: everybody else is led back to the door.
    "second-step": form(EVERYBODY, get=302, post=302, **PUBLIC),
    "openid_connect_login": form(EVERYBODY, get=404, post=404, **PUBLIC).of(
        provider_id="'nobodys"
    ),
    "openid_connect_callback": form(EVERYBODY, get=404, post=404, **PUBLIC).of(
        provider_id="'nobodys"
    ),
    "back-in": form(EVERYBODY, **PUBLIC).of("recovery", token="recovery_token"),
    "sign-out": deed(EVERYBODY, post=302),
    "welcome": form(EVERYBODY, **PUBLIC).of("newcomer", token="token"),
    "language": deed(EVERYBODY, post=302, **PUBLIC),
    "account": OWN_PAGE,
    "password": OWN_FORM,
    "confirm": OWN_FORM,
    "ways-first": page(EVERYBODY, get=302),
    "way-app": OWN_FORM,
    "way-passkey": deed(EVERYBODY, post=422),
    "way-passkey-ask": deed(EVERYBODY, post=200),
    "way-codes": deed(EVERYBODY, post=200),
    "way-remove": deed(LUCIA).of(pk="way.pk"),
    "sessions-end": deed(EVERYBODY),
    "session-end": deed(LUCIA).of("session"),
    "browser-forget": deed(LUCIA).of(pk="browser.pk"),
    "notices": OWN_PAGE,
    "notice": deed(SUPERVISOR, post=302).of(pk="notice.pk"),
    "notices-read": deed(EVERYBODY, post=302),
    "patterns": page(EVERYBODY, **PUBLIC),
    "alive": page(EVERYBODY, get=204, **PUBLIC),
    # Help for whoever looks for it
    "public:home": PUBLIC_PAGE,
    "public:services": PUBLIC_PAGE.of(number="'2"),
    "public:nearby": PUBLIC_PAGE.of(number="'2"),
    "public:service": PUBLIC_PAGE.of("bed"),
    "public:numbers": PUBLIC_PAGE,
    "public:rights": PUBLIC_PAGE,
    "public:kept": PUBLIC_PAGE,
    "public:keep": PUBLIC_PAGE,
    "public:copy": PUBLIC_PAGE,
    "public:worker": PUBLIC_PAGE,
    # For other systems: nobody is known there by what a browser holds
    "openrosa:list": TELEPHONE,
    "openrosa:form": TELEPHONE.of("form_version"),
    "openrosa:manifest": TELEPHONE.of("form_version"),
    "openrosa:media": TELEPHONE.of("form_version", name="'cases.csv"),
    "openrosa:entities": TELEPHONE.of(dataset="'cases"),
    "openrosa:integrity": TELEPHONE.of(dataset="'cases"),
    "openrosa:submission": TELEPHONE,
    "api:docs": PUBLIC_PAGE,
    "api:openapi-json": PUBLIC_PAGE,
    "api:hsds": PUBLIC_PAGE,
    "api:hsds-services": PUBLIC_PAGE,
    "api:hsds-service": PUBLIC_PAGE.of(id="open_service"),
    "api:hsds-at-locations": PUBLIC_PAGE,
    "api:hsds-at-location": PUBLIC_PAGE.of(id="bed"),
    "api:hsds-organizations": PUBLIC_PAGE,
    "api:hsds-organization": PUBLIC_PAGE.of(id="provider"),
    "api:hsds-taxonomies": PUBLIC_PAGE,
    "api:hsds-taxonomy": PUBLIC_PAGE.of(id="'ec9069f9-3b35-5c2b-861a-187a712c39ca"),
    "api:hsds-terms": PUBLIC_PAGE,
    "api:hsds-term": PUBLIC_PAGE.of(id="'2287eacf-adcc-5848-b54d-977304dec3c3"),
    "api:me": SYSTEM_PAGE,
    "api:pass_on": SYSTEM_DEED,
    "api:referrals": SYSTEM_PAGE,
    "api:referral": SYSTEM_PAGE.of("referral"),
    "api:acknowledge": SYSTEM_DEED.of("referral"),
    "api:accept": SYSTEM_DEED.of("referral"),
    "api:decline": SYSTEM_DEED.of("referral"),
    "api:ask": SYSTEM_DEED.of("referral"),
    "api:report": SYSTEM_DEED.of("referral"),
    "api:api-root": page(EVERYBODY, get=404, **PUBLIC),
    # Asking for help, and coming back with a code: sent from a form of ours, or refused
    "public:form": form(EVERYBODY, post=403, **PUBLIC).of("in_public"),
    "public:form-file": PUBLIC_PAGE.of("in_public", name="'map.png"),
    "public:ask": form(EVERYBODY, post=403, **PUBLIC),
    "public:my-request": form(EVERYBODY, post=403, **PUBLIC),
    "public:receipt": page(EVERYBODY, get=302, **PUBLIC),
    "public:my-request-add": deed(EVERYBODY, post=403, **PUBLIC),
    "public:my-request-contact": form(EVERYBODY, get=302, post=403, **PUBLIC),
    "public:my-request-sharing": deed(EVERYBODY, post=403, **PUBLIC),
    "public:my-request-withdraw": form(EVERYBODY, get=302, post=403, **PUBLIC),
    "public:my-request-end": deed(EVERYBODY, post=403, **PUBLIC),
    "public:my-request-leave": page(EVERYBODY, get=302, **PUBLIC),
    # Complaining, with a code and without a name: every form carries a number of ours
    "public-complain": form(EVERYBODY, post=403, **PUBLIC),
    "public-you-said": PUBLIC_PAGE,
    "public-complaint-code": form(EVERYBODY, post=403, **PUBLIC),
    "public-complaint-receipt": page(EVERYBODY, get=302, **PUBLIC),
    "public-complaint-add": deed(EVERYBODY, post=403, **PUBLIC),
    "public-complaint-reach": deed(EVERYBODY, post=403, **PUBLIC),
    "public-complaint-judge": deed(EVERYBODY, post=403, **PUBLIC),
    "public-complaint-withdraw": form(EVERYBODY, get=302, post=403, **PUBLIC),
    "public-complaint-end": deed(EVERYBODY, post=403, **PUBLIC),
    "public-complaint-leave": page(EVERYBODY, get=302, **PUBLIC),
    # What people tell us of ourselves: those see it whom it reaches
    "advocacy:complaints": page(CASEWORKERS | DATA_OFFICER),
    "advocacy:complaint-new": form(CASEWORKERS),
    "advocacy:complaint-receipt": page(CASEWORKERS),
    "advocacy:complaint-trends": page(BRINGERS),
    "advocacy:complaint": page(SUPERVISOR).of("complaint"),
    "advocacy:complaint-step": form(SUPERVISOR).of("complaint", deed="'answer"),
    "advocacy:complaint-delete": deed(SUPERVISOR, post=409).of("complaint"),
    "advocacy:complaint-close": deed(SUPERVISOR, post=409).of("complaint"),
    "advocacy:complaint-rules": OFFICE_FORM.of("office"),
    "advocacy:you-said": page(BRINGERS),
    "advocacy:you-said-new": form(BRINGERS),
    "advocacy:you-said-entry": form(BRINGERS).of("you_said"),
    "advocacy:you-said-approve": deed(BRINGERS).of("you_said"),
    "advocacy:you-said-take-down": deed(BRINGERS).of("you_said"),
    # Lists of the day
    "assistance:today": CASEWORK_LIST,
    "assistance:today-tick": PERSON_DEED.of("task"),
    "assistance:today-untick": PERSON_DEED.of("task"),
    "assistance:quick": CASEWORK_LIST.of(deed="'note"),
    "assistance:waiting": SUPERVISION,
    "assistance:team": SUPERVISION,
    "assistance:cases": CASEWORK_LIST,
    "assistance:calendar": CASEWORK_LIST,
    "assistance:calendar-address": deed(CASEWORKERS),
    "assistance:calendar-feed": page(EVERYBODY, **PUBLIC).of(key="caseworker.feed_key"),
    "assistance:handover": form(SUPERVISOR),
    "assistance:handed-over": SUPERVISION.of("handover"),
    "assistance:risk-rule": CASEWORK_LIST,
    # Files that may be one person's
    "people:pairs": page(CASEWORKERS),
    "people:pair": page(TEAM).of("pair"),
    "people:pair-decide": deed(TEAM, post=422).of("pair"),
    "people:comparing": page(DATA_OFFICER),
    "people:comparing-begin": deed(DATA_OFFICER, post=409),
    "people:comparing-stop": deed(DATA_OFFICER).of("comparison"),
    # Meeting somebody
    "assistance:register": form(CASEWORKERS, post=200),
    "assistance:alike": deed(CASEWORKERS, post=200),
    "assistance:institutions": page(CASEWORKERS),
    "assistance:case-open": form(TEAM).of("rosa", kind="'person"),
    # How long files are kept
    "assistance:due": page(SUPERVISOR | DATA_OFFICER),
    "assistance:case-delete": CASE_FORM,
    "assistance:case-hold": CASE_ANSWER,
    "assistance:hold-release": form(SUPERVISOR, may_not_yet=WORKERS).of("hold"),
    "assistance:person-delete": form(TEAM).of("rosa"),
    "assistance:deletion": form(TEAM | DATA_OFFICER).of("deletion"),
    # What people ask about their own data
    "assistance:rights": CASEWORK_LIST,
    "assistance:rights-new": form(TEAM).of("rosa"),
    "assistance:rights-request": page(TEAM).of("asked"),
    "assistance:rights-answer": form(TEAM).of("asked"),
    "assistance:rights-prepare": form(TEAM).of("asked"),
    "assistance:rights-letter": page(TEAM).of("answered"),
    "assistance:rights-take": deed(WORKERS - {"colleague"}, post=200).of("parcel"),
    # Requests for help from the public pages
    "assistance:help": CASEWORK_LIST,
    "assistance:help-request": form(TEAM).of("help"),
    "assistance:help-take": deed(TEAM).of("help"),
    "assistance:help-set-aside": deed(TEAM).of("help"),
    "assistance:help-heed": deed(TEAM).of("help"),
    "assistance:help-pass": form(TEAM).of("help"),
    "assistance:help-close": form(TEAM).of("help"),
    "assistance:help-case": form(TEAM).of("help"),
    "assistance:help-clear": deed(BRINGERS),
    "assistance:help-cleared": deed(BRINGERS).of("help_clearing"),
    # Registers that are brought in
    "assistance:registers": REGISTER_PAGE,
    "assistance:register-new": REGISTER_FORM,
    "assistance:register-file-new": REGISTER_FORM.of("register"),
    "assistance:register-file": REGISTER_PAGE.of("register_file"),
    "assistance:register-columns": REGISTER_FORM.of("register_file"),
    "assistance:register-bring": deed(BRINGERS).of("register_file"),
    "assistance:register-leave": deed(BRINGERS, post=422).of("register_file"),
    "assistance:register-go-on": deed(BRINGERS).of("register_file"),
    "assistance:register-to-correct": REGISTER_PAGE.of("register_file"),
    # What is known of places
    "assistance:places-known": CASEWORK_LIST,
    "assistance:place": CASEWORK_LIST.of("place"),
    "assistance:place-observe": CASEWORK_FORM.of("place"),
    "assistance:place-observation-end": CASEWORK_FORM.of("place", observation="known.ref"),
    # Opened in an emergency
    "assistance:emergencies": page(CASEWORKERS),
    "assistance:emergency-new": form(CASEWORKERS),
    "assistance:emergency": page(SUPERVISOR | STRANGER).of("emergency"),
    "assistance:emergency-review": form(SUPERVISOR, may_not_yet=STRANGER).of("emergency"),
    "assistance:emergency-end": deed(STRANGER, may_not_yet=SUPERVISOR).of("emergency"),
    # Between offices
    "assistance:transfer-new": CASE_FORM,
    "assistance:transfers": CASEWORK_LIST,
    "assistance:transfers-many": form(SUPERVISOR),
    "assistance:transfer": page(SUPERVISOR | STRANGER).of("transfer"),
    "assistance:transfer-accept": BETWEEN.of("transfer"),
    "assistance:transfer-decline": BETWEEN.of("transfer"),
    "assistance:transfer-take-back": deed(STRANGER, may_not_yet=SUPERVISOR).of("transfer"),
    "assistance:take-over-new": deed(CASEWORKERS, post=422),
    "assistance:take-over": page(SUPERVISOR | STRANGER).of("take_over"),
    "assistance:take-over-hand-over": BETWEEN.of("take_over"),
    "assistance:take-over-decline": BETWEEN.of("take_over"),
    # A case
    "assistance:case": CASE_PAGE,
    "assistance:case-history": CASE_PAGE,
    "assistance:case-openings": CASE_PAGE,
    "assistance:case-assign": CASE_ANSWER,
    "assistance:case-restrict": CASE_FORM,
    "assistance:approval-decide": CASE_ANSWER,
    "assistance:dependant-new": replace(CASE_FORM, post=200),
    "assistance:dependant-remove": CASE_DEED,
    "assistance:case-plan": CASE_PAGE,
    "assistance:plan-begin": CASE_DEED,
    "assistance:plan-agree": CASE_FORM,
    "assistance:plan-revise": CASE_DEED,
    "assistance:goal-new": CASE_FORM,
    "assistance:goal": CASE_FORM,
    "assistance:action-new": CASE_FORM,
    "assistance:action": CASE_FORM,
    "assistance:action-start": CASE_DEED,
    "assistance:action-complete": CASE_TAP,
    "assistance:action-drop": CASE_FORM,
    # Referrals: whom to ask, what they read, what became of it
    "assistance:referrals": CASEWORK_LIST,
    "assistance:referrals-ends": page(SUPERVISOR | DATA_OFFICER),
    "assistance:case-referrals": CASE_PAGE,
    "assistance:referral-new": CASE_PAGE,
    "assistance:referral-to": CASE_FORM.of("case", service="listed.ref"),
    "assistance:referral-to-organization": CASE_FORM.of("case", organization="helper.ref"),
    "assistance:referral": CASE_PAGE,
    "assistance:referral-letter": CASE_PAGE,
    "assistance:referral-reply": CASE_FORM,
    "assistance:referral-withdraw": CASE_FORM,
    "assistance:referral-close": CASE_FORM,
    "assistance:referral-heard": CASE_FORM,
    "assistance:referral-given": CASE_FORM,
    "assistance:referral-link": deed(TEAM, post=200).of("case"),
    # Referrals as those read and answer them to whom they were sent
    "assistance:received": page(PARTNERS),
    "assistance:received-referral": page(OFFICIAL, may_not_yet=TEAM).of("received"),
    "assistance:received-read": deed(OFFICIAL, may_not_yet=TEAM).of("received"),
    "assistance:received-answer": form(OFFICIAL, may_not_yet=TEAM, get=405).of("received"),
    "assistance:received-report": form(OFFICIAL, may_not_yet=TEAM, get=405).of("received"),
    "by-link": form(EVERYBODY, **PUBLIC).of(token="link_token"),
    "by-link-answer": deed(EVERYBODY, **PUBLIC).of(token="link_token"),
    "by-link-report": deed(EVERYBODY, **PUBLIC).of(token="link_token"),
    "by-link-leave": deed(EVERYBODY, **PUBLIC).of(token="link_token"),
    "assistance:case-services": CASE_PAGE,
    "assistance:service-new": CASE_FORM,
    "assistance:service": CASE_PAGE,
    "assistance:service-receipt": CASE_PAGE,
    "assistance:service-cancel": CASE_FORM,
    "assistance:case-notes": CASE_PAGE,
    "assistance:note-new": CASE_FORM,
    "assistance:task-new": CASE_FORM,
    "assistance:task": CASE_FORM,
    "assistance:task-done": CASE_TAP,
    "assistance:task-undo": CASE_DEED,
    "assistance:screening-last": LEADS_ON,
    "assistance:screening-new": CASE_TAP,
    "assistance:screening": CASE_PAGE,
    "assistance:screening-more": CASE_FORM,
    "assistance:assessment-last": LEADS_ON,
    "assistance:assessment-new": CASE_FORM,
    "assistance:assessment": CASE_PAGE,
    "assistance:observation-new": CASE_FORM,
    "assistance:observation": CASE_FORM,
    "assistance:observation-end": CASE_FORM,
    "assistance:risk-decide": CASE_FORM,
    "assistance:risk-review": CASE_ANSWER.of("case", assessment="weighed.ref"),
    "assistance:incidents": CASE_PAGE,
    "assistance:incident-new": CASE_FORM,
    "assistance:followup-new": CASE_FORM,
    "assistance:conference-new": CASE_FORM,
    "assistance:alert-new": CASE_FORM,
    "assistance:alert-resolve": CASE_FORM,
    "assistance:closure-new": CASE_FORM,
    "assistance:closure-reopen": CASE_ANSWER.of("closed"),
    "assistance:attachments": CASE_PAGE,
    "assistance:attachment-new": CASE_FORM,
    "assistance:attachment": CASE_PAGE,
    "assistance:attachment-remove": CASE_FORM,
    "assistance:case-print": CASE_PAGE,
    "assistance:case-pdf": CASE_PAGE,
    # People
    "person": PERSON_PAGE.of("rosa"),
    "assistance:person-history": PERSON_PAGE.of("rosa"),
    # Who answers for a file may write to the person who opened it; a colleague works in it.
    "assistance:person-history-letter": page(
        TEAM - {"colleague"}, may_not_yet=frozenset({"colleague"})
    ).of("rosa"),
    "people:person": PERSON_PAGE.of("rosa"),
    "people:person-edit": PERSON_FORM.of("rosa"),
    "people:document-new": PERSON_FORM.of("rosa"),
    "people:document": PERSON_FORM.of("document"),
    "people:contact-new": PERSON_FORM.of("rosa"),
    "people:contact": PERSON_FORM.of("contact"),
    "people:message-new": PERSON_FORM.of("rosa"),
    "people:messages": CASEWORK_LIST,
    "people:message-take-back": PERSON_DEED.of("text"),
    "people:functioning-new": PERSON_FORM.of("rosa"),
    "people:consent-new": PERSON_FORM.of("rosa"),
    "people:consent-withdraw": PERSON_TAP.of("consent"),
    "people:exception-decide": PERSON_ANSWER.of("exception"),
    "people:family-new": PERSON_TAP.of("rosa"),
    "people:family": PERSON_PAGE.of("family"),
    "people:family-member-new": PERSON_FORM.of("family"),
    "people:family-head": PERSON_DEED.of("member"),
    "people:family-separate": PERSON_FORM.of("member"),
    "people:household": PERSON_FORM.of("kept", other="twin"),
    "people:household-apart": PERSON_DEED.of("kept", other="twin"),
    "people:join-seek": PERSON_FORM.of("rosa"),
    "people:join": PERSON_FORM.of("kept", other="twin"),
    "people:merge": PERSON_PAGE.of("merge"),
    "people:merge-part": PERSON_FORM.of("merge"),
    # Of two offices: a second person decides.
    "people:merge-confirm": deed(SUPERVISOR, may_not_yet=WORKERS).of("merge_asked"),
    "people:merge-refuse": form(SUPERVISOR, may_not_yet=WORKERS, get=405).of("merge_asked"),
    "people:shared-with-us": page(PARTNERS),
    "people:share-end": PERSON_DEED.of("shared_extract"),
    "people:communities": page(CASEWORKERS | DATA_OFFICER),
    "people:community-new": CASEWORK_FORM,
    "people:community": page(CASEWORKERS | DATA_OFFICER).of("community"),
    "people:community-edit": form(CASEWORKERS, may_not_yet=DATA_OFFICER).of("community"),
    # Those who help
    "directory:services": SERVICE_PAGE,
    "directory:service": SERVICE_PAGE.of("listed"),
    "directory:service-edit": SERVICE_FORM.of("listed"),
    "directory:service-words": SERVICE_TAP.of("listed", language="'ar"),
    "directory:service-confirm": replace(SERVICE_FORM, get=405).of("listed"),
    "directory:service-room": replace(SERVICE_TAP, get=405).of("listed"),
    "directory:service-details": SERVICE_TAP.of("listed"),
    "directory:service-hours": SERVICE_TAP.of("offered"),
    "directory:providers": SERVICE_PAGE,
    "assistance:case-forms": CASE_PAGE,
    "assistance:form-fill": form(TEAM, post=200).of("case", version="published_version"),
    "assistance:form-screen": form(TEAM, post=409).of("case", version="published_version"),
    "assistance:form-draft": replace(CASE_DEED, post=200).of("case", version="published_version"),
    "assistance:form-again": CASE_DEED.of("case", version="published_version"),
    "assistance:form-file": page(TEAM).of("case", file="filled_file"),
    "assistance:form-filled": page(TEAM).of("form_filled"),
    # What telephones say, and what people look at of it
    "field:shell": PUBLIC_PAGE,
    "field:frame": PUBLIC_PAGE,
    "field:worker": PUBLIC_PAGE,
    "field:manifest": PUBLIC_PAGE,
    "field:words": PUBLIC_PAGE.of(language="'ar"),
    "field:state": PUBLIC_PAGE,
    "field:register": deed(CASEWORKERS, post=400, to_nobody=(405, 401)),
    "field:caseload": deed(CASEWORKERS, post=403, to_nobody=(405, 401)),
    "field:blank-form": page(CASEWORKERS, to_nobody=(401, 405)).of("published_version"),
    "field:deliver": deed(EVERYBODY, post=400, **PUBLIC),
    "field:receipts": deed(EVERYBODY, post=403, **PUBLIC),
    "field:waiting": CASEWORK_LIST,
    "field:conflict": page(TEAM).of("conflict"),
    "field:conflict-settle": deed(TEAM, post=409).of("conflict"),
    "field:sent": page(TEAM).of("sent"),
    "field:sent-accept": deed(TEAM).of("sent"),
    "field:sent-put-away": form(TEAM, get=405).of("sent"),
    "field:bring": CASEWORK_FORM,
    "fieldwork:forms": page(DATA_OFFICER),
    "fieldwork:form-new": form(DATA_OFFICER),
    "fieldwork:forms-standard": deed(DATA_OFFICER),
    "fieldwork:form": page(DATA_OFFICER).of("field_form"),
    "fieldwork:form-open-in-public": deed(DATA_OFFICER).of("field_form"),
    "fieldwork:form-close-in-public": deed(DATA_OFFICER).of("field_form"),
    "fieldwork:form-version": page(DATA_OFFICER).of("form_version"),
    "fieldwork:form-try": form(DATA_OFFICER, post=200).of("form_version"),
    "fieldwork:form-test": deed(DATA_OFFICER).of("form_version"),
    "fieldwork:form-file-add": deed(DATA_OFFICER, post=422).of("form_version"),
    "fieldwork:form-file": page(CASEWORKERS | DATA_OFFICER).of("form_version", name="'map.png"),
    "fieldwork:form-file-remove": deed(DATA_OFFICER).of("form_file"),
    "fieldwork:form-publish": deed(DATA_OFFICER).of("form_version"),
    "fieldwork:form-retire": deed(DATA_OFFICER).of("published_version"),
    "fieldwork:arrived": page(BRINGERS),
    "fieldwork:submission": page(BRINGERS, may_not_yet=LUCIA).of("odd_answers"),
    "fieldwork:submission-correct": form(BRINGERS, may_not_yet=LUCIA, post=200).of("odd_answers"),
    "fieldwork:submission-again": deed(BRINGERS, may_not_yet=LUCIA).of("odd_answers"),
    "fieldwork:submission-accept": deed(BRINGERS, may_not_yet=LUCIA).of("odd_answers"),
    "fieldwork:submission-put-away": form(BRINGERS, may_not_yet=LUCIA).of("odd_answers"),
    # Only who reads all that was answered takes it out as it came.
    "fieldwork:submission-take": page(SUPERVISOR, may_not_yet=LUCIA | DATA_OFFICER).of(
        "odd_answers"
    ),
    "fieldwork:submission-file": page(SUPERVISOR, may_not_yet=LUCIA | DATA_OFFICER).of(
        "sent_file"
    ),
    "fieldwork:form-answers": page(BRINGERS).of("field_form"),
    "fieldwork:form-answers-take": page(BRINGERS, get=302).of("field_form"),
    "fieldwork:form-locked": deed(DATA_OFFICER).of("field_form", turn="'on"),
    "fieldwork:form-lists": deed(DATA_OFFICER).of("field_form", turn="'on"),
    "fieldwork:form-take": page(DATA_OFFICER).of("form_version", what="'xform"),
    "directory:provider-new": form(SUPERVISOR | DATA_OFFICER),
    "directory:provider": SERVICE_PAGE.of("provider"),
    "directory:provider-edit": SERVICE_TAP.of("provider"),
    "directory:service-new": SERVICE_FORM.of("provider"),
    "directory:location-new": SERVICE_FORM.of("provider"),
    "directory:duty-bearer": SERVICE_FORM.of("provider"),
    "directory:provider-ask": replace(SERVICE_FORM, get=405, post=200).of("provider"),
    "directory:mechanisms": SERVICE_PAGE,
    "directory:mechanism-new": form(SUPERVISOR | DATA_OFFICER),
    "directory:mechanism": SERVICE_PAGE.of("mechanism"),
    "directory:mechanism-edit": SERVICE_FORM.of("mechanism"),
    "directory:mechanism-join": SERVICE_FORM.of("mechanism"),
    "directory:mechanism-leave": replace(SERVICE_TAP, get=405).of("member_of_mechanism"),
    "directory:feeds": page(BRINGERS),
    "directory:feed-new": form(BRINGERS),
    "directory:feed-file": page(BRINGERS).of("feed_file"),
    "directory:feed-bring": deed(BRINGERS, others=404).of("feed_file"),
    "directory:feed-away": deed(BRINGERS, others=404).of("feed_file"),
    "directory:take-out": page(BRINGERS).of(form="'json"),
    "directory:still-true": form(EVERYBODY, **PUBLIC).of(token="asking_token"),
    "directory:remark-settle": deed(SUPERVISOR | DATA_OFFICER, others=404).of("remark"),
    "directory:location-edit": SERVICE_FORM.of("location"),
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
    "role-end": STAFF_DEED.of("nurse", pk="membership.pk"),
    "leave-give": STAFF_FORM,
    "leave-end": deed(ADMINISTRATOR, may_not_yet=SUPERVISOR).of("keeper", pk="grant.pk"),
    "staff-link": replace(STAFF_DEED, post=200),
    "staff-sessions-end": STAFF_DEED,
    "staff-way-revoke": deed(ADMINISTRATOR, may_not_yet=frozenset({"supervisor", "colleague"})).of(
        "colleague", pk="lost_way.pk"
    ),
    "recovery": form(ADMINISTRATOR | SUPERVISOR, post=303, may_not_yet=frozenset({"nurse"})).of(
        "nurse"
    ),
    "staff-let-go": STAFF_DEED,
    "code-lists": ADMIN_PAGE,
    "code-list": ADMIN_PAGE.of(name="code.list"),
    "code-new": ADMIN_FORM.of(name="code.list"),
    "code-edit": ADMIN_FORM.of(name="code.list", pk="code.pk"),
    "code-retire": ADMIN_DEED.of(name="code.list", pk="code.pk"),
    "code-bring-back": ADMIN_DEED.of(name="code.list", pk="code.pk"),
    "places": ADMIN_PAGE,
    "place-new": ADMIN_FORM,
    "place-edit": form(ADMINISTRATOR, may_not_yet=CASEWORKERS | DATA_OFFICER).of("place"),
    "emergency-numbers": page(ADMINISTRATOR | DATA_OFFICER),
    "emergency-number-new": form(ADMINISTRATOR | DATA_OFFICER),
    "emergency-number": form(ADMINISTRATOR | DATA_OFFICER, others=403).of("emergency_number"),
    "emergency-number-take-away": deed(ADMINISTRATOR | DATA_OFFICER, others=403).of(
        "emergency_number"
    ),
    "look": page(SUPERVISOR),
    "look-begin": deed(SUPERVISOR).of("caseworker"),
    "look-end": deed(EVERYBODY),
    "bulk-why": OWN_FORM,
    "bulk-reading": page(SUPERVISOR | frozenset({"caseworker"})).of("bulk_reading"),
    "ledger": page(AUDITOR),
    "jobs": ADMIN_PAGE,
    "job-retry": ADMIN_DEED.of("dead_job"),
    "job-drop": ADMIN_DEED.of("dead_job"),
    # Telephones: one's own, and those of one's staff
    "devices": OWN_PAGE,
    "device-new": form(CASEWORKERS | DATA_OFFICER),
    "device-revoke": deed(LUCIA | SUPERVISOR | ADMINISTRATOR).of("device"),
    # Other systems
    "systems": ADMIN_PAGE,
    "token-new": ADMIN_FORM,
    "token-revoke": ADMIN_DEED.of("system_token"),
    "subscription-new": ADMIN_FORM,
    "subscription": ADMIN_PAGE.of("subscription"),
    "subscription-secret": replace(ADMIN_DEED, post=200).of("subscription"),
    "subscription-try": ADMIN_DEED.of("subscription"),
    "subscription-pause": ADMIN_DEED.of("subscription"),
    "subscription-resume": ADMIN_DEED.of("subscription"),
    "subscription-end": ADMIN_DEED.of("subscription"),
    "delivery-replay": ADMIN_DEED.of("delivery"),
}
for part in journeys.PARTS:
    DOORS |= part.doors()


# Not pages: papers and feeds.
FILES = frozenset(
    ("assistance:attachment", "assistance:case-pdf", "assistance:calendar-feed",
     "assistance:register-to-correct", "assistance:rights-letter", "assistance:referral-letter",
     "api:openapi-json", "public:copy", "public:worker", "directory:take-out",
     "fieldwork:form-take", "fieldwork:form-file", "public:form-file",
     "fieldwork:submission-take", "fieldwork:submission-file", "assistance:form-file",
     "field:shell", "field:frame",
     "field:worker", "field:manifest", "field:words", "field:state", "field:blank-form")
) | {route for route in DOORS if route.startswith("api:hsds")}  # fmt: skip
FILES |= {route for part in journeys.PARTS for route in getattr(part, "FILES", ())}
PAGES = [route for route, door in DOORS.items() if door.get == 200 and route not in FILES]
PAGES.append("sign-in")


def opener(route: str) -> str:
    """Somebody to whom this page opens."""
    return NOBODY if route == "sign-in" else DOORS[route].opened_by()


def routes() -> dict[str, tuple[str, ...]]:
    """Every route of the house, and what its address must be told."""
    return dict(_routes(get_resolver()))


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
    at = DOORS[route].at
    return reverse(route, kwargs={name: _find(world, at, name) for name in routes()[route]})


def _find(world: SimpleNamespace, at: dict[str, str], name: str) -> object:
    said = at.get(name) or f"{name}.ref"
    if said.startswith("'"):  # a word, not a record
        return said[1:]
    record, _, attribute = said.partition(".")
    found = getattr(world, record)
    return getattr(found, attribute or "ref") if not isinstance(found, str) else found
