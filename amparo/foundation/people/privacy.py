"""What lies in the file of a person and of a family, and what goes when they go."""

from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amparo.foundation.trust import audit
from amparo.foundation.trust.keeping import (
    Erasing,
    erase,
    goes_along,
    holds,
    in_no_file,
    is_held,
    lies_in,
)
from amparo.foundation.trust.models import Notice

from .merged_records import leads_on, read_along, stays
from .messaging.providers import Folder, provider
from .models import (
    BasisReview,
    Community,
    Comparison,
    Consent,
    ConsentException,
    Contact,
    Document,
    Family,
    FamilyMember,
    Functioning,
    HouseholdKey,
    LikelyPair,
    Merge,
    MergeAnswer,
    MergeParted,
    Message,
    MessageReply,
    MessageStep,
    NameCount,
    NotOneHousehold,
    PairDecision,
    Person,
    PersonKey,
    PersonReach,
    PersonTraits,
    Separation,
    Shared,
    SharedBasis,
    Withdrawal,
)
from .models.persons import DOMAINS


def pairs_with(person: Person):
    return LikelyPair.objects.filter(Q(one=person) | Q(other=person))


def statements_on_merges(model: type[MergeAnswer | MergeParted], person: Person):
    return model.objects.filter(merge__in=Merge.objects.of(person))


def decisions_on(person: Person):
    return PairDecision.objects.filter(pair__in=pairs_with(person).values("pk"))


lies_in(
    Person, Document, "person", title=_("Documents"),
    tells=("kind", "number", "country", "expires_on", "held_by"),
)  # fmt: skip
lies_in(
    Person, Contact, "person", title=_("How to reach you"),
    tells=("kind", "value", "note", "is_safe", "safe_from", "safe_until"),
)  # fmt: skip
lies_in(
    Person, Functioning, "person", title=_("Difficulties in activities"),
    tells=("asked_on", *DOMAINS),
)  # fmt: skip
lies_in(
    Person, Consent, "person", title=_("What you agreed to"),
    tells=(
        "given_on", "purpose", "recipient", "organization", "agreed", "method", "language",
        "given_by", "giver_name", "witness", "limits", "expires_on",
    ),
)  # fmt: skip
lies_in(
    Person, Withdrawal, "consent__person", title=_("What you took back"), tells=("at", "words")
)
lies_in(
    Person, Shared, "person", title=_("What other organizations received of you"),
    tells=("at", "organization", "purpose", "until", "ended_at"),
)  # fmt: skip
lies_in(
    Person, ConsentException, "person", title=_("Registered without your consent"),
    tells=("asked_at", "basis", "reason"), asks=True,
)  # fmt: skip
lies_in(
    Person, BasisReview, "exception__person", title=_("How that was reviewed"),
    tells=("at", "confirmed", "note"), asks=True,
)  # fmt: skip
lies_in(
    Person, Separation, "member__person", title=_("How you were separated from your family"),
    tells=("since", "cause", "story"), asks=True,
)  # fmt: skip
lies_in(
    Person, FamilyMember, "person", title=_("Your family"), tells=("relation",),
)  # fmt: skip
lies_in(
    Person, Message, "person", title=_("Texts to your telephone"),
    tells=("at", "number", "words", "state"),
)  # fmt: skip
lies_in(
    Person, MessageReply, "message__person", title=_("What you answered to them"),
    tells=("at", "words"),
)  # fmt: skip
lies_in(
    Person, MessageStep, "message__person",
    withheld=_("When each text left and arrived; its state is told with it."),
)  # fmt: skip
lies_in(
    Person, PersonKey, "person",
    withheld=_("Tokens that only this house can use to find you; they say nothing of you."),
)  # fmt: skip
lies_in(
    Person, LikelyPair, pairs_with,
    withheld=_("That two files may be one person’s: a guess, about somebody else too."),
)  # fmt: skip
lies_in(
    Person, PairDecision, decisions_on,
    withheld=_("How colleagues answered that guess: it would tell of somebody else."),
)  # fmt: skip
lies_in(
    Person, PersonTraits, "person",
    withheld=_("A sealed copy of what your file says, by which you are known again."),
)  # fmt: skip
lies_in(
    Person, PersonReach, "record",
    withheld=_("Which teams may open your file. Ask for the letter that says who opened it."),
)  # fmt: skip
lies_in(
    Person, HouseholdKey, "person",
    withheld=_("Tokens by which we ask who belongs together; they say nothing of you."),
)  # fmt: skip
lies_in(
    Person, NotOneHousehold, lambda who: NotOneHousehold.objects.filter(Q(one=who) | Q(other=who)),
    withheld=_("With whom you do not live together: that is in the files of others too."),
)  # fmt: skip
lies_in(
    Person, Merge, lambda who: Merge.objects.of(who),
    title=_("Two files that we held to be yours"), tells=("at", "because"), asks=True,
)  # fmt: skip
lies_in(
    Person, MergeAnswer, partial(statements_on_merges, MergeAnswer),
    title=_("What a second person said of it"), tells=("at", "because"), asks=True,
)  # fmt: skip
lies_in(
    Person, MergeParted, partial(statements_on_merges, MergeParted),
    title=_("Why the two files were parted again"), tells=("at", "because"), asks=True,
)  # fmt: skip
lies_in(
    Family, FamilyMember, "family",
    withheld=_("The others of your family: each may ask for their own file."),
)  # fmt: skip
lies_in(Family, Separation, "member__family", withheld=_("What concerns others of your family."))

