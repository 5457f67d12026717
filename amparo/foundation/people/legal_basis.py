"""The legal basis of using and sharing what is known of a person, by purpose and recipient.

It decides referrals, exports, tracing, releases and what partners read. The person's own
latest answer comes first: a no, or a consent withdrawn, is obeyed by the next request. Where they
have not answered, the signed basis of a register may stand for them. An exception lets their own
office act where they could not be asked, and lasts no longer than its review allows; before the
review it does so where life is in danger, or for a minor without parent or legal guardian.

"Our own office" means the data controller to whom it was said. All organizations of our own are
one controller; each other organization that accompanies people here is a controller of its own.
So what was agreed with one never lets another work, nor read: that takes a yes to the transfer,
or a new answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from amparo.foundation.core.models import Organization

if TYPE_CHECKING:
    from .models import Consent, ConsentException, Person, RegisterBasis

OWN_OFFICE, AUTHORITIES = "own_office", "authorities"
# To be accompanied from now on by another organization, named: the whole file goes there.
TRANSFER = "transfer"
type Recipient = Organization | str
# An organization that is a controller of its own; None is ours.
type Controller = Organization | None
ANY: Literal["any"] = "any"
type AnyController = Controller | Literal["any"]


@dataclass(frozen=True)
class LegalBasis:
    """Why it is allowed: a consent, the signed basis of a register, or an exception."""

    kind: str
    record: "Consent | RegisterBasis | ConsentException"
    until: datetime | None = None

    @property
    def waits(self) -> bool:
        """True for an exception that no second person has reviewed yet."""
        return self.kind == "exception" and self.until is not None


def legal_basis_for(
    person: "Person",
    purpose: str,
    recipient: Recipient = OWN_OFFICE,
    *,
    consents: "Iterable[Consent] | None" = None,
    controller: AnyController = ANY,
    without: "ConsentException | None" = None,
) -> LegalBasis | None:
    """Returns what allows `purpose` with `recipient` now, or None; `without` an exception, what
    else allows it.

    `consents` are the person's latest answers, where the caller has read them already;
    `controller` says whose own office is meant, where that matters.
    """
    if not _is_own(recipient) and _has_withdrawn_from_us(person, consents):
        return None
    word = latest_consent(person, purpose, recipient, consents=consents, controller=controller)
    if word is not None and word.is_in_force:
        return LegalBasis("consent", word, word.end)
    if not _is_own(recipient):  # what leaves the controller rests on the person's own yes alone
        return None
    if word is None and (found := _basis_of_controller(person, purpose, controller, consents)):
        return found
    if purpose != "case_management":
        return None
    return _exception(person, word, controller, without=without)


def legal_basis_for_transfer(person: "Person", to: Organization) -> LegalBasis | None:
    """Returns what allows another controller to accompany the person from now on, or None.

    Their yes to it, or to being accompanied there; or, where they could not be asked, an
    exception that a second person confirmed.
    """
    if _has_withdrawn_from_us(person):
        return None
    found = legal_basis_for(person, TRANSFER, to)
    found = found or legal_basis_for(person, "case_management", controller=controller_of(to))
    if found is None and latest_consent(person, TRANSFER, to) is None:
        found = _exception(person, latest_consent(person, "case_management", OWN_OFFICE), ANY)
    return found if found and not found.waits else None


def controller_of(organization: Organization) -> Controller:
    """Returns the controller an organization belongs to: None for ours, else itself."""
    return None if organization.kind == Organization.Kind.OWN else organization


def _basis_of_controller(
    person: "Person", purpose: str, controller: AnyController, consents: "Iterable[Consent] | None"
) -> LegalBasis | None:
    """Where they have not spoken here: a register's basis; or that they agreed to come here."""
    basis = person.basis
    if (
        basis is not None
        and purpose in basis.purposes
        and _is_controller(basis.controller_id, controller)
    ):
        return LegalBasis("register", basis)
    if purpose == "case_management" and isinstance(controller, Organization):
        word = latest_consent(person, TRANSFER, controller, consents=consents)
        if word is not None and word.is_in_force:
            return LegalBasis("consent", word, word.end)
    return None


def _is_controller(controller_id: int | None, controller: AnyController) -> bool:
    """Returns whether an answer given to one controller counts for `controller`."""
    if controller == ANY:
        return True
    return controller_id == (controller.pk if isinstance(controller, Organization) else None)


def _has_withdrawn_from_us(person: "Person", consents: "Iterable[Consent] | None" = None) -> bool:
    """Who no longer wants to be accompanied is shared with nobody, whatever was agreed before."""
    word = latest_consent(person, "case_management", OWN_OFFICE, consents=consents)
    return word is not None and not word.is_in_force


def latest_consent(
    person: "Person",
    purpose: str,
    recipient: Recipient,
    *,
    consents: "Iterable[Consent] | None" = None,
    controller: AnyController = ANY,
) -> "Consent | None":
    """Returns the latest answer: of an organization by name, before authorities in general."""
    if consents is None:
        consents = person.consents.latest_answers().filter(purpose=purpose)
    about = [word for word in consents if word.purpose == purpose]
    named = isinstance(recipient, Organization) and [
        word for word in about if word.organization_id == recipient.pk
    ]
    if named:
        return max(named, key=lambda word: word.pk)
    meant = [
        word
        for word in about
        if word.recipient == _category(recipient)
        and (word.recipient != OWN_OFFICE or _is_controller(word.controller_id, controller))
    ]
    return max(meant, key=lambda word: word.pk, default=None)


def _category(recipient: Recipient) -> str:
    if not isinstance(recipient, Organization):
        return recipient
    return {
        Organization.Kind.OWN: OWN_OFFICE,
        Organization.Kind.GOVERNMENT: AUTHORITIES,
    }.get(Organization.Kind(recipient.kind), "")


def _is_own(recipient: Recipient) -> bool:
    return _category(recipient) == OWN_OFFICE


def _exception(
    person: "Person", word: "Consent | None", controller: AnyController,
    without: "ConsentException | None" = None,
) -> LegalBasis | None:  # fmt: skip
    """A later no ends an exception, except where the law obliges us."""
    found = person.exceptions.not_lapsed()
    if controller != ANY:
        found = found.of_controller(controller)
    for exception in found.select_related("review").order_by("-pk"):
        if exception == without or not exception.allows_work:
            continue
        spoken = word and max(word.at, word.withdrawal.at if word.is_withdrawn else word.at)
        if exception.is_legal_duty or spoken is None or exception.asked_at > spoken:
            return LegalBasis("exception", exception, _lapses_at(exception))
    return None


def _lapses_at(exception: "ConsentException") -> datetime | None:
    return exception.review_due if exception.is_waiting else None
