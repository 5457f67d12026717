"""A small world with one record of each kind, each made by the deed that makes it in life.

`world` is made anew for one test, before anybody sets out on a journey. `dataset` has the journeys
too and is made once for each test process, in a database of its own. `house` is that dataset for
a whole module, in a transaction that is never kept; `dataset_on_screen` the same for browsers.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import transaction

from tests import journeys
from tests.cast import Cast
from tests.database import new_database
from tests.support import template_database

# What must not be read anywhere but inside the pages of those who may: never in an address.
SECRETS = ("Rosa", "Quispe", "Mamani", "Nayeli", "70012345", "Farida", "Nasser", "Yacouba")


@pytest.fixture
def world(cast) -> SimpleNamespace:
    return begin(cast)


@pytest.fixture
def whole_world(cast) -> SimpleNamespace:
    """The same with the journeys: every page of the house has something to show."""
    return build(cast)


@dataclass(frozen=True)
class Dataset:
    """One record of each kind, in a database that tests look at and leave as it is."""

    place: Path | str
    records: SimpleNamespace

    @contextmanager
    def in_use(self) -> Iterator[SimpleNamespace]:
        """The records as they were made, whatever another module did to its own copies."""
        with template_database.use(self.place):
            yield copy.deepcopy(self.records)


@pytest.fixture(scope="session")
def dataset(
    django_db_setup, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Dataset]:
    with django_db_blocker.unblock():
        with new_database(tmp_path_factory) as place:
            records = build(Cast())
        yield Dataset(place, records)
        template_database.remove(place)


@pytest.fixture(scope="module")
def house(dataset: Dataset, django_db_blocker) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), dataset.in_use() as records, transaction.atomic():
        yield records
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def dataset_on_screen(dataset: Dataset, django_db_blocker) -> Iterator[SimpleNamespace]:
    """For browser tests that only look: what they leave (sessions, ledger lines) may stay."""
    with django_db_blocker.unblock(), dataset.in_use() as records:
        yield records


@pytest.fixture(scope="module")
def clients(house: SimpleNamespace) -> dict:
    """Everybody of that house at their own screen, and nobody."""
    from django.test import Client

    found = {who: Client() for who in (*Cast.STAFF, "keeper", "nobody")}
    for who in (*Cast.STAFF, "keeper"):
        found[who].force_login(getattr(house, who))
    return found


def build(cast: Cast) -> SimpleNamespace:
    """Everything, as it would be three weeks after Rosa came."""
    world = begin(cast)
    for part in journeys.PARTS:
        part.build(world)
    return world


def begin(cast: Cast) -> SimpleNamespace:
    """Everything but the journeys."""
    from django.utils import timezone

    from amparo.foundation.core import clock
    from amparo.foundation.core.code_lists import codes

    codes.load()
    for part in Cast.STAFF:  # all are there, also those whom nobody asks for anything
        getattr(cast, part)
    world = SimpleNamespace(cast=cast, **{part: getattr(cast, part) for part in Cast.STAFF})
    world.keeper, world.team, world.office = cast.keeper, cast.team, cast.office
    with clock.at(timezone.now() - timedelta(days=21)):
        _people(world)
        _places(world)
        _directory(world)
        _forms(world)
        _telephones(world)
        _cases(world)
        vars(world).update(walk(world.case, cast))
        world.form_filled = _filled(world)
        world.device, world.conflict, world.sent = from_the_field(world)
    _arrived(world)
    world.hidden_parts = SimpleNamespace(**walk(world.hidden, cast))
    _house_keeping(world)
    _systems(world)
    _register(world)
    _alike(world)
    _kept(world)
    _rights(world)
    _between_offices(world)
    _received(world)
    _help(world)
    _complaints(world)
    return world


def _people(world: SimpleNamespace) -> None:
    from amparo.foundation.people.models import ExceptionAsked, Person

    cast, by = world.cast, world.caseworker
    world.rosa, world.nayeli, world.family = cast.rosa, cast.nayeli, cast.family
    world.farida = cast._person(given_names="Farida", family_names="Nasser", languages=["ar"])
    asked = ExceptionAsked(basis="vital_interest", reason="Brought in unconscious")
    world.unconscious = Person.register(
        by=by, team=world.team, exception=asked, given_names="Yacouba"
    )
    world.exception = world.unconscious.exceptions.get()
    _agree_to_share(world)
    world.text = text_to(world.rosa, by)
    world.consent = world.rosa.consents.get(purpose="case_management")
    world.contact = world.rosa.contacts.get()
    world.document = world.rosa.add_document(by=by, kind="passport", number="X1234567")
    world.member = world.family.members.get(person=world.nayeli)
    _second_files(world)


def _second_files(world: SimpleNamespace) -> None:
    """Ioana is in three files: two of them joined, of the third a second person is asked."""
    from amparo.foundation.people.models import Person, PersonReach

    cast, by = world.cast, world.caseworker
    ioana = {"given_names": "Ioana", "family_names": "Ciobanu"}
    world.kept, world.joined = cast._person(**ioana), cast._person(**ioana)
    # Of one name, and registered on one day: perhaps a household.
    world.twin = cast._person(given_names="Mihai", family_names="Ciobanu")
    world.elsewhere = Person.register(
        by=world.stranger, team=cast.other_team, consent=cast.consent, **ioana
    )
    for holder in (f"team:{world.team.pk}", f"office:{world.office.pk}"):
        PersonReach.objects.create(record=world.elsewhere, holder=holder, why="registered")
    world.merge = world.kept.join(world.joined, by=by, because="She showed one passport.")
    world.merge_asked = world.kept.join(world.elsewhere, by=by, because="She told us so.")


def text_to(person, by):
    """They agree to be contacted by message, and a text waits for its hour."""
    from django.utils import timezone

    from amparo.foundation.people.messaging.recipients import recipient_for
    from amparo.foundation.people.messaging.templates import MessageDraft
    from amparo.foundation.people.models import Consent, Message
    from amparo.foundation.people.models.consents import Choice, ConsentGiven

    person.change(by=by, safe_channel="message")
    Consent.record(person, ConsentGiven((Choice("contact", True),), "verbal", "es"), by=by)
    later = MessageDraft("call", not_before=timezone.now() + timedelta(days=30))
    return Message.queue(person, later, way=recipient_for(person), by=by, office=by.office)


def _agree_to_share(world: SimpleNamespace) -> None:
    """Rosa lets a shelter know who she is."""
    from amparo.foundation.core.models import Organization
    from amparo.foundation.people.models import Consent, Shared
    from amparo.foundation.people.models.consents import Choice, ConsentGiven

    shelter = Organization.objects.create(name="Casa Alba", kind="ngo", country="BO")
    yes = Choice("share_services", True, "organization", shelter)
    Consent.record(world.rosa, ConsentGiven((yes,), "verbal", "es"), by=world.caseworker)
    world.shared_extract = Shared.give(
        world.rosa, to=shelter, purpose="share_services", what="referral", by=world.caseworker
    )


def _places(world: SimpleNamespace) -> None:
    from amparo.foundation.people.models import Community, Place
    from amparo.foundation.protection.models import Observation

    by = world.caseworker
    world.place = Place.chart(by=by, name="Puerto Alto", kind="town", country="BO")
    world.community = Community.register(
        by=by, name="Los Olivos", place=world.place, spokespersons="Doña Elena"
    )
    world.known = Observation.record(
        by=by, place=world.place, level="community", factor="criminal_groups", polarity="risk",
        severity=2, observed_on=world.office.today(),
    )  # fmt: skip


def _directory(world: SimpleNamespace) -> None:
    """A house on no map, a shelter that anybody finds, and whom to call."""
    from datetime import date, time

    from amparo.foundation.core.models import Organization
    from amparo.foundation.directory.models import (
        Asking,
        EmergencyNumber,
        Location,
        Mechanism,
        Opening,
        Provider,
        Remark,
        Service,
    )
    from amparo.foundation.directory.opening_hours import DAYS, Hours

    refuge = Organization.found(by=None, name="Cruz del Sur", kind="ngo", country="BO")
    world.provider = Provider.list(refuge, by=world.supervisor, about={"es": "Acogemos."})
    world.location = Location.note(
        world.provider, by=world.supervisor, is_hidden=True, address="Camino Secreto 7",
        place=world.place, time_zone="America/La_Paz",
    )  # fmt: skip
    world.listed = Service.offer(
        world.provider, by=world.supervisor, types=["shelter.emergency"], at=[world.location],
        name={"es": "Refugio con dirección reservada"}, is_confidential=True,
    )  # fmt: skip
    world.offered = world.listed.offered.get()
    world.mechanism = Mechanism.note(
        by=world.supervisor, name={"es": "Mesa contra la trata"}, level="local", country="BO",
        place=world.place, review_on=date(2020, 1, 1), about={"es": "Quien identifica, llama."},
        procedures_url="https://example.org/sop",
    )  # fmt: skip
    world.member_of_mechanism = world.mechanism.join(
        refuge, by=world.supervisor, part="helps", desk="Guardia", phone="555 0150"
    )
    world.remark = Remark.objects.create(service=world.listed, words="The door moved.")
    world.asking = Asking.send(world.provider, by=world.supervisor)
    world.asking_token = world.asking.link.strip("/").rpartition("/")[2]
    Opening.keep(world.offered, [Hours(frozenset(DAYS), time(8), time(18))], by=world.supervisor)
    world.feed_file = _theirs(world)
    _for_anybody(world, Hours(frozenset(DAYS), time(16), time(22)))
    world.emergency_number = EmergencyNumber.note(
        by=world.data_officer, country="BO", kind="police", number="110", is_free=True
    )


def _telephones(world: SimpleNamespace) -> None:
    """A telephone of Lucía's that fills forms."""
    from amparo.foundation.fieldwork.models import Device

    world.device, world.device_secret = Device.register(
        by=world.caseworker, kind="collect", called="The old Samsung"
    )


