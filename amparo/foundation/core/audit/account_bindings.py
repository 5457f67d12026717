"""Whose name and e-mail each account carries, bound into the ledger.

A line names a colleague by the number of the account. Who exchanges the names of two accounts
makes the ledger blame somebody else without touching a line: so the line that makes an account
carries a keyed hash of its number, name and e-mail, and the check compares.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from . import entry_format, log
from .models import Entry

if TYPE_CHECKING:
    from ..accounts.users import User

PURPOSE = "ledger accounts"
INVITED, NAMED = "user.invited", "user.named"
EVENTS = (INVITED, NAMED)


def fingerprint(user: Any) -> str:
    """Returns a hash that only this installation can make; it tells nobody the name."""
    return entry_format.keyed_hash(PURPOSE, [user.pk, user.ref.hex, user.email, user.name])


def bind(user: "User", *, by: "User | None") -> Entry:
    """Writes a line that says whose account this is, as it stands now."""
    return log.log_event(by, NAMED, user, code=fingerprint(user))


def bind_all(users: "Iterable[User]") -> int:
    """Binds several accounts; returns how many."""
    return len([bind(user, by=None) for user in users])


def matched() -> "set[int]":
    """Returns the numbers of the accounts that are as the ledger says."""
    return {user.pk for user, why in _compared() if not why}


def unmatched() -> "list[User]":
    """Returns the accounts that no line binds, or that another name was put on."""
    return [user for user, why in _compared() if why]


def unbound() -> "list[User]":
    """Returns the accounts that no line binds."""
    return list(_with_last_line().filter(line=None))


def faults() -> Iterator[str]:
    """Yields a sentence for each account that is not as the ledger says, by its number alone."""
    for user, why in _compared():
        if why:
            yield f"Account {user.pk}: {why}"


def missing() -> Iterator[str]:
    """Yields a sentence for each account that a line made and that is not here any more."""
    here = get_user_model().objects.filter(ref=OuterRef("record_ref"))
    made = Entry.objects.filter(deed__in=EVENTS).exclude(Exists(here)).order_by("pk")
    for number in made.values_list("pk", flat=True).iterator():
        yield f"The account that line {number} made is gone: Amparo deletes none."


def _compared() -> "Iterator[tuple[User, str]]":
    accounts = _with_last_line()
    bound = Entry.objects.in_bulk([user.line for user in accounts if user.line])
    for user in accounts:
        yield user, _why_unfit(user, bound.get(user.line))


def _why_unfit(user: "User", line: Entry | None) -> str:
    if line is None:
        return "no line of the ledger says whose account it is."
    if entry_format.entry_hmac(entry_format.canonical_bytes(line)) != bytes(line.mark):
        return f"line {line.pk}, which says whose account it is, was changed."
    if line.details.get("code") != fingerprint(user):
        return f"its name or e-mail is not the one that line {line.pk} gave it."
    return ""


def _with_last_line() -> QuerySet:
    binding = Entry.objects.filter(
        file_ref=OuterRef("ref"), is_reading=False, deed__in=EVENTS, details__has_key="code"
    )
    last = Subquery(binding.order_by("-pk").values("pk")[:1])
    return get_user_model().objects.order_by("pk").annotate(line=last)
