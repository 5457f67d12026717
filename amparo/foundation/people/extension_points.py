"""What apps add to people: fields that name a person, checks of messages; and its signals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from django.db import models

from amparo.foundation.core.registry import ExtensionList, ExtensionSignal, Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from amparo.foundation.core.models import User

    from .merged_records import PersonReference
    from .messaging.recipients import Recipient
    from .models import Person

person_references: Registry[tuple[type[models.Model], str], PersonReference] = Registry(
    "person_references",
    """Fields that name a person, and what a merge of two records means for each.

    Register with `show_with_kept_record`, `keep_with_own_record` or `redirect_to_kept_record`.
    """,
    register_in="privacy.py",
    register_with="amparo.foundation.people.merged_records.show_with_kept_record",
)


class RecipientResolver(Protocol):
    """Returns how somebody without a record of their own is reached; raises a `Refusal`."""

    def __call__(self, ref: UUID, /) -> Recipient: ...


class DoNotContactCheck(Protocol):
    """Returns whether it is dangerous to contact the person now."""

    def __call__(self, person: Person, /) -> bool: ...


recipient_resolvers: Registry[str, RecipientResolver] = Registry(
    "recipient_resolvers",
    "How those without a record of their own are messaged, by the kind of record that is theirs.",
    register_in="receivers.py",
    takes=RecipientResolver,
)
do_not_contact_checks: ExtensionList[DoNotContactCheck] = ExtensionList(
    "do_not_contact_checks",
    "Dangers for which a person is not contacted now.",
    register_in="receivers.py",
    takes=DoNotContactCheck,
)


consent_recipients: ExtensionList[Callable[[QuerySet], QuerySet]] = ExtensionList(
    "consent_recipients",
    """Functions that leave out organizations with which nobody is asked to share a file.

    Who only finances the work gets figures, and no file of a person.
    """,
    register_in="apps.py",
    takes="Callable[[QuerySet], QuerySet]",
)


@dataclass(frozen=True)
class RecordedGuardian:
    """Somebody who is on record as guardian of a person now."""

    ref: UUID
    name: str


class GuardianLookup(Protocol):
    """Returns who is on record as guardian of the person now, as far as the user may see."""

    def __call__(self, person: Person, user: User, /) -> list[RecordedGuardian]: ...


guardian_lookups: ExtensionList[GuardianLookup] = ExtensionList(
    "guardian_lookups",
    "Where guardians are on record, who may consent for a child.",
    register_in="receivers.py",
    takes=GuardianLookup,
)


@dataclass(frozen=True)
class ProtectionNeed:
    """Something about a person that somebody must answer before anything of them is erased."""

    # What it is, for the page of whoever reviews the registration.
    title: str
    # Why the registration is not sent back, and what to do first.
    refusal: str
    url: str
    # A minor without parent or legal guardian: their best interests allow work at once.
    is_lone_minor: bool = False


class ProtectionNeedLookup(Protocol):
    """Returns what about the person waits for an answer; nothing where all is answered."""

    def __call__(self, person: Person, /) -> list[ProtectionNeed]: ...


protection_need_lookups: ExtensionList[ProtectionNeedLookup] = ExtensionList(
    "protection_need_lookups",
    "What about a person must be answered before their registration may be sent back.",
    register_in="receivers.py",
    takes=ProtectionNeedLookup,
)

person_changed = ExtensionSignal(
    "person_changed",
    "Details of a person were corrected or completed.",
    person="Person",
    fields="frozenset[str]",
    by="User",
)
identity_changed = ExtensionSignal(
    "identity_changed",
    "A person, their documents or contacts were saved. Sent in the same transaction.",
    person="Person",
)
consent_withdrawn = ExtensionSignal(
    "consent_withdrawn",
    "A person withdrew a consent; `by` recorded it.",
    consent="Consent",
    by="User",
)
disclosure_ended = ExtensionSignal(
    "disclosure_ended",
    "Another organization may no longer read what was disclosed to it.",
    disclosure="Disclosure",
    by="User | None",
)
message_answered_or_failed = ExtensionSignal(
    "message_answered_or_failed",
    "A message was answered (`message.no`), or did not arrive (`message.failed`).",
    message="Message",
    what="str",
)
stop_received = ExtensionSignal(
    "stop_received",
    """A telephone answered STOP, whether or not a text of ours went there.

    The number is told for the moment and is not kept: `OptedOutNumber` names nobody.
    """,
    number="str",
)
