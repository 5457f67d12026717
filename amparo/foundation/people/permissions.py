"""Permission rules of people, families and communities: who may see and change their records."""

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from amparo.foundation.core.encryption.fields import plain_fields
from amparo.foundation.core.models import Office, Team, User
from amparo.foundation.core.permissions.grants import NONE, PermissionRule, any_of
from amparo.foundation.core.permissions.masking import (
    classes_of_roles,
    register_class_lookup,
    set_field_classes,
)
from amparo.foundation.core.permissions.rules import (
    _accessible_to,
    any_signed_in_user,
    has_grant,
    has_permission,
    join_path,
    no_one,
    register_rules,
    via_foreign_key,
)
from amparo.foundation.fieldwork.extension_points import RecordRules, record_rules

from .models import (
    BoundarySet,
    BoundaryUpload,
    Community,
    Consent,
    ConsentDocument,
    ConsentException,
    Contact,
    DeduplicationRun,
    Disclosure,
    DuplicateCandidate,
    DuplicateDecision,
    Family,
    FamilyMember,
    FamilySeparation,
    HouseholdToken,
    IdentityDocument,
    Merge,
    MergeConfirmation,
    Message,
    MessageReply,
    MessageStatusChange,
    NameFrequency,
    OptedOutNumber,
    Person,
    PersonAccessGrant,
    Place,
    RegisterBasis,
    RejectedHouseholdSuggestion,
    SearchToken,
    Unmerge,
    WashingtonGroupAnswers,
)
from .models.disclosures import PRACTISED


def of_family_member(verb: str) -> PermissionRule:
    """Opens a family to whoever has access to the record of a member."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        held = PersonAccessGrant.objects.for_grantees(user.grantees(verb))
        members = FamilyMember.objects.filter(
            family=OuterRef(join_path(at, "pk")),
            person__in=held.values("record"),
        )
        return Q(Exists(members))

    return rule


def of_own_organization(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens what was disclosed to the organization of a partner's user."""
    organizations = user.partner_organizations if "shared.see" in user.permissions else []
    if not organizations:
        return NONE
    theirs = Q(**{join_path(at, "organization__in"): organizations})
    return theirs & ~Q(**{join_path(at, "what"): PRACTISED})


def of_a_branch(verb: str, team: str = "team") -> PermissionRule:
    """Opens to whoever has `verb` in the parent office."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        above = user.offices_for(verb)
        return Q(**{join_path(at, f"{team}__office__parent__in"): above}) if above else NONE

    return rule


def in_own_office(verb: str) -> PermissionRule:
    """Opens what belongs to an office in which the user has `verb`, as a whole or in a team."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if verb not in user.permissions:
            return NONE
        teams = Team.objects.filter(pk__in=user.teams_for(verb)).values("office")
        office = join_path(at, "office__in")
        return Q(**{office: user.offices_for(verb)}) | Q(**{office: teams})

    return rule


