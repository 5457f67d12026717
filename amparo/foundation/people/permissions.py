"""Who may see and work on the files of people, families and communities."""

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from amparo.foundation.fieldwork.permissions import is_here, works_on
from amparo.foundation.trust.access import (
    NONE,
    Rule,
    access_to,
    either,
    nobody,
    open_to,
    path_to,
    reached,
    role,
    through,
)
from amparo.foundation.trust.models import Office, User
from amparo.foundation.trust.veil import classed, limited_by, of_roles

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
    Place,
    Separation,
    Shared,
    SharedBasis,
    Stopped,
    Withdrawal,
)

# Who reads the texts to those who have no file of a person: a pillar above says so.
extra_message_rules: list[Rule] = []


def a_member(verb: str) -> Rule:
    """Whoever holds the file of a member may open the family."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        held = PersonReach.objects.held_by(user.holders(verb))
        members = FamilyMember.objects.filter(
            family=OuterRef(path_to(at, "pk")),
            person__in=held.values("record"),
        )
        return Q(Exists(members))

    return rule


def of_own_organization(user: User, model: type[models.Model], at: str = "") -> Q:
    """What was shared with the organization that one answers for."""
    organizations = user.partner_of if "shared.see" in user.verbs else []
    return Q(**{path_to(at, "organization__in"): organizations}) if organizations else NONE


def of_a_branch(verb: str, team: str = "team") -> Rule:
    """Whoever answers for the office above: a second person where an office is small."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        above = user.offices_for(verb)
        return Q(**{path_to(at, f"{team}__office__parent__in"): above}) if above else NONE

    return rule


def known_elsewhere(user: User, model: type[models.Model], at: str = "") -> Q:
    """Known to an office that lets others learn it, and in no restricted file anywhere."""
    if "person.see" not in user.verbs:
        return NONE
    rows = PersonReach.objects.live().filter(record=OuterRef(path_to(at, "pk")))
    is_restricted = Exists(rows.filter(holder__contains="@"))
    return Q(Exists(rows.filter(holder__in=sharing_offices()))) & ~Q(is_restricted)


def sharing_offices() -> models.QuerySet:
    """The offices that let others learn whom they know, as holders."""
    name = Concat(Value("office:"), Cast("pk", models.CharField()))
    return Office.objects.filter(shares_know=True).annotate(holder=name).values("holder")


def of_two_files(one: str, other: str, to: str) -> Rule:
    """Whoever may do it to both files: to everybody else it is not there."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        said = [through(end, to)(user, model, at) for end in (one, other)]
        return NONE if NONE in said else said[0] & said[1]

    return rule


def of_who_opens_both(verb: str) -> Rule:
    """Whoever opens both files and answers for one of them: a second person."""
    opens = of_two_files("kept", "joined", "see")
    answers = either(through("kept", "approve"), through("joined", "approve"))

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        said = [each(user, model, at) for each in (opens, answers)]
        return NONE if NONE in said or verb not in user.verbs else said[0] & said[1]

    return rule


def of_another_file(user: User, model: type[models.Model], at: str = "") -> Q:
    """Whoever reads the record of a pillar above that a text belongs to."""
    return either(*extra_message_rules)(user, model, at)


access_to(Place, see=role("place.see"), edit=role("place.edit"))
access_to(Community, see=role("community.see"), work=role("community.work"))
access_to(
    Person,
    know=either(reached(PersonReach, "person.see"), known_elsewhere),
    meet=either(reached(PersonReach, "person.see"), reached(PersonReach, "shared.see")),
    see=reached(PersonReach, "person.see"),
    work=reached(PersonReach, "person.work"),
    approve=reached(PersonReach, "case.approve"),
    erase=reached(PersonReach, "file.erase"),
)
access_to(Family, see=a_member("person.see"), work=a_member("family.work"))
access_to(FamilyMember, see=through("family"), work=through("family", "work"))
access_to(Separation, see=through("member__family"))
for part in (Document, Contact, Functioning, Consent):
    access_to(part, see=through("person"), work=through("person", "work"))
access_to(
    Shared, see=either(through("person"), of_own_organization), end=through("person", "work")
)
access_to(PersonTraits, see=through("person"))
access_to(Withdrawal, see=through("consent__person"))
access_to(
    ConsentException,
    see=either(through("person"), through("person", "approve"), of_a_branch("case.approve")),
    approve=either(through("person", "approve"), of_a_branch("case.approve")),
)
access_to(BasisReview, see=through("exception__person"))
access_to(SharedBasis, see=role("person.see"), work=role("register.bring"))
access_to(
    Message,
    see=either(through("person"), of_another_file),
    work=either(through("person", "work"), of_another_file),
)
access_to(MessageStep, see=through("message"))
access_to(MessageReply, see=through("message"))
access_to(Comparison, see=role("register.compare"), stop=role("register.compare"))
access_to(
    LikelyPair,
    see=of_two_files("one", "other", "see"),
    decide=of_two_files("one", "other", "work"),
)
access_to(PairDecision, see=through("pair"))
access_to(
    Merge,
    see=of_two_files("kept", "joined", "see"),
    part=of_two_files("kept", "joined", "work"),
    answer=of_who_opens_both("case.approve"),
)
access_to(MergeAnswer, see=through("merge"))
access_to(MergeParted, see=through("merge"))
access_to(NotOneHousehold, see=of_two_files("one", "other", "see"))
access_to(HouseholdKey, see=nobody)
access_to(Stopped, see=nobody)
access_to(PersonKey, see=nobody)
access_to(NameCount, see=nobody)
access_to(PersonReach, see=nobody)


def received(user: User, person: Person) -> frozenset[str]:
    """All that one's role reads; of what was shared with a partner, no more than was shared."""
    own = of_roles(user, "person.see")
    if "shared.see" not in user.verbs:
        return own
    if own and Person.objects.open_to(user).filter(pk=person.pk).exists():
        return own
    # An extract is read elsewhere: it opens nothing of the file.
    shared = Shared.objects.live().open_to(user).filter(person=person, opens_file=True)
    given = frozenset().union(*shared.values_list("classes", flat=True))
    return of_roles(user, "shared.see") & given


# The classes of what a file says; whatever is not named here is narrative.
classed(
    Person,
    identity=(
        "name", "initials", "given_names", "family_names", "second_family_name", "original_name",
        "aliases", "father_name", "mother_name", "birth_date", "birth_place", "birth_year",
        "sex", "nationality", "other_nationalities",
    ),
    contact=("safe_contact", "safe_channel"),
    medical=("gender", "support_needs"),
    narrative=("migration_status", "statelessness"),
)  # fmt: skip
classed(Family, identity=("name",))
classed(Community, identity=("spokespersons",), narrative=("description",))
classed(Document, identity=("number",))
classed(Contact, contact=("value", "note"))
classed(Message, contact=("number",))
classed(Consent, identity=("giver_name", "witness"))
classed(Functioning, medical=(*Functioning.harmless,))
limited_by(Person, received)


def a_file_worked_on(user: User, model: type[models.Model], at: str = "") -> Q:
    """What a telephone sent about a person whom one works with."""
    theirs = open_to(Person.objects.all(), user, "work")
    return Q(Exists(theirs.filter(ref=OuterRef(path_to(at, "file_ref")))))


def a_known_file(user: User, model: type[models.Model], at: str = "") -> Q:
    return Q(Exists(Person.objects.filter(ref=OuterRef(path_to(at, "file_ref")))))


works_on["person"], is_here["person"] = a_file_worked_on, a_known_file