in_no_file(Community, _("Kept with the community it speaks for, as long as we work with it."))
in_no_file(Comparison, _("How often the register was compared with itself: of nobody."))
in_no_file(NameCount, _("How many people bear a name: no name, and nobody’s."))
in_no_file(SharedBasis, _("Who signed an agreement between organizations."))


def leave_families(person: Person, erasing: Erasing) -> None:
    """The family stays with the others; one that is left with nobody goes too."""
    for family in Family.objects.filter(members__person=person):
        others = family.members.exclude(person=person).order_by("pk")
        if family.head_id == person.pk:
            eldest = others.first()
            family.head = eldest.person if eldest else None
            family.save(update_fields=["head"])
        family.members.filter(person=person).delete()
        if not others.exists() and not is_held(family):
            erase(family, erasing)
    Family.objects.filter(head=person).update(head=None)


def end_disclosures(person: Person, erasing: Erasing) -> None:
    """Whoever received something of them is told to delete it."""
    for shared in person.shared.filter(ended_at=None):
        shared.end(by=erasing.by, because="forgotten")


def withdraw_messages(person: Person, erasing: Erasing) -> None:
    """A text that still lies in a folder, in the clear, goes with the file it came from."""
    chosen = provider()
    if isinstance(chosen, Folder):
        for ref in person.messages.values_list("ref", flat=True):
            transaction.on_commit(partial(chosen.take_away, ref), robust=True)


def end_merges(person: Person, erasing: Erasing) -> None:
    """The other file of a merge stays, by itself; why they were joined goes with this one."""
    for merge in Merge.objects.standing().of(person).select_related("kept", "joined"):
        Notice.objects.filter(url__contains=str(merge.ref)).delete()
        if merge.is_in_force:
            stays_here = merge.joined if merge.kept_id == person.pk else merge.kept
            audit.note(erasing.by, "person.parted", stays_here, reason="erased")


def empty_family(family: Family, erasing: Erasing) -> None:
    family.members.all().delete()
    family.head = None
    family.save(update_fields=["head"])


goes_along(Person, end_disclosures)
goes_along(Person, leave_families)
goes_along(Person, withdraw_messages)
goes_along(Person, end_merges)
goes_along(Family, empty_family)
holds(Family, lambda family: family.members.exists())

# What becomes of each when two files are joined.
for along in (Document, Contact, FamilyMember, Functioning, Message, Shared):
    read_along(along)
leads_on(PersonKey)
leads_on(PersonTraits)
leads_on(HouseholdKey)
stays(Consent, why=_("What they agreed to is asked for each file: one yes never stands for two."))
stays(ConsentException, why=_("Why one file was begun without their consent."))
stays(PersonReach, "record", why=_("Who may open a file is never widened by joining it."))
stays(Family, "head", why=_("Who speaks for a family is one of its members, and read with them."))
stays(NotOneHousehold, "one", why=_("What was said of these two files."))
stays(NotOneHousehold, "other", why=_("What was said of these two files."))
stays(Merge, "kept", why=_("The joining itself."))
stays(Merge, "joined", why=_("The joining itself."))
stays(LikelyPair, "one", why=_("What was asked of these two files."))
stays(LikelyPair, "other", why=_("What was asked of these two files."))