def _forms(world: SimpleNamespace) -> None:
    """A form in use, and one that is still looked through, with a picture beside it."""
    from PIL import Image

    from amparo.foundation.fieldwork.models import Form, FormFile, InPublic

    world.form_version, world.published_version = (
        Form.bring(_workbook(code), by=world.data_officer) for code in ("draft_talk", "first_talk")
    )
    drawn = BytesIO()
    Image.new("RGB", (4, 4), "teal").save(drawn, "PNG")
    for version in (world.published_version, world.form_version):
        drawn.seek(0)
        world.form_file = FormFile.add(version, "map.png", drawn, by=world.data_officer)
    world.published_version.publish(by=world.data_officer)
    world.field_form = world.published_version.form
    world.in_public = InPublic.begin(world.field_form, by=world.data_officer)


def _filled(world: SimpleNamespace):
    from amparo.foundation.fieldwork.xforms import evaluate_form
    from amparo.pillars.assistance.models import FormFilled

    version = world.published_version
    told = evaluate_form(version.opened, {"story": "She walked for a week."}).xml("uuid:1")
    return FormFilled.keep(world.case, version, told, by=world.caseworker)


def _arrived(world: SimpleNamespace) -> None:
    """Answers with something in them that nobody asked for, and a picture."""
    import io

    from amparo.foundation.core.encryption.files import EncryptedFile
    from amparo.foundation.fieldwork.models import Submission, SubmissionFile

    raw = (
        b'<data id="first_talk" version="1"><story>She walked for a week.</story><other>1</other>'
        b"<meta><instanceID>uuid:sent</instanceID></meta></data>"
    )
    by, version = world.caseworker, world.published_version
    world.odd_answers, _is_new = Submission.receive(version, raw, office=world.office, by=by)
    world.odd_answers.land()
    file = SubmissionFile(
        submission=world.odd_answers, name="photo.jpg", kind="image/jpeg", size=4, digest="1"
    )
    file.stored_as = EncryptedFile.write(io.BytesIO(b"\xff\xd8\xff\xd9"), owner=world.odd_answers)
    file.save()
    world.sent_file = file


