"""A qualification is entered by another supervisor, with the file of its certificate."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from amparo.foundation.core import clock
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.files.scanning import check_file
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.returns.models import Qualification, QualificationFile
from amparo.pillars.assistance.returns.tasks import delete_old_qualification_files
from tests.support.fake_services import EICAR, clamd
from tests.support.uploads import certificate, photo

pytestmark = pytest.mark.django_db
NEW, LIST = "/returns/qualifications/new/", "/returns/qualifications/"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.AMPARO_FILE_STORAGE = tmp_path


@pytest.fixture
def maren(client, supervisor):
    client.force_login(supervisor)
    return client


@pytest.fixture
def enter(office, colleague, supervisor):
    def enter(**said):
        fields = {
            "kind": "asylum", "valid_from": office.today(), "paper": "12", "issuer": "UNHCR",
            "upload": certificate(), "by": supervisor, "holder": colleague,
        }  # fmt: skip
        return Qualification.enter(**fields | said)

    return enter


@pytest.fixture
def above(cast, office):
    """Who supervises the office above."""
    office.parent = cast._office("Capital", "BO", "America/La_Paz")
    office.save()
    return cast._user("ines", "Inés Soto", "supervisor", office=office.parent)


@pytest.fixture
def elsewhere(cast):
    """A supervisor of another office."""
    other = cast._office("Elsewhere", "PE", "America/Lima")
    return cast._user("pilar", "Pilar Cárdenas", "supervisor", office=other)


def said(colleague, office, **more):
    return {
        "holder": colleague.ref.hex, "kind": "asylum", "paper": "Certificate 12",
        "issuer": "UNHCR", "valid_from": office.today().isoformat(), "upload": photo(),
    } | more  # fmt: skip


def there(qualification):
    return f"/returns/qualifications/{qualification.ref}/file/"


def test_supervisors_keep_who_is_qualified_on_a_page(maren, colleague, office):
    assert maren.post(NEW, said(colleague, office)).status_code == 303
    made = Qualification.objects.get()
    page = maren.get(LIST).text
    assert "Certificate 12" in page
    assert there(made) in page
    assert b"".join(maren.get(there(made)).streaming_content).startswith(b"\x89PNG")
    assert AuditEntry.objects.filter(event="qualificationfile.attached").count() == 1
    assert AuditEntry.objects.filter(event="qualificationfile.seen").count() == 1
    assert maren.post(f"/returns/qualifications/{made.ref}/end/").status_code == 303
    assert "Certificate 12" not in maren.get(LIST).text


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (None, "Choose the file: a PDF or a photo"),
        (("paper.pdf", b"", "application/pdf"), "This file is empty"),
        (("paper.pdf", b"no paper", "application/pdf"), "not what its name says"),
        (("paper.txt", b"Certificate", "text/plain"), "Choose a PDF or a photo"),
        (("paper.exe", b"MZ", "application/octet-stream"), ""),
        (("paper.png", b"\x89PNG broken", "image/png"), ""),
        (("paper.pdf", b"%PDF-1.4 /JavaScript /JS %%EOF", "application/pdf"), "program"),
    ],
)
def test_without_a_file_that_shows_it_nothing_is_entered_and_nothing_is_lost(
    maren, colleague, office, file, text
):
    upload = {"upload": SimpleUploadedFile(*file)} if file else {}
    fields = {name: value for name, value in said(colleague, office).items() if name != "upload"}
    answer = maren.post(NEW, fields | upload)
    assert answer.status_code == 422
    assert text in answer.text
    assert 'value="Certificate 12"' in answer.text
    assert not Qualification.objects.exists()
    assert not QualificationFile.objects.exists()


def test_a_file_that_is_too_large_is_refused_with_its_size(maren, colleague, office):
    large = SimpleUploadedFile("paper.pdf", b"%PDF" + bytes(20_000_001), "application/pdf")
    answer = maren.post(NEW, said(colleague, office, upload=large))
    assert "larger than 20 MB" in answer.text
    assert not Qualification.objects.exists()


def test_it_opens_for_the_colleague_and_the_supervisors_of_their_office_alone(
    client, enter, colleague, caseworker, supervisor, above, elsewhere, stranger
):
    address = there(enter())
    answers = []
    for user in (colleague, supervisor, above, caseworker, elsewhere, stranger):
        client.force_login(user)
        answers.append(client.get(address).status_code)
    assert answers == [200, 200, 200, 404, 404, 404]
    client.force_login(elsewhere)
    page = client.get(LIST).text
    assert colleague.name in page  # who is qualified is asked by every office
    assert address not in page


def test_a_colleague_reads_their_own_and_enters_none(client, enter, colleague, caseworker):
    made = enter()
    client.force_login(colleague)
    page = client.get(LIST).text
    assert there(made) in page
    assert NEW not in page
    assert LIST in client.get("/returns/").text
    client.force_login(caseworker)
    assert client.get(LIST).status_code in (403, 404)
    assert LIST not in client.get("/returns/").text


def test_a_harmful_file_opens_for_nobody_and_who_entered_it_is_told(
    maren, supervisor, enter, settings
):
    with clamd() as running:
        settings.AMPARO_CLAMD = running.where
        made = enter()
        file = made.certificate
        assert maren.get(there(made)).status_code == 409
        assert "Being checked for viruses" in maren.get(LIST).text
        EncryptedFile.delete(file.storage_key)
        file.storage_key = EncryptedFile.write(BytesIO(EICAR), owner=made)
        file.save()
        check_file.call(str(file.ref))
        assert maren.get(there(made)).status_code == 409
        assert "Harmful: locked away" in maren.get(LIST).text
    notice = Notification.objects.get(event="qualificationfile.infected", user=supervisor)
    assert notice.url == LIST


def test_the_file_is_deleted_seven_years_after_it_ended(enter, supervisor):
    made = enter()
    made.end(by=supervisor)
    stored = made.certificate.storage_key
    with clock.at(clock.now() + timedelta(days=6 * 365)):
        delete_old_qualification_files.call()
    assert EncryptedFile.open(stored).read()
    with clock.at(clock.now() + timedelta(days=7 * 365 + 3)):
        for _again in range(2):
            delete_old_qualification_files.call()
    assert not QualificationFile.objects.not_removed().exists()
    assert Qualification.objects.get().paper == "12"
    assert AuditEntry.objects.filter(event="qualificationfile.deleted").count() == 1


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"paper": " "}, "which certificate"),
        ({"issuer": ""}, "who issued it"),
        ({"valid_until": timedelta(days=-1)}, "end before it begins"),
        ({"kind": "clinician"}, "licence number"),
        ({"licence": "MS 3310"}, "only of a clinician"),
    ],
)
def test_a_qualification_names_its_paper(office, enter, fields, why):
    if lasts := fields.get("valid_until"):
        fields = {"valid_until": office.today() + lasts}
    with pytest.raises(Refusal, match=why):
        enter(**fields)


def test_the_licence_of_a_clinician_is_asked_beside_its_field(maren, colleague, office):
    answer = maren.post(NEW, said(colleague, office, kind="clinician"))
    assert answer.status_code == 422
    assert "Write the licence number" in answer.text
    given = said(colleague, office, kind="clinician", licence="MS 3310")
    assert maren.post(NEW, given).status_code == 303
    assert "MS 3310" in maren.get(LIST).text


def test_nobody_enters_their_own_and_only_a_supervisor_enters_any(
    enter, colleague, supervisor, caseworker
):
    with pytest.raises(Refusal, match="Another supervisor"):
        enter(holder=supervisor)
    with pytest.raises(Refusal, match="A supervisor enters"):
        enter(by=caseworker)
    made = [enter() for _again in range(2)]
    assert made[0] == made[1]
    assert QualificationFile.objects.count() == 1
    with pytest.raises(Refusal, match="Another supervisor"):
        made[0].end(by=colleague)
    for _again in range(2):
        made[0].end(by=supervisor)
    assert AuditEntry.objects.filter(event="qualification.ended").count() == 1
