"""Who may read what is written down in one table, and no page shows a role more than it says."""

import re

import pytest

from amparo.foundation.core.accounts.roles import CLASSES, ROLES
from amparo.foundation.core.encryption.fields import PersonalField, personal_fields
from amparo.foundation.core.extension_points import permission_rules
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.core.permissions.masking import field_class, has_class, unmasked_permissions
from amparo.foundation.people.models import Consent, Disclosure
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.pillars.assistance.counter_trafficking.models import HtcdsImportIssue
from amparo.pillars.assistance.intake.models import ImportIssue
from tests.support.nightly import rest_at_night
from tests.support.permission_table import TABLE, describe, models_of_ours, text
from tests.support.responses import ask
from tests.support.route_permissions import ROUTE_PERMISSIONS, address

pytestmark = pytest.mark.django_db
READS_ALL = {code for code, role in ROLES.items() if role.classes == CLASSES.keys()}
OWN_TEAM = {code for code in READS_ALL if not ROLES[code].is_partner}
OF_A_TASK = {
    model.__name__: model
    for model in models_of_ours()
    # Troubles hold no words to mark; whom a complaint is told to, by name, is tried in
    # `amparo/pillars/advocacy/feedback/tests`.
    if unmasked_permissions(model)
    and model not in (ImportIssue, HtcdsImportIssue)
    and model._meta.app_label != "feedback"
    # Figures are numbers: who reads them is tried in `amparo/pillars/evidence/tests`.
    and model._meta.app_label != "evidence"
    # Who takes part in an agreement, a meeting or a training: in the tests of these apps.
    and model._meta.app_label not in ("agreements", "dialogue", "training")
    # What is heard, told and published: in the tests of the apps of advocacy.
    and model._meta.app_label not in ("message_bank", "rumours", "asks", "stories")
}
# Whose role reads no files, and partners with whom nothing is shared.
READS_NOTHING = (
    "administrator",
    "data_officer",
    "programme_manager",
    "donor_reader",
    "auditor",
    "nurse",
    "official",
)
# What was sent to them in a referral they read on its page, and nowhere else.
REFERRED = {"official": {"referrals:received-referral": {"identity", "narrative"}}}
# Those of the shelter with which something of Rosa is shared, and their roles.
PARTNERS = {"their_nurse": "provider", "their_official": "official"}
TASKS = (
    "directory:", "intake:regis", "subscription", "counter_trafficking:htcds", "funding:fund",
    "protection:",
    "record_linkage:",
)  # fmt: skip
LOOKED_AT = [r for r, door in ROUTE_PERMISSIONS.items() if door.get != 405 and not door.is_public]
SHARES = [*((kind,) for kind in CLASSES), tuple(CLASSES)]


def test_v8_1_1_who_may_do_what_is_written_down_as_it_is_obeyed():
    is_fresh = TABLE.read_text(encoding="utf-8") == text()
    assert is_fresh, "Make it anew: python -m tests.permission_table"


def test_v8_1_1_every_rule_and_every_route_is_in_the_table():
    written = TABLE.read_text(encoding="utf-8")
    rules = [
        f"| {model._meta.label} | {verb} |"
        for model in permission_rules
        for verb in permission_rules[model]
    ]
    verbs = [f"| `{verb}` |" for role in ROLES.values() for verb in role.permissions]
    assert [each for each in (*rules, *verbs) if each not in written] == []
    assert written.count("\n| `/") == len(ROUTE_PERMISSIONS)


def test_v8_1_2_which_kind_each_personal_value_is_stands_in_the_same_table():
    written = TABLE.read_text(encoding="utf-8").partition("## Every value")[2]
    for model in models_of_ours():
        line = written.partition(f"\n| {model._meta.label} |")[2].partition("\n")[0]
        assert [each for each in personal_fields(model) if each not in line] == [], model


def test_v8_1_2_what_others_than_the_own_team_may_read_was_given_a_kind():
    """What nobody has thought about is narrative; where others read too, somebody must have."""
    silent = [
        f"{model.__name__}.{name}"
        for model in models_of_ours()
        if read_by(model) - OWN_TEAM and not unmasked_permissions(model)
        for name in personal_fields(model)
        if not has_class(model, name)
    ]
    assert silent == []


def read_by(model):
    """The roles that may see such a record, or what was shared of it."""
    verbs = permission_rules[model].keys() & {"see", "meet"}
    return frozenset().union(*(describe(model, verb).roles for verb in verbs))


@pytest.fixture(scope="module")
def marked(shared_data):
    """The same world, in which each value about somebody says of which kind it is."""
    shared_data.kinds = set()
    for model in models_of_ours():
        for record in model._default_manager.all():
            mark(record, shared_data.kinds)
    shared_data.shelter = Organization.objects.get(name="Casa Alba")
    office = Office.objects.create(organization=shared_data.shelter, name="Casa Alba")
    for part, role in PARTNERS.items():
        user = User.objects.create_user(f"{role}.alba@example.org", role, language="en")
        user.add_role(role, by=None, office=office)
        setattr(shared_data, part, user)
    return shared_data