def from_the_field(world: SimpleNamespace) -> tuple:
    """A telephone; two values for the same; and what a lost telephone still had to say."""
    from uuid import uuid4

    from amparo.foundation.core.clock import now
    from amparo.foundation.fieldwork.models import Device, Sent
    from amparo.foundation.fieldwork.sync.commands import Entry

    def take(device, verb, about, **fields):
        entry = Entry(key=uuid4(), seq=1, made_at=now(), verb=verb, about=about.ref, fields=fields)
        return Sent.take(device, entry, entry.key.hex)

    by = world.caseworker
    kept, lost = (Device.register(by=by, kind="field", called=each)[0] for each in ("New", "Old"))
    change = {"was": "Only at noon", "now": "Never at night"}
    conflict = take(kept, "person.change", world.rosa, safe_contact=change).conflicts.get()
    lost.revoke(by=by)
    return kept, conflict, take(lost, "note.write", world.case, words="She is on her way.")


def _begun(case, by):
    """A form that is still being filled in, with a paper as an answer."""
    from amparo.foundation.core.files.validation import validate_upload
    from amparo.foundation.fieldwork.models import FormVersion
    from amparo.foundation.fieldwork.xforms import evaluate_form
    from amparo.pillars.assistance.models import FilledFile, FormDraft

    version = FormVersion.objects.in_use().first()
    told = evaluate_form(version.opened, {"story": "Rosa came in the morning."}).xml("uuid:2")
    draft = FormDraft.hold(case, version, told, by=by)
    paper = validate_upload("Rosa.txt", "text/plain", 5, BytesIO(b"Hello"))
    return FilledFile.take(draft, "/data/story", paper, by=by)


