"""Roles: named sets of permissions. A membership gives a user a role in a team or an office.

A role also says which classes of personal values it reads, and which roles cannot be held
together. `docs/access.md` is generated from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..extension_points import role_permissions


@dataclass(frozen=True)
class Role:
    code: str
    name: Promise
    duty: Promise
    # Those of the foundation; each pillar adds its own (`give_permissions`).
    own_permissions: frozenset[str] = field(default_factory=frozenset)
    # The classes of personal values that this role reads, in the files that open to it.
    classes: frozenset[str] = field(default_factory=frozenset)
    # Partners speak for their organization: what is shared with it opens, and nothing else.
    is_partner: bool = False

    @property
    def permissions(self) -> frozenset[str]:
        return self.own_permissions | given_permissions().get(self.code, frozenset())


# What kind of thing a personal value says of somebody.
CLASSES: dict[str, Promise] = {
    "identity": _("Who they are: names, documents, birth"),
    "contact": _("Safe contact"),
    "location": _("Where they are, or where something happened"),
    "narrative": _("What they told, and what was written about them"),
    "medical": _("Their body and health: gender, difficulties, what helps them take part"),
}
_ALL_CLASSES = frozenset(CLASSES)

_WORK = frozenset(
    (
        "person.see", "person.register", "person.work", "case.see",
        "case.open", "case.work", "case.alert", "case.emergency", "family.work",
        "community.see", "community.work", "code.see", "place.see", "directory.find_confidential",
        "help.receive", "fund.see",
        "pattern.see",
    )
)  # fmt: skip
_SUPERVISE = _WORK | frozenset(
    (
        "case.approve", "case.assign", "case.export", "case.reopen", "team.see", "submission.keep",
        "register.bring", "file.erase", "directory.edit", "referral.count",
        "fund.keep",
        "project.see", "link.see", "link.keep",
        "capacity.see", "capacity.assess", "law.keep",
        "agreement.see",
    )
)  # fmt: skip

_PARTNER = frozenset(
    (
        "code.see", "shared.see", "referral.see", "referral.answer", "help.pass_on",
        # Agreements in which the own institution takes part.
        "agreement.read",
    )
)  # fmt: skip

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            "caseworker",
            _("Caseworker"),
            _("Receives people in need and accompanies them until their case is closed."),
            _WORK,
            _ALL_CLASSES,
        ),
        Role(
            "supervisor",
            _("Supervisor"),
            _("Approves plans and closures, shares out cases, reads all cases of the team."),
            _SUPERVISE,
            _ALL_CLASSES,
        ),
        Role(
            "provider",
            pgettext_lazy("role", "Service provider"),
            _("Gives a service; sees only what is referred to them."),
            _PARTNER,
            _ALL_CLASSES,
            is_partner=True,
        ),
        Role(
            "official",
            _("Government focal point"),
            _("Answers for a duty bearer; sees only what consent or law allows."),
            _PARTNER,
            frozenset({"identity", "contact"}),
            is_partner=True,
        ),
        Role(
            "data_officer",
            _("Data officer"),
            _("Imports beneficiary lists and checks data quality."),
            frozenset(
                [
                    "register.bring",
                    "register.compare",
                    "form.keep",
                    "submission.keep",
                    "referral.count",
                    # Number, state and dates of a case; without its content (`line_list`).
                    "case.export",
                    "code.see",
                    "place.see",
                    "boundary.keep",
                    "community.see",
                    "file.erase",
                    "directory.edit",
                    "number.edit",
                    "fund.see",
                    "fund.keep",
                    "project.see",
                    "link.see",
                    "link.keep",
                    "capacity.see",
                    "capacity.assess",
                    "pattern.see",
                ]
            ),
        ),
        Role(
            "programme_manager",
            _("Programme manager"),
            _("Keeps projects, funds and their budgets; sees no case files."),
            frozenset(
                [
                    "project.see",
                    "project.keep",
                    "fund.see",
                    "fund.keep",
                    "code.see",
                    "place.see",
                ]
            ),
        ),
        Role(
            "policy_officer",
            _("Policy officer"),
            _("Follows up what duty bearers committed to, and prepares meetings with them."),
            frozenset(
                {
                    "pattern.see",
                    "agreement.see",
                    "agreement.keep",
                    "capacity.see",
                    "code.see",
                    "place.see",
                    "law.keep",
                }
            ),
        ),
        Role(
            "communications",
            _("Communications officer"),
            _("Writes messages to many people, answers rumours, keeps campaigns and stories."),
            frozenset(
                {
                    "fund.see",
                    "pattern.see",
                    "code.see",
                    "place.see",
                }
            ),
        ),
        Role(
            "training_organizer",
            _("Training organizer"),
            _("Plans trainings, enrols participants and issues their certificates."),
            frozenset(
                {
                    "capacity.see",
                    "pattern.see",
                    "fund.see",
                    "code.see",
                    "place.see",
                }
            ),
        ),
        Role(
            "trainer",
            _("Trainer"),
            _("Trains at their own events: sessions, attendance and results."),
            frozenset({"code.see"}),
        ),
        Role(
            "training_observer",
            _("Training observer"),
            _("Reads training events and their figures; sees no names."),
            frozenset({"code.see"}),
        ),
        Role(
            "donor_reader",
            _("Donor reader"),
            _("Reads the sheets of figures that are sent to their institution; nothing else."),
            frozenset({}),
            is_partner=True,
        ),
        Role(
            "guidance_author",
            _("Guidance author"),
            _("Writes cards, procedures and handbooks, publishes them and answers remarks."),
            frozenset(
                {
                    "code.see",
                    "place.see",
                }
            ),
        ),
        Role(
            "translator",
            pgettext_lazy("role", "Translator"),
            _("Translates guidance; somebody else reviews it."),
            frozenset({"code.see"}),
        ),
        Role(
            "guidance_reviewer",
            _("Guidance reviewer"),
            _("Reads translations of others beside the original, and comments on drafts."),
            frozenset({"code.see"}),
        ),
        Role(
            "endorser",
            pgettext_lazy("role", "Endorser"),
            _("Records what a body endorsed, and says that a change left the meaning as it was."),
            frozenset({"code.see"}),
        ),
        Role(
            "administrator",
            _("Administrator"),
            _("Keeps offices, staff and reference lists; sees no case content."),
            frozenset(
                [
                    "office.edit",
                    "staff.edit",
                    "code.see",
                    "code.edit",
                    "place.see",
                    "place.edit",
                    "boundary.keep",
                    "number.edit",
                    "role.give",
                    "job.see",
                    "job.keep",
                    "system.keep",
                    "link.see",
                    "law.keep",
                ]
            ),
        ),
        Role(
            "auditor",
            _("Auditor"),
            _("Reads the audit and access logs, never the files."),
            frozenset({"ledger.see"}),
        ),
    )
}


def give_permissions(role: str, *permissions: str) -> None:
    """Adds permissions of an app to a role. Each app says its own in its `permissions.py`."""
    if role not in ROLES:
        raise ImproperlyConfigured(f"There is no role {role!r}.")
    role_permissions.register((role, frozenset(permissions)))


def given_permissions() -> dict[str, frozenset[str]]:
    """Permissions that apps added, by role."""
    return _permissions_by_role(tuple(role_permissions))


@lru_cache(maxsize=1)
def _permissions_by_role(
    given: tuple[tuple[str, frozenset[str]], ...],
) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for role, permissions in given:
        found[role] = found.get(role, frozenset()) | permissions
    return found


# What one may practise, and in which roles. Nothing that is of all offices (the directory, funds,
# figures, messages to the public), and nothing that opens a file of another office.
PRACTICE_PERMISSIONS = frozenset(
    (
        "person.see", "person.register", "person.work", "case.see", "case.open", "case.work",
        "case.alert", "case.approve", "case.assign", "case.reopen", "family.work", "code.see",
        "place.see", "team.see",
    )
)  # fmt: skip
PRACTICE_ROLES = frozenset({"caseworker", "supervisor"})

# What a token may let a system do, within what its organization may (`docs/api.md`).
SYSTEM_PERMISSIONS: dict[str, Promise] = {
    "help.pass_on": _("Pass on somebody’s request for help"),
    "referral.see": _("Read what was referred to the organization"),
    "referral.answer": _("Answer what was referred to the organization"),
}

_OPENS_FILES = ("caseworker", "supervisor", "data_officer", "provider", "official")
_KEEPS_ACCOUNTS = _(
    "Who keeps the accounts could give themselves any leave: they open no files of people."
)
_CHECKS = _("Auditors must not be among those audited.")

_READS_FOR_A_DONOR = _("Who reads for a donor is not among those who make what it reads.")
_MAKES_SHEETS = ("supervisor", "data_officer", "programme_manager")

# Roles that nobody holds together, and why.
INCOMPATIBLE: dict[frozenset[str], Promise] = {
    frozenset({"administrator", "auditor"}): _(
        "Who gives roles must not be the one who checks what was done with them."
    ),
    **{frozenset({"administrator", role}): _KEEPS_ACCOUNTS for role in _OPENS_FILES},
    **{frozenset({"auditor", role}): _CHECKS for role in (*_OPENS_FILES, "programme_manager")},
    **{frozenset({"donor_reader", role}): _READS_FOR_A_DONOR for role in _MAKES_SHEETS},
}


def roles_with_permission(verb: str) -> list[str]:
    """Returns the codes of the roles that have the permission."""
    return [role.code for role in ROLES.values() if verb in role.permissions]


def conflict(role: str, held: Iterable[str]) -> Promise | None:
    """Returns why somebody who holds these roles cannot take another one, or None."""
    pairs = (frozenset({role, other}) for other in held if other != role)
    return next((INCOMPATIBLE[pair] for pair in pairs if pair in INCOMPATIBLE), None)