def mark(record, kinds):
    model = type(record)
    said = {
        field.name: model.__name__
        if unmasked_permissions(model)
        else field_class(model, field.name)
        for field in record._meta.concrete_fields
        if isinstance(field, PersonalField) and field.kind == "text"
    }
    for name, kind in said.items():
        told = getattr(record, name) or ""
        # What a form was answered stays a record that its form can read.
        as_record = re.sub(r">[^<>]+<", f">{canary(kind)}<", told) if told[:1] == "<" else ""
        setattr(record, name, as_record or canary(kind))
    if said:
        record.save(update_fields=said)
        kinds |= set(said.values())


def canary(kind):
    return f"Zq{kind}Zq"


def words_of(answer):
    """What is there to read: addresses and keys are drawn by lot, and may hold any digits."""
    return {word for text in re.findall(r">([^<]+)<", answer.text) for word in text.split()}


def kinds_in(answer, kinds=CLASSES):
    return {kind for kind in kinds if canary(kind) in answer.text}


def look_at(routes, world, client):
    """What each of these routes answers."""
    return {route: ask(client, "get", address(route, world)) for route in routes}


def test_v8_2_3_the_world_holds_values_of_every_kind(marked):
    assert marked.kinds >= {*CLASSES, *OF_A_TASK}


@pytest.mark.parametrize("who", rest_at_night(READS_NOTHING, by_day=2))
def test_v8_2_3_who_reads_no_files_finds_nothing_of_them_on_any_page(who, marked, client):
    client.force_login(getattr(marked, who))
    # What is not there for them is a page without anything: `tests/test_permissions.py`.
    routes = [route for route in LOOKED_AT if ROUTE_PERMISSIONS[route].answer("get", who) != 404]
    opened = look_at(routes, marked, client)
    assert sum(answer.status == 200 for answer in opened.values()) > 5
    told_of = {route: kinds_in(answer) for route, answer in opened.items()}
    assert {route: kinds for route, kinds in told_of.items() if kinds} == REFERRED.get(who, {})


@pytest.mark.parametrize("given", SHARES, ids="+".join)
@pytest.mark.parametrize("who", PARTNERS)
def test_v8_2_3_a_partner_reads_what_was_shared_and_is_for_their_role(who, given, marked, client):
    share(marked, given)
    client.force_login(getattr(marked, who))
    reads = ROLES[PARTNERS[who]].classes & set(given)
    opened = look_at(("person", "people:disclosures"), marked, client)
    file = opened["person"]
    assert file.status == 200
    assert kinds_in(file) == reads & {"identity", "contact", "medical"}
    assert ("1992" in words_of(file)) is ("identity" in reads)
    assert kinds_in(opened["people:disclosures"]) == reads & {"identity"}


@pytest.mark.parametrize(
    "who",
    ["their_nurse", pytest.param("their_official", marks=pytest.mark.nightly)],
)
def test_v8_2_3_no_other_page_tells_a_partner_more(who, marked, client):
    share(marked, CLASSES)
    client.force_login(getattr(marked, who))
    opened = look_at(LOOKED_AT, marked, client)
    told_of = {route: kinds for route, answer in opened.items() if (kinds := kinds_in(answer))}
    assert told_of.keys() == {"person", "people:person", "people:disclosures"}
    assert set().union(*told_of.values()) <= ROLES[PARTNERS[who]].classes


def share(marked, classes):
    """Nothing else of Rosa than this, from now on."""
    Disclosure.objects.get(pk=marked.shared_extract.pk).end(by=marked.caseworker, because="ended")
    yes = Choice("share_services", True, "organization", marked.shelter)
    Consent.record(marked.rosa, ConsentGiven((yes,), "verbal", "es"), by=marked.caseworker)
    Disclosure.give(
        marked.rosa, to=marked.shelter, purpose="share_services", what="referral",
        by=marked.caseworker, classes=classes,
    )  # fmt: skip


@pytest.mark.parametrize("who", [*PARTNERS, "administrator", "data_officer", "caseworker"])
def test_v8_2_3_what_belongs_to_a_task_is_read_by_who_has_it(who, marked, client):
    """Where a hidden house is, whom to ask about a listing, a register on its way in."""
    client.force_login(getattr(marked, who))
    roles = {place.role for place in getattr(marked, who).memberships_held}
    may = {
        name
        for name, model in OF_A_TASK.items()
        if any(describe(model, verb).roles & roles for verb in unmasked_permissions(model))
    }
    opened = look_at([r for r in LOOKED_AT if r.startswith(TASKS)], marked, client)
    assert set().union(*(kinds_in(answer, OF_A_TASK) for answer in opened.values())) == may