def _workbook(code: str):
    import io

    about = "bind::amparo:purpose,bind::amparo:sensitivity"
    spoken = ("English (en)", "Español (es)", "Français (fr)", "العربية (ar)")
    lines = (
        f"survey,type,name,{','.join(f'label::{each}' for each in spoken)},{about},media::image",
        ",text,story,What happened?,¿Qué pasó?,Que s’est-il passé ?,ماذا حدث؟,"
        "case_management,narrative,map.png",
        "settings,form_title,form_id,version,namespaces",
        f',First talk,{code},1,"amparo=""https://amparo.example/xforms"""',
    )
    return io.BytesIO("\n".join(lines).encode())


def _theirs(world: SimpleNamespace):
    """A directory of others that waits for a decision."""
    import io
    import json

    from amparo.foundation.directory.models import Feed

    service = {
        "id": "1", "name": "Comedor", "status": "active",
        "organization": {"id": "1", "name": "Mesa Abierta", "description": ""},
    }  # fmt: skip
    feed = Feed.follow("Guía de la ciudad", by=world.data_officer, kind="food")
    return feed.take(io.BytesIO(json.dumps([service]).encode()), by=world.data_officer)


def _for_anybody(world: SimpleNamespace, hours) -> None:
    from amparo.foundation.directory.models import Location, Opening, Service

    by = world.data_officer
    hall = Location.note(
        world.provider, by=by, place=world.place, address="Calle del Faro 18",
        time_zone="America/La_Paz", latitude=-16.2102, longitude=-68.8511,
    )  # fmt: skip
    shelter = Service.offer(
        world.provider, by=by, types=["shelter.emergency"], at=[hall], phone="555 0142",
        name={"es": "Albergue San José", "ar": "مأوى القديس يوسف"}, asks_for_papers=False,
        is_free=True, languages=["es"], interpreted=["ar"],
    )  # fmt: skip
    shelter.confirm("call", by=by, name="Cruz del Sur")
    world.open_service = shelter
    world.bed = shelter.offered.get()
    Opening.keep(world.bed, [hours], by=by)


