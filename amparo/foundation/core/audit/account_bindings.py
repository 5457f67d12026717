"""Binds name and e-mail of each account to the audit log, so that accounts cannot be swapped
unseen.

An entry names a user by the number of the account. Exchanging the names of two accounts would make
the log blame somebody else without changing an entry. So the entry that creates an account carries
a keyed hash of number, ref, e-mail and name, and verification compares.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from . import entry_format, log
from .models import AuditEntry

if TYPE_CHECKING:
    from ..accounts.users import User

PURPOSE = "ledger accounts"
INVITED, NAMED = "user.invited", "user.named"
EVENTS = (INVITED, NAMED)


def fingerprint(user: Any) -> str:
    """Returns a keyed hash of the account that only this installation can compute; it does not
    reveal the name.
    """
    return entry_format.keyed_hash(PURPOSE, [user.pk, user.ref.hex, user.email, user.name])


def bind(user: "User", *, by: "User | None") -> AuditEntry:
    """Writes an entry with the fingerprint of the account as it is now, and returns it."""
    return log.log_event(by, NAMED, user, code=fingerprint(user))


def bind_all(users: "Iterable[User]") -> int:
    """Binds several accounts; returns how many."""
    return len([bind(user, by=None) for user in users])


def matched() -> "set[int]":
    """Returns the primary keys of accounts that are as their last entry says."""
    return {user.pk for user, why in _compared() if not why}


def unmatched() -> "list[User]":
    """Returns accounts without a binding entry, or whose name or e-mail is another."""
    return [user for user, why in _compared() if why]


def unbound() -> "list[User]":
    """Returns accounts without a binding entry."""
    return list(_with_last_line().filter(line=None))


def faults() -> Iterator[str]:
    """Yields a sentence for each account that is not as its entry says, with its number only."""
    for user, why in _compared():
        if why:
            yield f"Account {user.pk}: {why}"


def missing() -> Iterator[str]:
    """Yields a sentence for each account that an entry created and that no longer exists."""
    here = get_user_model().objects.filter(ref=OuterRef("record_ref"))
    made = AuditEntry.objects.filter(event__in=EVENTS).exclude(Exists(here)).order_by("pk")
    for number in made.values_list("pk", flat=True).iterator():
        yield f"The account that line {number} made is gone: Amparo deletes none."


def _compared() -> "Iterator[tuple[User, str]]":
    accounts = _with_last_line()
    bound = AuditEntry.objects.in_bulk([user.line for user in accounts if user.line])
    for user in accounts:
        yield user, _why_unfit(user, bound.get(user.line))


def _why_unfit(user: "User", line: AuditEntry | None) -> str:
    if line is None:
        return "no line of the audit log says whose account it is."
    if entry_format.entry_hmac(entry_format.canonical_bytes(line)) != bytes(line.hmac):
        return f"line {line.pk}, which says whose account it is, was changed."
    if line.details.get("code") != fingerprint(user):
        return f"its name or e-mail is not the one that line {line.pk} gave it."
    return ""


def _with_last_line() -> QuerySet:
    binding = AuditEntry.objects.filter(
        file_ref=OuterRef("ref"), is_reading=False, event__in=EVENTS, details__has_key="code"
    )
    last = Subquery(binding.order_by("-pk").values("pk")[:1])
    return get_user_model().objects.order_by("pk").annotate(line=last)