def known_elsewhere(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens that a person is known, where an office shares it and no restricted group has them."""
    if "person.see" not in user.permissions or user.is_practice:
        return NONE
    rows = PersonAccessGrant.objects.live().filter(record=OuterRef(join_path(at, "pk")))
    is_restricted = Exists(rows.filter(grantee__contains="@"))
    return Q(Exists(rows.filter(grantee__in=sharing_offices()))) & ~Q(is_restricted)


def sharing_offices() -> models.QuerySet:
    """Returns the holders of the offices that let others learn whom they know."""
    name = Concat(Value("office:"), Cast("pk", models.CharField()))
    return (
        Office.objects.filter(shares_known_persons=True).annotate(grantee=name).values("grantee")
    )


def on_both_records(one: str, other: str, to: str) -> PermissionRule:
    """Opens to whoever has permission `to` on both records; closed to everybody else."""

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        said = [via_foreign_key(end, to)(user, model, at) for end in (one, other)]
        return NONE if NONE in said else said[0] & said[1]

    return rule


def of_who_opens_both(verb: str) -> PermissionRule:
    """Opens to whoever sees both records and may approve for one of them: a second person."""
    opens = on_both_records("kept", "duplicate", "see")
    answers = any_of(via_foreign_key("kept", "approve"), via_foreign_key("duplicate", "approve"))

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        said = [each(user, model, at) for each in (opens, answers)]
        return NONE if NONE in said or verb not in user.permissions else said[0] & said[1]

    return rule


register_rules(Place, see=has_permission("place.see"), edit=has_permission("place.edit"))
# Outlines are of anybody: whose figures are drawn on them is decided where the figures are.
register_rules(BoundarySet, see=any_signed_in_user, keep=in_own_office("boundary.keep"))
register_rules(BoundaryUpload, see=in_own_office("boundary.keep"))
register_rules(
    Community, see=has_permission("community.see"), work=has_permission("community.work")
)
register_rules(
    Person,
    know=any_of(has_grant(PersonAccessGrant, "person.see"), known_elsewhere),
    meet=any_of(
        has_grant(PersonAccessGrant, "person.see"), has_grant(PersonAccessGrant, "shared.see")
    ),
    see=has_grant(PersonAccessGrant, "person.see"),
    work=has_grant(PersonAccessGrant, "person.work"),
    approve=has_grant(PersonAccessGrant, "case.approve"),
    erase=has_grant(PersonAccessGrant, "file.erase"),
)
register_rules(Family, see=of_family_member("person.see"), work=of_family_member("family.work"))
register_rules(FamilyMember, see=via_foreign_key("family"), work=via_foreign_key("family", "work"))
register_rules(FamilySeparation, see=via_foreign_key("member__family"))
for part in (IdentityDocument, Contact, WashingtonGroupAnswers, Consent):
    register_rules(part, work=via_foreign_key("person", "work"))
register_rules(
    Disclosure,
    see=any_of(via_foreign_key("person"), of_own_organization),
    end=via_foreign_key("person", "work"),
)
register_rules(
    ConsentException,
    see=any_of(
        via_foreign_key("person"),
        via_foreign_key("person", "approve"),
        of_a_branch("case.approve"),
    ),
    approve=any_of(via_foreign_key("person", "approve"), of_a_branch("case.approve")),
)
register_rules(
    RegisterBasis, see=has_permission("person.see"), work=has_permission("register.bring")
)
register_rules(
    Message,
    work=via_foreign_key("person", "work"),
)
register_rules(MessageStatusChange, see=via_foreign_key("message"))
register_rules(MessageReply, see=via_foreign_key("message"))
register_rules(
    DeduplicationRun,
    see=has_permission("register.compare"),
    stop=has_permission("register.compare"),
)
register_rules(
    DuplicateCandidate,
    see=on_both_records("one", "other", "see"),
    decide=on_both_records("one", "other", "work"),
)
register_rules(DuplicateDecision, see=via_foreign_key("pair"))
register_rules(
    Merge,
    see=on_both_records("kept", "duplicate", "see"),
    undo=on_both_records("kept", "duplicate", "work"),
    answer=of_who_opens_both("case.approve"),
)
register_rules(MergeConfirmation, see=via_foreign_key("merge"))
register_rules(Unmerge, see=via_foreign_key("merge"))
register_rules(RejectedHouseholdSuggestion, see=on_both_records("one", "other", "see"))
register_rules(HouseholdToken, see=no_one)
register_rules(OptedOutNumber, see=no_one)
register_rules(SearchToken, see=no_one)
register_rules(NameFrequency, see=no_one)
register_rules(PersonAccessGrant, see=no_one)


def received(user: User, person: Person) -> frozenset[str]:
    """Returns the field classes `user` may read of `person`; a partner: those disclosed."""
    own = classes_of_roles(user, "person.see")
    if "shared.see" not in user.permissions:
        return own
    if own and Person.objects.accessible_to(user).filter(pk=person.pk).exists():
        return own
    # An extract is read elsewhere: it opens nothing of the file.
    disclosures = (
        Disclosure.objects.live().accessible_to(user).filter(person=person, opens_file=True)
    )
    given = frozenset().union(*disclosures.values_list("classes", flat=True))
    return classes_of_roles(user, "shared.see") & given


# The classes of what a file says; whatever is not named here is narrative.
set_field_classes(
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
set_field_classes(Family, identity=("name",))
set_field_classes(Community, identity=("spokespersons",), narrative=("description",))
set_field_classes(IdentityDocument, identity=("number",))
set_field_classes(Contact, contact=("value", "note"))
set_field_classes(Message, contact=("number",))
set_field_classes(
    Consent, identity=("consenting_person", "document", "document_issuer", "witness")
)
set_field_classes(ConsentDocument, identity=("name",))
set_field_classes(WashingtonGroupAnswers, medical=plain_fields(WashingtonGroupAnswers))
register_class_lookup(Person, received)


def on_own_record(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens what a device sent about a person whose record the user may change."""
    theirs = _accessible_to(Person.objects.all(), user, "work")
    return Q(Exists(theirs.filter(ref=OuterRef(join_path(at, "file_ref")))))


def on_known_record(user: User, model: type[models.Model], at: str = "") -> Q:
    return Q(Exists(Person.objects.filter(ref=OuterRef(join_path(at, "file_ref")))))


record_rules.register("person", RecordRules(on_own_record, on_known_record))