def _cases(world: SimpleNamespace) -> None:
    cast = world.cast
    world.case = cast.open_case(person=world.rosa, channel="walk_in", place=world.place)
    world.dependant = world.case.add_dependant(world.nayeli, "child", by=world.caseworker)
    world.hidden = cast.open_case(person=world.farida, kind="trafficking")
    world.hidden.restrict("trafficking", by=world.caseworker)
    child = cast._person(given_names="Samir", family_names="Nasser")
    world.hidden_dependant = world.hidden.add_dependant(child, "child", by=world.caseworker)
    world.shared = cast.open_case(community=world.community, kind="community")
    world.shelved = cast.open_case(person=cast._person(given_names="Teodoro"))
    world.institution = cast.open_case(institution=cast.organization, kind="institution")
    world.closed = cast.open_case(person=world.nayeli)
    _close(world)


def _close(world: SimpleNamespace) -> None:
    from amparo.pillars.assistance.models import Closure

    closure = Closure.propose(
        world.closed, by=world.caseworker, reason="goals_met", summary="They live with an aunt."
    )
    world.closed.approvals.get(record_ref=closure.ref).decide(by=world.supervisor, approved=True)


def _kept(world: SimpleNamespace) -> None:
    """A file that somebody asks to delete, and one that must not be."""
    from amparo.pillars.assistance.models import Deletion, LegalHold

    by = world.caseworker
    world.deletion = Deletion.ask(world.closed, by=by, why="asked", because="She wants it gone.")
    world.hold = LegalHold.put(world.shared, by=world.supervisor, because="A judge asks for it.")


def _rights(world: SimpleNamespace) -> None:
    """What Rosa asks about her data: one thing waits, one was answered."""
    from amparo.pillars.assistance.models import Parcel, RightsRequest
    from amparo.pillars.assistance.told.parcel import make

    by, day = world.caseworker, world.office.today()
    world.asked = RightsRequest.hear(world.rosa, by=by, what="access", heard_on=day, language="es")
    world.answered = RightsRequest.hear(
        world.rosa, by=by, what="correction", field="names", words="Mamani, with an i",
        heard_on=day, language="es",
    )  # fmt: skip
    world.answered.answer(by=by, outcome="done")
    world.parcel = Parcel.prepare(world.asked, by=by, withheld={})
    make.call(str(world.parcel.ref))


def _between_offices(world: SimpleNamespace) -> None:
    """Another office offers a case, and asks about Rosa, whom it was told we know."""
    from amparo.foundation.people.models import Person
    from amparo.pillars.assistance.models import Case, CaseRules, TakeOverRequest, Transfer

    by, team = world.stranger, world.cast.other_team
    CaseRules.of(team.office).change(by=world.administrator, timers={}, transfer_is_approved=False)
    person = Person.register(by=by, team=team, consent=world.cast.consent, given_names="Nilda")
    world.far = Case.open(by=by, team=team, owner=by, person=person)
    world.transfer = Transfer.offer(
        world.far, to=world.team, by=by, reason="moves", words="She is on the bus to you."
    )
    world.office.change(by=world.administrator, shares_know=True)
    world.take_over = TakeOverRequest.ask(
        "70012345", at=world.office, team=team, by=by, reason="here", words="She sits with us."
    )
    world.office.change(by=world.administrator, shares_know=False)


def _help(world: SimpleNamespace) -> None:
    """One waits, one came to nothing long ago and may be deleted by two."""
    from amparo.foundation.core import receipt_codes
    from amparo.foundation.core.clock import at, now
    from amparo.pillars.assistance.models import HelpClearing, HelpRequest

    def ask(**said):
        code = receipt_codes.new_code()
        return HelpRequest.ask(code=code, language="es", place=world.place, **said)

    world.help = ask(needs=[2], words="A bed for two", contact="+591 70012345")
    world.help.add("We are at the bus station.")
    with at(now() - timedelta(days=120)):
        over = ask(needs=[8])
        over.close(by=world.caseworker, reason="answered")
    world.help_clearing = HelpClearing.ask(world.office, by=world.keeper)


