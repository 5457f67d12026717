"""Roles: named sets of permissions. A membership gives a user a role in a team or an office.

A role also says which classes of personal values it reads, and which roles cannot be held
together. `docs/access.md` is generated from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Role:
    code: str
    name: Promise
    duty: Promise
    home: str
    permissions: frozenset[str] = field(default_factory=frozenset)
    # The classes of personal values that this role reads, in the files that open to it.
    classes: frozenset[str] = field(default_factory=frozenset)
    # Partners speak for their organization: what is shared with it opens, and nothing else.
    is_partner: bool = False


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
        "help.receive", "money.pay", "fund.see",
        "complaint.hear", "complaint.see", "pattern.see", "commitment.see",
        "message.see", "rumour.record",
    )
)  # fmt: skip
_SUPERVISE = _WORK | frozenset(
    (
        "case.approve", "case.assign", "case.export", "case.reopen", "team.see", "submission.keep",
        "register.bring", "file.erase", "directory.edit", "referral.count",
        "complaint.keep", "complaint.count", "complaint.publish", "money.approve", "fund.keep",
        "project.see", "link.see", "link.keep", "figure.see", "figure.sign", "release.propose",
        "release.sign", "capacity.see", "capacity.assess", "donor.agree", "donor.sign", "law.keep",
        "guidance.write", "guidance.translate", "guidance.review", "guidance.adopt",
        "commitment.review", "agreement.see", "forum.see",
        "consultation.see", "training.see", "training.require",
        "message.approve", "rumour.see", "campaign.see", "broadcast.see", "broadcast.approve",
        "ask.see", "ask.clear", "story.see", "story.approve",
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
            "assistance:today",
            _WORK,
            _ALL_CLASSES,
        ),
        Role(
            "supervisor",
            _("Supervisor"),
            _("Approves plans and closures, shares out cases, reads all cases of the team."),
            "assistance:waiting",
            _SUPERVISE,
            _ALL_CLASSES,
        ),
        Role(
            "provider",
            pgettext_lazy("role", "Service provider"),
            _("Gives a service; sees only what is referred to them."),
            "assistance:received",
            _PARTNER,
            _ALL_CLASSES,
            is_partner=True,
        ),
        Role(
            "official",
            _("Government focal point"),
            _("Answers for a duty bearer; sees only what consent or law allows."),
            "dialogue:desk",
            # Figures that were published to the institution, of the places of its mandate.
            _PARTNER | {"figure.read", "commitment.report"},
            frozenset({"identity", "contact"}),
            is_partner=True,
        ),
        Role(
            "data_officer",
            _("Data officer"),
            _("Imports beneficiary lists and checks data quality."),
            "data-overview",
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
                    "money.pay",
                    "fund.see",
                    "fund.keep",
                    "project.see",
                    "link.see",
                    "link.keep",
                    "figure.see",
                    "figure.define",
                    "figure.freeze",
                    "release.propose",
                    "release.sign",
                    "donor.compose",
                    "capacity.see",
                    "capacity.assess",
                    # Complaints by personal grant; by role only counts.
                    "complaint.see",
                    "complaint.count",
                    "complaint.publish",
                    "commitment.see",
                    "commitment.review",
                    "pattern.see",
                    "message.see",
                    "campaign.see",
                ]
            ),
        ),
        Role(
            "programme_manager",
            _("Programme manager"),
            _("Keeps projects, funds and their budgets; sees no case files."),
            "programme-overview",
            frozenset(
                [
                    "project.see",
                    "project.keep",
                    "donor.agree",
                    "fund.see",
                    "fund.keep",
                    "code.see",
                    "place.see",
                    "guidance.endorse",
                ]
            ),
        ),
        Role(
            "policy_officer",
            _("Policy officer"),
            _("Follows up what duty bearers committed to, and prepares meetings with them."),
            "dialogue:commitments",
            frozenset(
                {
                    "commitment.see",
                    "commitment.keep",
                    "commitment.review",
                    "pattern.see",
                    "agreement.see",
                    "agreement.keep",
                    "forum.see",
                    "forum.keep",
                    "consultation.see",
                    "consultation.keep",
                    "capacity.see",
                    "code.see",
                    "place.see",
                    "law.keep",
                    "message.see",
                    "message.approve",
                    "rumour.see",
                    "campaign.see",
                    "ask.see",
                    "ask.keep",
                    "ask.clear",
                }
            ),
        ),
        Role(
            "communications",
            _("Communications officer"),
            _("Writes messages to many people, answers rumours, keeps campaigns and stories."),
            "message_bank:overview",
            frozenset(
                {
                    "message.see",
                    "message.keep",
                    "message.approve",
                    "rumour.record",
                    "rumour.see",
                    "rumour.keep",
                    "campaign.see",
                    "campaign.keep",
                    "broadcast.see",
                    "broadcast.keep",
                    "broadcast.approve",
                    "story.see",
                    "story.keep",
                    "story.approve",
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
            "training:events",
            frozenset(
                {
                    "training.see",
                    "training.keep",
                    "training.certify",
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
            "training:events",
            frozenset({"training.train", "code.see"}),
        ),
        Role(
            "training_observer",
            _("Training observer"),
            _("Reads training events and their figures; sees no names."),
            "training:events",
            frozenset({"training.see", "code.see"}),
        ),
        Role(
            "donor_reader",
            _("Donor reader"),
            _("Reads the sheets of figures that are sent to their institution; nothing else."),
            "evidence:donor-sheets",
            frozenset({"figure.read"}),
            is_partner=True,
        ),
        Role(
            "guidance_author",
            _("Guidance author"),
            _("Writes cards, procedures and handbooks, publishes them and answers remarks."),
            "guidance:library",
            frozenset(
                {
                    "guidance.write",
                    "guidance.write_for_all",
                    "guidance.adopt",
                    "code.see",
                    "place.see",
                }
            ),
        ),
        Role(
            "translator",
            pgettext_lazy("role", "Translator"),
            _("Translates guidance; somebody else reviews it."),
            "guidance:library",
            frozenset({"guidance.translate", "code.see"}),
        ),
        Role(
            "guidance_reviewer",
            _("Guidance reviewer"),
            _("Reads translations of others beside the original, and comments on drafts."),
            "guidance:library",
            frozenset({"guidance.review", "code.see"}),
        ),
        Role(
            "endorser",
            pgettext_lazy("role", "Endorser"),
            _("Records what a body endorsed, and says that a change left the meaning as it was."),
            "guidance:library",
            frozenset({"guidance.endorse", "code.see"}),
        ),
        Role(
            "administrator",
            _("Administrator"),
            _("Keeps offices, staff and reference lists; sees no case content."),
            "system-overview",
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
            "audit-log",
            frozenset({"ledger.see"}),
        ),
    )
}

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
