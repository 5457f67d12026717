"""Verbs on many records at once: they can be suspended, and no other verb can.

Opening a file, working on a case and raising an alert are never suspended: somebody may be in
danger. What an app says against a verb (`bulk_conditions`) is asked when it is done.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..accounts.users import User
from ..audit import log
from ..extension_points import bulk_conditions
from ..records import Record
from ..refusals import Refusal

EXPORT = "case.export"
BULK_VERBS: dict[str, Promise] = {
    EXPORT: _("Export lists of cases and records"),
    "register.bring": _("Import beneficiary lists"),
    "register.compare": _("Compare all records for duplicates"),
    "release.propose": _("Prepare a data release"),
}


class Suspended(Refusal):
    """A verb on many records is suspended for this user; the message says until what."""

    status = 403


def check_bulk_verb(user: User, verb: str, record: Record | None = None) -> None:
    """Raises Suspended and writes a denied entry where a condition is against it.

    Verbs that are not in `BULK_VERBS` pass. Under impersonation the real user counts.
    """
    if verb not in BULK_VERBS:
        return
    user = user.impersonated_by or user
    against = [words for each in bulk_conditions if (words := each(user, verb))]
    if against:
        log.log_denied(user, "bulk.suspended", record, verb=verb)
        raise Suspended(*against)
