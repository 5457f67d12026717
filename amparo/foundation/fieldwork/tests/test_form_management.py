"""A form is brought as a workbook, looked through, put right, published, and one day retired."""

import io
from uuid import uuid4

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as Book

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.validation import UnreadableFile
from amparo.foundation.fieldwork import standard_forms
from amparo.foundation.fieldwork.models import Form, FormVersion
from amparo.foundation.fieldwork.xlsforms import workbook
from amparo.foundation.fieldwork.xlsforms.conversion import convert_workbook
from tests.support.nightly import examples

pytestmark = pytest.mark.django_db
PURPOSE, SENSITIVITY = "bind::amparo:purpose", "bind::amparo:sensitivity"
TARGET = "bind::amparo:target"
QUESTION = {
    "type": "text", "name": "story", "label::Español (es)": "Descripción",
    "label::العربية (ar)": "الوصف", PURPOSE: "case_management", SENSITIVITY: "narrative",
}  # fmt: skip
SETTINGS = {
    "form_title": "First talk", "form_id": "first_talk", "version": "1",
    "namespaces": 'amparo="https://amparo.example/xforms"',
}  # fmt: skip


def xlsx(*survey, settings=None, **sheets) -> io.BytesIO:
    """A workbook as somebody saves it."""
    book = Book()
    book.remove(book.active)
    rows = {"survey": survey or [QUESTION], **sheets, "settings": [SETTINGS | (settings or {})]}
    for name, lines in rows.items():
        sheet = book.create_sheet(name)
        header = list(dict.fromkeys(column for line in lines for column in line))
        sheet.append(header)
        for line in lines:
            sheet.append([line.get(column) for column in header])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


@pytest.fixture
def send(client):
    """Post what is given, as one tap."""
    return lambda url, **answers: client.post(url, {"once": str(uuid4())} | answers)


def named(file, name="talk.xlsx"):
    file.name = name
    return file


def found(*survey, **more):
    return {(each.code, each.row) for each in Form.upload(xlsx(*survey, **more), by=None).found}


@pytest.mark.parametrize(
    ("lands", "told"),
    [
        ({TARGET: "person.given_names"}, None),
        ({TARGET: "observation.debt"}, None),
        ({TARGET: "vehicle.plate"}, "form-no-record"),
        ({TARGET: "person.shoe_size"}, "form-no-field"),
        ({TARGET: "observation.no_factor"}, "form-no-field"),
        ({TARGET: "note"}, "form-no-field"),
        ({TARGET: "note.text", f"{TARGET}_when": "perhaps"}, "form-no-such-answer"),
    ],
)
def test_a_name_that_no_record_has_is_told_with_its_row_and_holds_nothing_up(lands, told):
    version = Form.upload(xlsx(QUESTION, QUESTION | {"name": "more"} | lands), by=None)
    assert [each.code for each in version.found if each.row == 3] == ([told] if told else [])
    assert not version.errors


def test_it_is_brought_read_and_published(client, send, data_officer):
    client.force_login(data_officer)
    told = send("/forms/new/", file=named(xlsx()))
    version = FormVersion.objects.get()
    here = f"/forms/versions/{version.ref}/"
    assert told.headers["Location"] == here
    assert (version.state, version.questions, version.by) == ("draft", 1, data_officer)
    assert version.languages == ["Español (es)", "العربية (ar)"]
    page = client.get(here).content.decode()
    assert "First talk" in page
    assert "French" in page, "what it does not speak is told"
    assert send(f"{here}publish/").headers["Location"] == here
    version.refresh_from_db()
    assert version.state == "published"
    assert "<h:title>First talk</h:title>" in client.get(f"{here}xform/").content.decode()
    assert client.get(f"{here}workbook/").content.startswith(b"PK")
    deeds = AuditEntry.objects.filter(record_ref=version.form.ref, is_reading=False)
    assert sorted(deeds.values_list("event", flat=True)) == ["form.brought", "form.published"]


def test_a_newer_version_takes_the_place_of_the_one_in_use():
    first, second = (Form.upload(xlsx(settings={"version": each}), by=None) for each in "12")
    first.publish(by=None)
    first.publish(by=None)  # a second tap is not a second deed
    second.publish(by=None)
    assert [FormVersion.objects.get(pk=each.pk).state for each in (first, second)] == [
        "retired",
        "published",
    ]
    assert first.form.published == second
    first.refresh_from_db()
    with pytest.raises(Refusal, match="retired"):
        first.publish(by=None)


def test_the_same_workbook_is_one_version_and_a_draft_may_be_brought_anew():
    first = Form.upload(xlsx(), by=None)
    source = io.BytesIO(bytes(first.source))
    assert Form.upload(source, by=None) == first
    again = Form.upload(xlsx(QUESTION | {"name": "events"}), by=None)
    assert again == first
    assert "events" in FormVersion.objects.get().xform


def test_what_people_may_have_answered_is_never_changed():
    first = Form.upload(xlsx(), by=None)
    first.publish(by=None)
    with pytest.raises(Refusal, match="new version"):
        Form.upload(xlsx(QUESTION | {"name": "events"}), by=None)
    assert "story" in FormVersion.objects.get().xform


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({PURPOSE: "curiosity"}, "form-no-purpose"),
        ({SENSITIVITY: "public"}, "form-no-sensitivity"),
        ({"required": "yes"}, "form-no-message"),
        ({"constraint": ". != ''"}, "form-no-reason"),
        ({"label::العربية (ar)": ""}, "form-not-translated"),
        ({"hint::Español (es)": "Con calma"}, "form-not-translated"),
        ({"type": "geopoint", "appearance": "placement-map"}, "form-map"),
        ({"type": "image", "appearance": "signature"}, "form-not-here"),
        ({"type": "barcode"}, "form-not-here"),
    ],
)
def test_what_is_wrong_or_unsafe_is_told_with_its_row(change, code):
    assert (code, 3) not in found(QUESTION, QUESTION | {"name": "then"})
    assert (code, 3) in found(QUESTION, QUESTION | {"name": "then"} | change)