def _complaints(world: SimpleNamespace) -> None:
    """What was told about the office, and about one of its teams; and what came of it."""
    from amparo.foundation.core import receipt_codes
    from amparo.foundation.core.models import Grant
    from amparo.pillars.advocacy.models import Complaint, YouSaid

    world.trusted = world.cast._user(
        "trusted", "Noor Sabbagh", "caseworker", team=world.cast._team("Mobile", world.office)
    )
    Grant.give(to=world.trusted, group="misconduct", office=world.office, by=None)
    told = {"by": None, "office": world.office, "place": world.place, "language": "es"}
    world.complaint = Complaint.hear(
        receipt_codes.new_code(),
        kind="complaint_service",
        words="They sent Rosa away twice.",
        **told,
    )
    world.complaint.look_into(by=world.supervisor, words="The list was full on both days.")
    world.sensitive = Complaint.hear(
        receipt_codes.new_code(),
        kind="fraud",
        words="Somebody asked for money at the shelter.",
        **told,
    )
    world.sensitive.concern(world.team, by=world.trusted)
    said = {"en": "The door opens too late.", "es": "La puerta abre muy tarde."}
    did = {"en": "It opens at seven.", "es": "Abre a las siete."}
    world.you_said = YouSaid.draft(
        by=world.trusted, office=world.office, kind="suggestion", said=said, did=did
    )


def walk(case, cast: Cast) -> dict:
    """The steps of a case, each once."""
    by = cast.caseworker
    parts = _meet(case, by) | _weigh(case, by) | _agree(case, by) | _accompany(case, by)
    parts |= _refer(case, by)
    return parts | {"approval": case.approvals.get(what="plan")}


def _meet(case, by) -> dict:
    from amparo.pillars.assistance.models import Assessment, Note, Screening

    screening = Screening.hold(
        case, by=by, urgent=["shelter"], trafficking_signs=["debt"], first_steps="A bed tonight"
    )
    need = {"service_type": "shelter", "horizon": "immediate", "words": "A bed", "own_rank": 1}
    assessment = Assessment.make(case, by=by, priorities="School for the girl", needs=[need])
    note = Note.write(case, by=by, words="She asked about school.", kind="words")
    return {"screening": screening, "assessment": assessment, "note": note}


def _weigh(case, by) -> dict:
    from amparo.foundation.protection.models import Incident, Observation
    from amparo.pillars.assistance.case_risk import about, decide, weigh_case

    filed = about(case, by)
    observation = Observation.record(
        by=by, level="individual", factor="debt", polarity="risk", severity=2, threat="PR14",
        evidence="She owes the man who brought her.", observed_on=case.office.today(), **filed,
    )  # fmt: skip
    incident = Incident.report(
        by=by, victims=case.persons()[:1], rights=["documents"], harm="exploitation",
        protection_risk="PR14", severity=3, narrative="He keeps the passport.",
        case_ref=case.ref, kept_to=filed["kept_to"],
    )  # fmt: skip
    weighed = decide(
        case, weigh_case(case, by), by=by, decided="critical", because="He knows where she lives."
    )
    return {"observation": observation, "incident": incident, "weighed": weighed}


def _agree(case, by) -> dict:
    from amparo.pillars.assistance.models import Plan

    plan = Plan.begin(case, by=by)
    goal = plan.set_goal(by=by, words="Sleep without fear", horizon="immediate")
    bed, school = (
        goal.add_action(
            by=by, words=words, service_type=kind, due_on=case.office.today(), responsible=by
        )
        for words, kind in (("A bed for two", "shelter"), ("A place in school", "edu"))
    )
    bed.start(by=by)
    plan.agree(by=by, on=case.office.today(), how="verbal", words="Yes, if my girl stays with me")
    return {"plan": plan, "goal": goal, "action": bed, "planned": school}


def _accompany(case, by) -> dict:
    from amparo.foundation.core.files.validation import validate_upload
    from amparo.pillars.assistance.models import (
        Attachment,
        Conference,
        FollowUp,
        SafetyAlert,
        ServiceGiven,
        Task,
    )

    today = case.office.today()
    action = case.actions.first()
    service = ServiceGiven.give(
        case, by=by, action=action, service_type="shelter", given_on=today, value=120
    )
    FollowUp.hold(case, by=by, on=today, mode="message", reached=True, change="same")
    Conference.hold(case, by=by, on=today, participants="The nurse", decisions="See the consul")
    paper = validate_upload("letter.txt", "text/plain", 5, BytesIO(b"Hello"))
    return {
        "service": service,
        "attachment": Attachment.keep(case, by=by, paper=paper),
        "filled_file": _begun(case, by),
        "task": Task.set(case, "visit", today, by=by, where="At the shelter"),
        "alert": SafetyAlert.sound(case, by=by, kind="threat", words="A man waits outside"),
    }


