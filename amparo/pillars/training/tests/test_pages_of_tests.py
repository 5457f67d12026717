"""Pages of tests: files looked at first, paper by letters, figures that name nobody."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from amparo.pillars.training.gift import read_gift
from amparo.pillars.training.models import TestForm, TestMoment, TestQuestion, TestSitting
from amparo.pillars.training.models.sittings import hashes_of
from amparo.pillars.training.pairing_codes import PairingCode
from amparo.pillars.training.tests.test_sittings import BANK, RIGHT, WRONG, take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def form(course_version, organizer) -> TestForm:
    asked = [
        TestQuestion.record(course_version, each, "en", by=organizer)
        for each in read_gift(BANK).questions
    ]
    return TestForm.record(course_version, by=organizer, label="A", questions=asked)


@pytest.fixture
def page_of(client):
    def page_of(user, name: str, *args) -> str:
        client.force_login(user)
        return client.get(reverse(f"training:{name}", args=args)).content.decode()

    return page_of


def upload(content: str, name: str = "questions.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode())


def test_a_file_is_looked_at_before_it_is_imported(client, organizer, course_version):
    client.force_login(organizer)
    url = reverse("training:questions-import", args=[course_version.ref])
    broken = BANK + "\nMatch.{=a -> b =c -> d}\n"
    page = client.post(url, {"language": "en", "file": upload(broken)}).content.decode()
    assert "Matching questions cannot be asked here" in page
    assert not TestQuestion.objects.exists()
    checked = page.partition('name="checked" value="')[2].partition('">')[0]
    sent = {"language": "en", "checked": unescape(checked)}
    assert client.post(url, sent).status_code == 303
    assert TestQuestion.objects.count() == 4
    page = client.post(url, {"language": "en", "file": upload(BANK)}).content.decode()
    assert "changes nothing" in page


def test_a_second_language_joins_the_questions_by_their_short_name(
    client, organizer, course_version, form
):
    client.force_login(organizer)
    url = reverse("training:questions-import", args=[course_version.ref])
    spanish = "::a::¿Quién guarda el pasaporte?{=quien trabaja ~quien emplea ~nadie ~la oficina}"
    client.post(url, {"language": "es", "checked": spanish})
    question = TestQuestion.objects.get(name="a")
    assert set(question.languages) == {"es", "en"}
    export = reverse("training:questions-export", args=[course_version.ref, "gift"])
    [found] = read_gift(client.get(f"{export}?language=es").content.decode()).questions
    assert found.text == "¿Quién guarda el pasaporte?"


def test_paper_is_entered_by_letters_and_number(client, trainer, event, form, enrol, organizer):
    moment = TestMoment.open(event, by=organizer, moment="before", form=form)
    enrolment = enrol(event)
    client.force_login(trainer)
    url = reverse("training:test-paper", args=[moment.ref])
    sent = {"number": enrolment.number, "taken_on": event.office.today().isoformat()}
    page = client.post(url, sent | {"answers": "A A AB"}).content.decode()
    assert "The form has 4 questions; here are 3 answers." in page
    page = client.post(url, sent | {"answers": "E A AB 18"}).content.decode()
    assert "Question 1 offers A to D; here stands “E”." in page
    page = client.post(url, sent | {"number": 99, "answers": "A A AB 18"}).content.decode()
    assert "Nobody has this number" in page
    assert client.post(url, sent | {"answers": "A A AB 18"}).status_code == 303
    assert TestSitting.objects.get().percent == 100


def test_codes_on_paper_are_read_by_organizers_alone(client, trainer, organizer, event, form):
    moment = TestMoment.open(event, by=organizer, moment="before", form=form, is_anonymous=True)
    url = reverse("training:test-paper", args=[moment.ref])
    client.force_login(trainer)
    assert client.get(url).status_code == 403
    client.force_login(organizer)
    sent = {"mother": "Ana", "day": "7", "siblings": "2", "town": "Lima", "answers": "A A AB 18"}
    sent["taken_on"] = event.office.today().isoformat()
    assert client.post(url, sent).status_code == 303
    taken = TestSitting.objects.get()
    assert taken.pairing == moment.hash_code(PairingCode("a072ma"))
    page = client.post(url, sent).content.decode()
    assert "Somebody has this code already" in page


def test_nobody_reads_single_tests_without_a_name(trainer, organizer, event, form, enrol):
    moment = TestMoment.open(event, by=organizer, moment="before", form=form, is_anonymous=True)
    take(moment, RIGHT, number=1)
    for user in (trainer, organizer):
        assert not TestSitting.objects.accessible_to(user).exists()


def test_observers_read_no_group_under_five(page_of, cast, trainer, organizer, event, form, enrol):
    before, after = (
        TestMoment.open(event, by=organizer, moment=moment, form=form)
        for moment in ("before", "after")
    )
    for at in range(6):
        enrolment = enrol(event, f"Participant {at}")
        take(before, WRONG, enrolment=enrolment)
        take(after, RIGHT if at < 5 else WRONG, enrolment=enrolment)
    seen = page_of(cast.training_observer, "test-results", event.ref)
    assert "not shown: a group of fewer than 5" in seen
    assert "5 of 6" not in seen
    assert "5 of 6" in page_of(trainer, "test-results", event.ref)
    assert "95 % interval" not in seen  # under ten pairs


def test_the_results_of_ten_pairs_name_their_formulas(page_of, organizer, event, form):
    before, after = (
        TestMoment.open(event, by=organizer, moment=moment, form=form, is_anonymous=True)
        for moment in ("before", "after")
    )
    for at in range(10):
        for moment, answers in ((before, WRONG), (after, [*RIGHT[:3], "18" if at % 2 else ""])):
            number = PairingCode(f"{chr(97 + at)}{at + 1:02d}2to")
            take(moment, answers, code=hashes_of(moment, number))
    page = page_of(organizer, "test-results", event.ref)
    for words in ("95 % interval", "Wilcoxon", "correction of Hedges", "Too easy", "KR-20"):
        assert words in page
    assert "Indicators" in page  # the theme, in the table of the chart
