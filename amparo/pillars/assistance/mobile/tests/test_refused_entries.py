"""What a device sent and could not be applied reaches the supervisor, until it is mended."""

import pytest

from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.fieldwork.models import OutboxDecision, OutboxEntry
from amparo.foundation.fieldwork.tests.offline_device import Phone, deliver, ref
from amparo.foundation.fieldwork.worklists import waiting_rows
from amparo.pillars.assistance.cases.models import Case

from .test_commands import _met

pytestmark = pytest.mark.django_db
LIST = "/field/waiting/"


@pytest.fixture
def phone(caseworker):
    return Phone(caseworker).register()


@pytest.fixture
def child():
    """A child whose guardian has no document: refused until somebody notes it."""
    met = _met(ref())
    met["person"] |= {"birth_date": "2015-02-03", "birth_precision": "exact"}
    met["consent"] |= {"given_by": "guardian", "giver_name": "Halima"}
    return met


@pytest.fixture
def mended(child):
    paper = {"document": "12", "document_issuer": "Court 2", "document_on": "2026-01-05"}
    return child | {"consent": child["consent"] | {"given_by": "authority"} | paper}


def notices(user):
    return Notification.objects.filter(user=user, event="sent.not_taken")


def refused_for(user):
    return waiting_rows(user)["refused"].count()


def test_a_refused_registration_reaches_the_supervisor_without_a_name(
    client, phone, child, caseworker, supervisor
):
    phone.write("case.open", ref=ref(), **child)
    [receipt] = phone.send()
    assert receipt["state"] == "refused"
    notice = notices(supervisor).get()
    assert notice.is_urgent
    assert "Amal" not in f"{notice.about} {notice.url}"
    assert not notices(caseworker).exists()  # the device says it to whoever wrote it
    assert refused_for(supervisor) == 1
    client.force_login(supervisor)
    page = client.get(notice.url).content.decode()
    assert "note the document that names them" in page
    assert phone.name in page
    shown = client.get(LIST).content.decode()
    assert "Urgent: somebody may be without help" in shown
    assert caseworker.name in shown


def test_sent_again_it_is_told_once(phone, child, supervisor):
    phone.write("case.open", ref=ref(), **child)
    deliver(phone.boxed() + phone.boxed())
    phone.send()
    assert notices(supervisor).count() == 1


def test_the_same_person_registered_anew_ends_it(phone, child, mended, supervisor):
    case = ref()
    old = phone.write("case.open", ref=case, **child)
    phone.write("note.write", case, ref=ref(), after=old, text="She is alone.")
    phone.send()
    new = phone.write("case.open", ref=case, **mended)
    [receipt] = phone.send(new)
    assert receipt["state"] == "done", receipt
    states = dict(OutboxEntry.objects.values_list("verb", "state").filter(key__in=[old]))
    assert states == {"case.open": "mended"}
    assert not OutboxEntry.objects.filter(state__in=("refused", "held")).exists()
    assert OutboxEntry.objects.get(key=old).body is None
    assert OutboxEntry.objects.get(verb="note.write").body is not None  # nothing of a note is lost
    assert refused_for(supervisor) == 0
    assert AuditEntry.objects.filter(event="sent.mended").count() == 2
    assert Case.objects.filter(ref=case).exists()


def test_mended_and_refused_again_there_is_one_line(phone, child, supervisor):
    case = ref()
    for _time in range(2):
        phone.write("case.open", ref=case, **child)
        phone.send()
    assert refused_for(supervisor) == 1
    assert notices(supervisor).count() == 2


def test_another_registration_ends_nothing(phone, child, mended, supervisor):
    phone.write("case.open", ref=ref(), **child)
    phone.write("case.open", ref=ref(), **mended | {"person": mended["person"] | {"ref": ref()}})
    phone.send()
    assert refused_for(supervisor) == 1


def test_two_notes_are_never_one(phone, case, supervisor):
    phone.write("note.write", case.ref, text="")
    phone.write("note.write", case.ref, text="Another.")
    phone.send()
    assert OutboxEntry.objects.refused().count() == 1


def test_discarded_with_a_reason_it_leaves_the_list(phone, child, supervisor, caseworker):
    phone.write("case.open", ref=ref(), **child)
    phone.send()
    OutboxDecision.discard(OutboxEntry.objects.get(), by=caseworker, because="Met twice.")
    assert refused_for(supervisor) == 0


def test_a_supervisor_of_another_office_learns_nothing(phone, child, stranger):
    phone.write("case.open", ref=ref(), **child)
    phone.send()
    assert not notices(stranger).exists()
    assert waiting_rows(stranger).get("refused", OutboxEntry.objects.none()).count() == 0
