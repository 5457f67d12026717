"""What lies in the file of a person and of a family, and what goes when they go."""

from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.erasure import (
    Erasure,
    before_erasure,
    blocks_erasure,
    declare_personal_data,
    erase_with_owner,
    is_on_hold,
)
from amparo.foundation.core.models import Notification

from .merged_records import keep_with_own_record, redirect_to_kept_record, show_with_kept_record
from .messaging.providers import Folder, provider
from .models import (
    Consent,
    ConsentDocument,
    ConsentException,
    Contact,
    Disclosure,
    DuplicateCandidate,
    DuplicateDecision,
    Family,
    FamilyMember,
    HouseholdToken,
    IdentityDocument,
    Merge,
    MergeConfirmation,
    Message,
    Person,
    PersonAccessGrant,
    RejectedHouseholdSuggestion,
    SearchToken,
    StoredFeatures,
    Unmerge,
    WashingtonGroupAnswers,
)


def pairs_with(person: Person):
    return DuplicateCandidate.objects.filter(Q(one=person) | Q(other=person))


def statements_on_merges(model: type[MergeConfirmation | Unmerge], person: Person):
    return model.objects.filter(merge__in=Merge.objects.of(person))


def decisions_on(person: Person):
    return DuplicateDecision.objects.filter(pair__in=pairs_with(person).values("pk"))


declare_personal_data(
    Person, DuplicateCandidate, pairs_with,
    withheld=_("That two files may be one person’s: a guess, about somebody else too."),
)  # fmt: skip
declare_personal_data(
    Person, DuplicateDecision, decisions_on,
    withheld=_("How colleagues answered that guess: it would tell of somebody else."),
)  # fmt: skip
declare_personal_data(
    Person, RejectedHouseholdSuggestion,
    lambda who: RejectedHouseholdSuggestion.objects.filter(Q(one=who) | Q(other=who)),
    withheld=_("With whom you do not live together: that is in the files of others too."),
)  # fmt: skip
declare_personal_data(
    Person, Merge, lambda who: Merge.objects.of(who),
    title=_("Records merged as yours"), disclosed_fields=("at", "because"),
    needs_review=True,
)  # fmt: skip
declare_personal_data(
    Person, MergeConfirmation, partial(statements_on_merges, MergeConfirmation),
    title=_("Second approval"), disclosed_fields=("at", "because"),
    needs_review=True,
)  # fmt: skip
declare_personal_data(
    Person, Unmerge, partial(statements_on_merges, Unmerge),
    title=_("Reason for undoing the merge"), disclosed_fields=("at", "because"),
    needs_review=True,
)  # fmt: skip


def leave_families(person: Person, erasing: Erasure) -> None:
    """The family stays with the others; one that is left with nobody goes too."""
    for family in Family.objects.filter(members__person=person):
        others = family.members.exclude(person=person).order_by("pk")
        if family.head_id == person.pk:
            eldest = others.first()
            family.head = eldest.person if eldest else None
            family.save(update_fields=["head"])
        family.members.filter(person=person).delete()
        if not others.exists() and not is_on_hold(family):
            erase_with_owner(family, erasing)
    Family.objects.filter(head=person).update(head=None)


def end_disclosures(person: Person, erasing: Erasure) -> None:
    """Whoever received something of them is told to delete it."""
    for disclosure in person.disclosures.filter(ended_at=None):
        disclosure.end(by=erasing.by, because="forgotten")


def withdraw_messages(person: Person, erasing: Erasure) -> None:
    """A text that still lies in a folder, in the clear, goes with the file it came from."""
    chosen = provider()
    if isinstance(chosen, Folder):
        for ref in person.messages.values_list("ref", flat=True):
            transaction.on_commit(partial(chosen.remove, ref), robust=True)


def end_merges(person: Person, erasing: Erasure) -> None:
    """The other file of a merge stays, by itself; why they were joined goes with this one."""
    for merge in Merge.objects.active().of(person).select_related("kept", "duplicate"):
        Notification.objects.filter(url__contains=str(merge.ref)).delete()
        if merge.is_in_force:
            stays_here = merge.duplicate if merge.kept_id == person.pk else merge.kept
            log.log_event(erasing.by, "person.parted", stays_here, reason="erased")


def empty_family(family: Family, erasing: Erasure) -> None:
    family.members.all().delete()
    family.head = None
    family.save(update_fields=["head"])


before_erasure(Person, end_disclosures)
before_erasure(Person, leave_families)
before_erasure(Person, withdraw_messages)
before_erasure(Person, end_merges)
before_erasure(Family, empty_family)
blocks_erasure(Family, lambda family: family.members.exists())

# What becomes of each when two files are joined.
for along in (
    IdentityDocument,
    Contact,
    FamilyMember,
    WashingtonGroupAnswers,
    Message,
    Disclosure,
):
    show_with_kept_record(along)
redirect_to_kept_record(SearchToken)
redirect_to_kept_record(StoredFeatures)
redirect_to_kept_record(HouseholdToken)
keep_with_own_record(
    Consent, why=_("What they agreed to is asked for each file: one yes never stands for two.")
)
keep_with_own_record(
    ConsentDocument, why=_("By which document somebody consented belongs to that consent.")
)
keep_with_own_record(ConsentException, why=_("Why one file was begun without their consent."))
keep_with_own_record(
    PersonAccessGrant, "record", why=_("Who may open a file is never widened by joining it.")
)
keep_with_own_record(
    Family, "head", why=_("The head of household is one of its members, and read with them.")
)
keep_with_own_record(
    RejectedHouseholdSuggestion, "one", why=_("What was said of these two files.")
)
keep_with_own_record(
    RejectedHouseholdSuggestion, "other", why=_("What was said of these two files.")
)
keep_with_own_record(Merge, "kept", why=_("The joining itself."))
keep_with_own_record(Merge, "duplicate", why=_("The joining itself."))
keep_with_own_record(DuplicateCandidate, "one", why=_("What was asked of these two files."))
keep_with_own_record(DuplicateCandidate, "other", why=_("What was asked of these two files."))
