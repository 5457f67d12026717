"""What is practised is told of nowhere: no page, search, figure or job of real work knows of it.

Every page is shown before and after a practised file is planted, and must say the same: so a new
list, count or figure that forgets the practice office is found, whatever it counts.
"""

import re
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from django.core.cache import caches
from django.utils.timezone import localdate

from amparo.foundation.core.clock import now
from amparo.foundation.core.extension_points import facts
from amparo.foundation.core.models import AuditEntry, Notification, User
from amparo.foundation.data_quality.models import DataIssue
from amparo.foundation.data_quality.runs import run_all
from amparo.foundation.links.extension_points import institution_case_sources, pattern_sources
from amparo.foundation.people.models import NameFrequency
from amparo.foundation.people.search.index import count_names
from amparo.foundation.people.search.search import parse_search_text, search_candidates
from amparo.pillars.evidence.sources import base_tables, real_rows
from amparo.pillars.training.need_evidence import _harmed
from tests.support.batches import in_batches, tried
from tests.support.practice import FAMILY, GIVEN, close, plant, set_up
from tests.support.responses import EVERYBODY, ask
from tests.support.route_kinds import NOBODY, SIGN_IN
from tests.support.route_permissions import ROUTE_PERMISSIONS, address

pytestmark = pytest.mark.django_db
SHOWN = [
    route for route, door in ROUTE_PERMISSIONS.items() if door.get == 200 and not door.is_public
]
OF_A_FILE = [
    route
    for route, door in ROUTE_PERMISSIONS.items()
    if door.at.get("ref") in {"case", "rosa", "family"}
]
# Who sees the most, of the own and of another office; and those to whom it is referred.
READERS = ("supervisor", "data_officer", "administrator", "caseworker", "stranger", "official")
# What differs each time a page is made.
_EACH_TIME = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|name="once" value="[\w-]+"|name="form" value="[^"]*"'
    r'|after=[\w%-]+|(?:nonce|datetime)="[^"]*"|\d\d?:\d\d'
    r"|[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"
)


# Pages that hold a secret, or the whole state, that is made anew each time.
_NEVER_THE_SAME = frozenset({"totp-add", "case_forms:form-screen"})


@pytest.fixture
def clients(clients_by_person):
    """Nobody's menu is still counted from before."""
    for client in clients_by_person.values():
        session = client.session
        if session.session_key:
            session.pop("counts", None)
            session.save()
    return clients_by_person


def shown(route, house, clients):
    """What the page says to each reader."""
    found = {}
    for who in READERS:
        for name in ("pages", "figures"):
            caches[name].clear()
        if ROUTE_PERMISSIONS[route].answer("get", who) == 200:
            answer = ask(clients[who], "get", address(route, house), route=route, who=who)
            found[who] = (answer.status, _EACH_TIME.sub("", _said_in(answer)))
    return found


def _said_in(answer):
    """The text of a page, or what the parts of a workbook or archive say; of a PDF nothing."""
    if answer.body.startswith(b"%PDF"):
        return ""
    if not answer.body.startswith(b"PK"):
        return answer.text
    with ZipFile(BytesIO(answer.body)) as parts:
        return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


@in_batches(SHOWN, by_day=6)
def test_every_page_says_the_same_as_before(batch, shared_data, clients, subtests):
    office = set_up(shared_data.cast)
    before = {route: shown(route, shared_data, clients) for route in batch}
    planted = plant(shared_data.cast, office)
    for route in batch:
        with tried(route, subtests) as faults:
            for who, (status, text) in shown(route, shared_data, clients).items():
                faults += [f"{who}: names {word}" for word in planted.words if word in text]
                if before[route][who] != (status, text) and route not in _NEVER_THE_SAME:
                    faults.append(f"{who}: {_first_difference(before[route][who][1], text)}")


def _first_difference(before, after):
    lines = zip(before.splitlines(), after.splitlines(), strict=False)
    return next((f"{one!r} is now {other!r}" for one, other in lines if one != other), "longer")


@in_batches(OF_A_FILE, by_day=4)
def test_no_route_leads_into_a_practised_file(batch, shared_data, clients, subtests):
    planted = plant(shared_data.cast)
    world = SimpleNamespace(**vars(shared_data) | vars(planted))
    for route in batch:
        with tried(route, subtests) as faults:
            method = "get" if ROUTE_PERMISSIONS[route].get != 405 else "post"
            for who in EVERYBODY:
                status = ask(clients[who], method, address(route, world)).status
                if status not in ((SIGN_IN,) if who == NOBODY else (404,)):
                    faults.append(f"{who}: {status}")


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who != NOBODY])
def test_no_search_finds_them(who, shared_data, clients):
    """Not by their name, number, telephone or case, nor that another office knows them."""
    planted = plant(shared_data.cast)
    user = getattr(shared_data, who)
    for text in (f"{GIVEN} {FAMILY} 1990", "ZY9988771990", "+591 70098765"):
        found = search_candidates(user, parse_search_text(text))
        assert planted.rosa not in [each.person for each in found.alike]
        assert (found.known, found.elsewhere, found.unshown) == ([], [], {})
    for text in (f"{GIVEN} {FAMILY}", planted.case.number):
        page = ask(clients[who], "post", "/search/", {"q": text})
        assert not [ref for ref in (planted.case.ref, planted.rosa.ref) if str(ref) in page.text]


def test_who_practises_finds_what_is_practised_and_nobody_real(shared_data):
    planted = plant(shared_data.cast)
    found = search_candidates(planted.by, parse_search_text(f"{GIVEN} {FAMILY} 1990"))
    assert planted.rosa in [each.person for each in found.alike]
    found = search_candidates(planted.by, parse_search_text("Rosa Quispe 1992"))
    assert (found.alike, found.known, found.elsewhere, found.unshown) == ([], [], [], {})


def test_no_fact_counts_it(shared_data):
    def counted():
        read = {name: sorted(rows, key=repr) for name, rows in base_tables()}
        return read | {fact.name: sorted(real_rows(fact), key=repr) for fact in facts.values()}

    before = counted()
    close(plant(shared_data.cast))
    assert counted() == before


def test_no_pattern_of_unmet_needs_or_institutions_counts_it(shared_data):
    def counted():
        month, since, until = localdate().replace(day=1), now() - timedelta(40), now()
        return (
            [sorted(map(repr, source(month))) for source in pattern_sources],
            [sorted(map(repr, source(since, until))) for source in institution_case_sources],
            _harmed(since, until),
        )

    before = counted()
    plant(shared_data.cast)
    assert counted() == before


def test_no_check_of_data_quality_and_no_count_of_names_knows_it(shared_data):
    run_all()
    count_names()
    issues, names = DataIssue.objects.count(), _names()
    plant(shared_data.cast)
    run_all()
    count_names()
    assert (DataIssue.objects.count(), _names()) == (issues, names)


def _names():
    return dict(NameFrequency.objects.values_list("key", "count"))


def test_the_audit_log_tells_all_of_it(shared_data):
    planted = plant(shared_data.cast)
    assert AuditEntry.objects.filter(by=planted.by, event="case.opened").exists()


def test_no_job_tells_anybody_who_does_real_work(shared_data):
    planted = plant(shared_data.cast)
    practising = User.objects.exclude(practises_for=None)
    Notification.objects.exclude(user__in=practising).delete()
    case, person = str(planted.case.ref), str(planted.rosa.ref)
    real = Notification.objects.exclude(user__in=practising)
    close(planted)
    assert not real.filter(url__contains=case).exists()
    assert not real.filter(url__contains=person).exists()
    assert not real.filter(about=planted.case.number).exists()