def _refer(case, by) -> dict:
    """A shelter was asked, with the person's yes, and asks something back."""
    from amparo.foundation.core.models import Organization
    from amparo.foundation.people.models import Consent
    from amparo.foundation.people.models.consents import Choice, ConsentGiven
    from amparo.pillars.assistance.models import Referral

    shelter, _new = Organization.objects.get_or_create(name="Casa Alba", kind="ngo", country="BO")
    [person, *_others] = case.persons()
    refuge, _new = Organization.objects.get_or_create(
        name="Cruz del Sur", kind="ngo", country="BO"
    )
    yes = [Choice("share_services", True, "organization", each) for each in (shelter, refuge)]
    Consent.record(person, ConsentGiven(tuple(yes), "verbal", "es"), by=by)
    referral = Referral.send(
        case, by=by, to=shelter, people=[person], service_type="shelter.emergency",
        urgency="urgent", items=["name", "safe_contact"], words="A bed for two, from tonight.",
    )  # fmt: skip
    referral.ask(by=None, words="How old is the child?")
    return {"referral": referral, "helper": shelter}


def _received(world: SimpleNamespace) -> None:
    """A ministry is asked to help Rosa: its official reads it, or a colleague by a link."""
    from amparo.foundation.core.models import Office, Organization
    from amparo.foundation.people.models import Consent
    from amparo.foundation.people.models.consents import Choice, ConsentGiven
    from amparo.pillars.assistance.models import Referral, ReferralLink

    ministry = Organization.found(by=None, name="Ministry", kind="government", country="BO")
    desk = Office.objects.create(organization=ministry, name="Its desk", country="BO")
    world.official.join("official", by=None, office=desk)
    yes = Choice("share_authorities", True, "organization", ministry)
    Consent.record(world.rosa, ConsentGiven((yes,), "verbal", "es"), by=world.caseworker)
    world.received = Referral.send(
        world.case, by=world.caseworker, to=ministry, people=[world.rosa], urgency="standard",
        service_type="legal", items=["name", "nationality"], words="Her papers have expired.",
    )  # fmt: skip
    _link, world.link_token, world.link_code = ReferralLink.make(
        world.received, by=world.caseworker
    )


def _house_keeping(world: SimpleNamespace) -> None:
    """What an administrator, a supervisor and a calendar need besides."""
    from django.contrib.auth.tokens import default_token_generator

    from amparo.foundation.core.models import BulkReading, Code, Membership, Notice, User
    from amparo.pillars.assistance.models import BreakGlass, HandOver

    world.membership = Membership.objects.get(user=world.nurse)
    world.grant = world.keeper.grants.get()
    world.code = Code.objects.filter(list="service_type").first()
    world.notice = Notice.objects.filter(user=world.supervisor).first()
    world.caseworker.renew_feed(by=world.caseworker)
    world.newcomer = User.objects.create_user("new@example.org", "Amina Touré")
    world.token = default_token_generator.make_token(world.newcomer)
    _ways_in(world)
    world.bulk_reading = BulkReading.explain(
        by=world.caseworker, reason="review", words="A look at all my files before I leave"
    )
    world.emergency = BreakGlass.open(
        world.shelved, by=world.stranger, reason="danger", words="He stands at our door"
    )
    world.handover = HandOver.make(
        [world.shared], from_user=world.caseworker, to=world.colleague, by=world.supervisor
    )


def _systems(world: SimpleNamespace) -> None:
    """A partner's system that may call, and one that was told something."""
    from amparo.foundation.core.models import Delivery, Office, Organization, Subscription, Token

    shelter = Organization.objects.get(name="Casa Alba")
    office = Office.objects.create(organization=shelter, name="Casa Alba", country="BO")
    world.system_token, world.system_words = Token.make(
        "Intake", office=office, verbs=["help.pass_on"], by=world.administrator
    )
    world.subscription = Subscription.objects.create(
        organization=shelter, address="https://hooks.partner.example/", events=["referral.sent"],
        secret="whsec_AAAA", made_by=world.administrator,
    )  # fmt: skip
    world.delivery = Delivery.objects.create(
        subscription=world.subscription, kind="referral.sent", about=shelter.ref, state="failed"
    )