def test_a_message_in_every_language_is_enough():
    said = {f"required_message::{each}": "…" for each in ("Español (es)", "العربية (ar)")}
    assert ("form-no-message", 2) not in found(QUESTION | {"required": "yes"} | said)


def test_no_list_on_a_phone_says_who_was_asked():
    who = QUESTION | {"name": "given_names", SENSITIVITY: "identity"}
    assert ("form-tells-who", 2) in found(who, settings={"instance_name": "${given_names}"})
    assert ("form-tells-who", 2) not in found(
        who, QUESTION, settings={"instance_name": "concat('A ', ${story})"}
    )


def test_it_is_called_in_the_reader_s_language_where_a_note_says_how():
    name = {"type": "note", "name": "form_name", "label::Español (es)": "Primera charla",
            "label::العربية (ar)": "الحديث الأول"}  # fmt: skip
    version = Form.upload(xlsx(name, QUESTION), by=None)
    assert version.called == "First talk"
    with translation.override("ar"):
        assert version.called == "الحديث الأول"


def test_no_answer_is_sent_to_others():
    told = found(settings={"submission_url": "https://elsewhere.example/"})
    assert ("form-outside", 2) in told


def test_what_must_be_put_right_is_not_published():
    version = Form.upload(xlsx(QUESTION | {"relevant": "frobnicate(.)"}), by=None)
    with pytest.raises(Refusal, match="put right"):
        version.publish(by=None)
    assert version.state == "draft"


def test_rows_are_counted_as_in_the_file_also_below_empty_ones():
    empty = dict.fromkeys(QUESTION)
    odd = QUESTION | {"name": "b", PURPOSE: "curiosity"}
    assert ("form-no-purpose", 4) in found(QUESTION, empty, odd)
    with pytest.raises(UnreadableFile, match="row : 4"):
        Form.upload(xlsx(QUESTION, empty, QUESTION | {"name": "b c"}), by=None)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (lambda: xlsx(settings={"form_id": "a" * 201}), "form-no-id"),
        (lambda: xlsx(settings={"version": "1" * 61}), "form-no-version"),
        (lambda: xlsx(QUESTION | {"type": "select_one nowhere"}), "form-not-made"),
        (lambda: xlsx(QUESTION | {"relevant": "${nobody} = 1"}), "form-not-made"),
        (lambda: io.BytesIO(b"name,age\nRosa,30\n"), "form-no-survey"),
        (lambda: io.BytesIO(b"survey,type\n,\xff\xfe"), "form-not-utf8"),
        (lambda: io.BytesIO(b"PK\x03\x04 and no more"), "damaged"),
    ],
)
def test_what_is_no_form_says_what_to_do_and_leaves_nothing(
    client, send, data_officer, file, code
):
    with pytest.raises(UnreadableFile) as said:
        Form.upload(file(), by=None)
    assert said.value.code == code
    client.force_login(data_officer)
    answer = send("/forms/new/", file=named(file()))
    assert answer.status_code == 422
    assert said.value.what_to_do.split(":")[0][:30] in answer.content.decode()
    assert not FormVersion.objects.exists()


TEXTS = st.text(max_size=12) | st.sampled_from(
    ["text", "note", "begin group", "end repeat", "select_one a", "${story}", "${", "calculate",
     "begin_repeat", "yes", "1 div 0", "instance('x')/root/item[name=${story}]", "csv-external",
     "select_multiple_from_file a.csv", "rank a", "range", "geopoint", "image", "xml-external"]
)  # fmt: skip
LINES = st.lists(
    st.dictionaries(
        st.sampled_from(
            ["type", "name", "label", "relevant", "calculation", "repeat_count", "appearance",
             "parameters", "trigger", "default", "choice_filter", "bind::x:y", "save_to", "::"]
        ),
        TEXTS,
    ),
    max_size=8,
)  # fmt: skip


@given(survey=LINES, choices=LINES)
@settings(
    max_examples=examples(150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_stands_in_the_cells_it_is_a_form_or_says_why_not(survey, choices):
    def lines(rows):
        return [workbook.SheetLine(row, each) for row, each in enumerate(rows, 2)]

    book = workbook.Workbook(
        {"survey": lines([QUESTION, *survey]), "choices": lines(choices),
         "settings": lines([SETTINGS])},
        {"survey": tuple({**QUESTION}), "choices": ("list_name", "name"), "settings": ()},
    )  # fmt: skip
    try:
        told = convert_workbook(book).xform
    except UnreadableFile as reason:
        told = reason.what_to_do
    assert told


def test_the_standard_forms_come_as_drafts_and_only_once(client, send, data_officer):
    client.force_login(data_officer)
    assert "Add the standard forms" in client.get("/forms/").content.decode()
    send("/forms/standard/")
    versions = FormVersion.objects.all()
    assert len(versions) == len(standard_forms.form_files()) >= 10
    assert {each.state for each in versions} == {"draft"}
    assert not [each for version in versions for each in version.errors]
    send("/forms/standard/")
    assert len(FormVersion.objects.all()) == len(standard_forms.form_files())
    assert "Add the standard forms" not in client.get("/forms/").content.decode()
