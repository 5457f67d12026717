"""Roles: named sets of verbs. A membership gives a role to a person, in a team or an office."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    code: str
    name: Promise
    duty: Promise
    home: str
    verbs: frozenset[str] = field(default_factory=frozenset)


_WORK = frozenset(
    (
        "person.see", "person.register", "person.work", "case.see",
        "case.open", "case.work", "case.alert", "family.work",
        "community.see", "community.work", "code.see", "place.see",
    )
)  # fmt: skip
_SUPERVISE = _WORK | frozenset(
    (
        "case.approve", "case.assign", "case.reopen", "team.see",
        "register.bring", "file.erase",
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
        ),
        Role(
            "supervisor",
            _("Supervisor"),
            _("Approves plans and closures, shares out cases, reads all cases of the team."),
            "assistance:waiting",
            _SUPERVISE,
        ),
        Role(
            "provider",
            _("Service provider"),
            _("Gives a service; sees only what is referred to them."),
            "account",
            frozenset({"code.see"}),
        ),
        Role(
            "official",
            _("Government focal point"),
            _("Answers for a duty bearer; sees only what consent or law allows."),
            "account",
            frozenset({"code.see"}),
        ),
        Role(
            "data_officer",
            _("Data officer"),
            _("Brings registers in and looks after the quality of what is recorded."),
            "assistance:registers",
            frozenset(["register.bring", "code.see", "place.see", "community.see", "file.erase"]),
        ),
        Role(
            "administrator",
            _("Administrator"),
            _("Keeps offices, staff and reference lists; sees no case content."),
            "offices",
            frozenset(
                [
                    "office.edit",
                    "staff.edit",
                    "code.see",
                    "code.edit",
                    "place.see",
                    "place.edit",
                    "role.give",
                    "job.see",
                    "job.keep",
                ]
            ),
        ),
        Role(
            "auditor",
            _("Auditor"),
            _("Reads the ledger of deeds and openings, never the files."),
            "ledger",
            frozenset({"ledger.see"}),
        ),
    )
}