REGISTER = """Nº;Nombres;Apellidos;Sexo;Fecha de nacimiento;Nacionalidad
1;Ana;Flores Rojas;Mujer;14/03/1992;Bolivia
2;Omar;Haddad;Hombre;31/11/1990;Siria
"""


def _register(world: SimpleNamespace) -> None:
    """A register that was looked through: one row may enter, one is to be corrected."""
    from datetime import date

    from amparo.pillars.assistance.models import Register
    from amparo.pillars.assistance.registers.bringing import look_through

    by = world.data_officer
    world.register = Register.agree(
        by=by, title="San José", team=world.team, basis="agreement", signed_by="Sister Inés",
        signed_on=date(2026, 1, 15), purposes=["case_management"],
    )  # fmt: skip
    content = BytesIO(REGISTER.encode("utf-8-sig"))
    file = world.register_file = world.register.take(content, by=by, name="register.csv")
    columns = ("id_in_register", "given_names", "family_names", "sex", "birth_date", "nationality")
    file.read_as(
        dict(zip(REGISTER.splitlines()[0].split(";"), columns, strict=True)),
        {}, opens_cases=True, by=by,
    )  # fmt: skip
    look_through.call(str(file.ref))
    file.refresh_from_db()
    assert file.to_correct == 1
    file.alike = file.ready  # all who may enter look like people who are here
    file.save(update_fields=["alike"])
    file.give_leave(by=world.supervisor, reason="These are their cousins.")
    _dead_job(world)


def _alike(world: SimpleNamespace) -> None:
    """Rosa was written down a second time, and a comparison has found it."""
    from amparo.foundation.people.models import Comparison, LikelyPair

    again = world.cast._person(given_names="Rossa", family_names="Kispe", sex="female")
    world.comparison = Comparison.ask(by=world.data_officer)
    world.pair = LikelyPair.objects.create(
        one=world.rosa, other=again, comparison=world.comparison, likelihood=700,
        evidence={"bits": 14.0, "name": "most", "given": "same", "sex": "same"}, mark="0" * 40,
    )  # fmt: skip


def _dead_job(world: SimpleNamespace) -> None:
    """Work that failed so often that somebody has to look at it."""
    from amparo.foundation.core.jobs.models import WAITS
    from amparo.foundation.core.models import Job
    from amparo.pillars.assistance.registers.bringing import look_through

    asked = look_through.asked(by=world.data_officer).enqueue(str(world.register_file.ref))
    job = Job.claim("a worker", ("long",))
    assert str(job.ref) == asked.id
    job.failures = len(WAITS)
    job.fail("builtins.TimeoutError")
    world.dead_job = Job.objects.get(ref=asked.id)


def _ways_in(world: SimpleNamespace) -> None:
    """Second steps, screens and browsers of some, and one who begins anew."""
    from django.utils import timezone

    from amparo.foundation.core.accounts import two_factor
    from amparo.foundation.core.models import Browser, Recovery, Session

    for part in ("caseworker", "colleague"):
        two_factor.add_app(getattr(world, part), "JBSWY3DPEHPK3PXP")
    two_factor.new_codes(world.caseworker)
    world.way = two_factor.second_factors_of(world.caseworker).codes
    world.lost_way = two_factor.second_factors_of(world.colleague).app
    world.browser = Browser.objects.create(
        user=world.caseworker, mark="0" * 64, label="Firefox, Android"
    )
    world.session = Session.objects.create(
        session_key="0" * 40, user=world.caseworker, browser=world.browser,
        expire_date=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    world.recovery = Recovery.ask(world.newcomer, by=None)
    world.recovery_token = world.recovery.from_the_machine().rstrip("/").rpartition("/")[2]
