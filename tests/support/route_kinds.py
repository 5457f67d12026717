"""Who may open a route and what everybody is answered: the kinds of routes.

`page_route` is looked at, `form_route` is looked at and sent, `action_route` is only sent. Who may
not see what a route leads to is answered 404, as if it were not there; who may see it and not do
it, 403; somebody signed out is led to sign in.
"""

from dataclasses import dataclass, field, replace

from tests.support.cast import Cast

EVERYBODY = frozenset(Cast.STAFF)
TEAM = frozenset({"caseworker", "colleague", "supervisor"})
CASEWORKERS = TEAM | {"stranger"}  # wherever they work
CASE_OWNER = frozenset({"caseworker"})
WORKERS = TEAM - {"supervisor"}
SUPERVISOR, ADMINISTRATOR = frozenset({"supervisor"}), frozenset({"administrator"})
AUDITOR, DATA_OFFICER = frozenset({"auditor"}), frozenset({"data_officer"})
STRANGER = frozenset({"stranger"})
PARTNERS = frozenset({"nurse", "official"})
OFFICIAL = frozenset({"official"})
REGISTER_IMPORTERS = SUPERVISOR | DATA_OFFICER
PROGRAMME_MANAGER = frozenset({"programme_manager"})
DONOR_READER = frozenset({"donor_reader"})
POLICY_OFFICER = frozenset({"policy_officer"})
COMMUNICATIONS = frozenset({"communications_officer"})
TRAINING_ORGANIZER, TRAINER = frozenset({"training_organizer"}), frozenset({"trainer"})
TRAINING_OBSERVER = frozenset({"training_observer"})
TRAINING_READERS = TRAINING_ORGANIZER | TRAINING_OBSERVER | SUPERVISOR
FIGURE_READERS = OFFICIAL | DONOR_READER
NOBODY = "nobody"
SIGN_IN = "sign-in"


@dataclass(frozen=True)
class RoutePermission:
    """Who may, what they are answered, and at which record of the world it is tried."""

    may: frozenset[str] = EVERYBODY
    may_not_yet: frozenset[str] = frozenset()  # they see it, and may not do it
    get: int = 200
    post: int = 422
    post_by: dict[str, int] = field(default_factory=dict)  # who is answered otherwise at POST
    others: int = 404
    is_public: bool = False
    to_nobody: tuple[int, int] | None = None  # somebody signed out, at GET and at POST
    at: dict[str, str] = field(default_factory=dict)

    def of(self, ref: str = "", **at: str) -> "RoutePermission":
        """The same door, of this record of the world."""
        return replace(self, at={"ref": ref} | at if ref else at)

    def answer(self, method: str, who: str) -> int | str:
        status = getattr(self, method)
        if who == NOBODY and self.to_nobody:
            return self.to_nobody[method == "post"]
        if who == NOBODY:
            return status if self.is_public else SIGN_IN
        if who in self.may or status == 405:  # the method is refused before anything is looked up
            return self.post_by.get(who, status) if method == "post" else status
        return 403 if who in self.may_not_yet else self.others

    def opened_by(self) -> str:
        """Somebody who gets a page here."""
        return next(who for who in Cast.STAFF if self.answer("get", who) == self.get)


def page_route(may: frozenset[str], **more) -> RoutePermission:
    return RoutePermission(may, post=405, **more)


def form_route(may: frozenset[str], **more) -> RoutePermission:
    return RoutePermission(may, **more)


def action_route(may: frozenset[str], **more) -> RoutePermission:
    """Done by one tap, nothing to fill in: it leads on to where one sees what was done."""
    return RoutePermission(may, get=405, **{"post": 303} | more)


# A case and all that lies in it.
CASE_PAGE, CASE_FORM, CASE_ACTION = (
    each(TEAM).of("case") for each in (page_route, form_route, action_route)
)
CASE_ANSWER = form_route(SUPERVISOR, may_not_yet=WORKERS).of("case")
CASE_TAP = form_route(TEAM, post=303).of("case")  # a form in which nothing must be filled in
LEADS_ON = page_route(TEAM, get=302).of("case")

# A person, a family, and what they agreed to.
PERSON_PAGE, PERSON_FORM, PERSON_ACTION = page_route(TEAM), form_route(TEAM), action_route(TEAM)
PERSON_TAP = form_route(TEAM, post=303)
PERSON_ANSWER = form_route(SUPERVISOR, may_not_yet=WORKERS)

# What one office offers or asks, and only the other answers.
OFFER_ANSWER = form_route(SUPERVISOR, may_not_yet=STRANGER, get=405)

# What belongs to a role, wherever one works.
CASEWORK_LIST, CASEWORK_FORM = page_route(CASEWORKERS), form_route(CASEWORKERS)
SUPERVISION = page_route(SUPERVISOR)
REGISTER_PAGE, REGISTER_FORM = page_route(REGISTER_IMPORTERS), form_route(REGISTER_IMPORTERS)
ADMIN_PAGE, ADMIN_FORM, ADMIN_ACTION = (
    each(ADMINISTRATOR) for each in (page_route, form_route, action_route)
)
# Where people work is known to all who work here: to change it is refused, not hidden.
OFFICE_FORM = form_route(ADMINISTRATOR, others=403)
# So are colleagues to a supervisor, and each to themselves.
STAFF = {"may_not_yet": frozenset({"supervisor", "nurse"})}
STAFF_PAGE, STAFF_FORM, STAFF_ACTION = (
    each(ADMINISTRATOR, **STAFF).of("nurse") for each in (page_route, form_route, action_route)
)

# Who helps with what is known to all who work here; two roles keep it.
SERVICE_PAGE = page_route(EVERYBODY)
SERVICE_FORM, SERVICE_TAP = (
    form_route(SUPERVISOR | DATA_OFFICER, others=403, post=post) for post in (422, 303)
)

# What is one's own, and what is open to the street.
OWN_PAGE, OWN_FORM = page_route(EVERYBODY), form_route(EVERYBODY)
PUBLIC = {"is_public": True}
PUBLIC_PAGE = page_route(EVERYBODY, **PUBLIC)

# What a system calls opens to nobody who comes with a browser; to which token it does is told by
# `amparo/api/tests/test_token_scopes.py`.
SYSTEM_PAGE, SYSTEM_ACTION = (
    replace(each(EVERYBODY, **PUBLIC), **{how: 401})
    for each, how in ((page_route, "get"), (action_route, "post"))
)
# A telephone is known before it is told what a door takes (`test_letting_telephones_in.py`).
DEVICE_ROUTE = replace(page_route(EVERYBODY, **PUBLIC), get=401, post=401)
