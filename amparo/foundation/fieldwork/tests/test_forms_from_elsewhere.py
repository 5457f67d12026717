"""A form that another tool made is published in two clicks, and its answers stay protected."""

import io
import struct
from uuid import uuid4

import pytest
from django.utils import translation
from openpyxl import Workbook as Book

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.validation import UnreadableFile
from amparo.foundation.fieldwork.answer_classes import ClassChoice, is_less_restricted
from amparo.foundation.fieldwork.models import Form, FormVersion
from amparo.foundation.fieldwork.models.public_forms import why_not_public
from amparo.foundation.fieldwork.xlsforms import workbook

pytestmark = pytest.mark.django_db
EN, ES = "label::English (en)", "label::Español (es)"
KOBO_ID = "airHyLyZMkdqz383A9fdjX"
HOUSEHOLD = (
    {"type": "text", "name": "full_name", EN: "What is your full name?", ES: "¿Cómo se llama?",
     "required": "true"},
    {"type": "integer", "name": "size", EN: "How many people live here?", "constraint": ". < 50"},
    {"type": "select_one yn", "name": "pregnant", EN: "Is anybody pregnant?"},
    {"type": "begin_group", "name": "place", EN: "Where you live", ES: "Dónde vive"},
    {"type": "geopoint", "name": "spot", EN: "Spot", "appearance": "placement-map"},
    {"type": "select_one yn", "name": "roof", EN: "Is the roof whole?"},
    {"type": "end_group"},
    {"type": "text", "name": "more", EN: "What else do you want to say?"},
)  # fmt: skip
YES_NO = ({"list_name": "yn", "name": "y", EN: "Yes", ES: "Sí"},
          {"list_name": "yn", "name": "n", EN: "No"})  # fmt: skip
UNSPOKEN = ({"list_name": "yn", "name": "y", "label": "Y"},)


def xlsx(*survey, name="Encuesta de hogares (v2).xlsx", choices=YES_NO, **sheets):
    """A workbook as it comes: without a sheet of settings, unless the test gives one."""
    book = Book()
    book.remove(book.active)
    for title, lines in {"survey": survey or HOUSEHOLD, "choices": choices, **sheets}.items():
        sheet = book.create_sheet(title)
        header = list(dict.fromkeys(column for line in lines for column in line))
        sheet.append(header)
        for line in lines:
            sheet.append([line.get(column) for column in header])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = name
    return file


def upload(*survey, **more):
    file = xlsx(*survey, **more)
    return Form.upload(file, by=None, file_name=file.name)


def classes_of(version):
    return {path.rpartition("/")[2]: said["sensitivity"] for path, said in version.classes.items()}


def reasons_of(version):
    return {path.rpartition("/")[2]: said["reason"] for path, said in version.classes.items()}


@pytest.fixture
def send(client):
    return lambda url, **answers: client.post(url, {"once": str(uuid4())} | answers)


@pytest.fixture
def officer(client, data_officer):
    client.force_login(data_officer)
    return data_officer


def as_on_the_page(version, **changes):
    """What the browser sends of the table as it stands, and with what was changed."""
    told = {"purpose": "case_management"}
    for row in version.class_rows:
        told |= {f"class-{row.key}": row.sensitivity, f"purpose-{row.key}": ""}
    return told | changes


def test_two_clicks_from_the_file_to_a_published_form(client, send, officer):
    there = send("/forms/new/", file=xlsx()).headers["Location"]
    page = client.get(there).content.decode()
    version = FormVersion.objects.get()
    for said in ("Free text", "A name", "Words about health", "A place on the map", "A count"):
        assert said in page
    assert version.errors == []
    assert send(f"{there}publish/", **as_on_the_page(version)).status_code == 303
    version = FormVersion.objects.get(pk=version.pk)
    assert version.state == "published"
    assert version.form.code == "Encuesta_de_hogares_v2"
    assert version.version.endswith("01")
    assert classes_of(version) == {
        "full_name": "identity", "size": "plain", "pregnant": "medical", "spot": "location",
        "roof": "narrative", "more": "narrative",
    }  # fmt: skip
    notes = version.opened.find("/data/more").notes
    assert (notes["purpose"], notes["sensitivity"]) == ("case_management", "narrative")
    assert not AuditEntry.objects.filter(event="form.class_relaxed").exists()
    page = client.get(there).content.decode()
    assert f"{there}publish/" not in page
    assert "Free text" in page


@pytest.mark.parametrize(
    "code", [KOBO_ID, "Two words", "v1.2:final", "UPPER", "encuesta/2", "استمارة", "a" * 200]
)
def test_any_id_that_collect_takes_is_kept_as_it_is(code):
    version = upload(settings=[{"form_id": code, "version": "vX 3 (final)"}])
    assert (version.form.code, version.version) == (code, "vX 3 (final)")
    assert (version.opened.id, version.opened.version) == (code, "vX 3 (final)")
    version.publish(by=None)


@pytest.mark.parametrize(
    "settings", [{"form_id": "a" * 201}, {"form_id": "a", "version": "1" * 61}]
)
def test_an_id_or_version_that_is_too_long_is_refused(settings):
    with pytest.raises(UnreadableFile) as said:
        upload(settings=[settings])
    assert said.value.code in ("form-no-id", "form-no-version")


def test_a_workbook_without_id_and_without_a_name_of_its_file_is_refused():
    with pytest.raises(UnreadableFile, match="form_id"):
        Form.upload(xlsx(), by=None)


def test_the_next_workbook_of_the_same_file_is_the_next_version_and_the_same_one_is_none():
    first = upload()
    same = io.BytesIO(bytes(first.source))
    assert Form.upload(same, by=None, file_name="Encuesta de hogares (v2).xlsx") == first
    second = upload(*HOUSEHOLD[:1])
    assert second.form == first.form
    assert int(second.version) == int(first.version) + 1


def test_missing_messages_and_translations_are_made_and_told_as_warnings():
    version = upload()
    codes = {each.code for each in version.found}
    assert {"form-no-message", "form-no-reason", "form-not-translated", "form-id-made",
            "form-version-made", "form-map"} <= codes  # fmt: skip
    opened = version.opened
    name, size, spot = (
        opened.find(f"/data/{path}") for path in ("full_name", "size", "place/spot")
    )
    assert name.required_message.say("Español (es)") == "Responda esta pregunta, por favor."
    assert name.required_message.say("English (en)") == "Please answer this question."
    assert size.label.say("Español (es)") == "How many people live here?"
    assert "English" not in size.constraint_message.say("Español (es)")
    assert spot.appearance == ""


@pytest.mark.parametrize("language", ["es", "en", "fr", "ar"])
def test_a_form_in_one_unnamed_language_is_answered_in_that_of_who_imports_it(language):
    line = {"type": "text", "name": "a", "label": "A", "required": "yes"}
    with translation.override(language):
        version = upload(line, choices=UNSPOKEN)
        said = version.opened.find("/data/a").required_message.say()
    assert said
    assert (said == "Please answer this question.") is (language == "en")


@pytest.mark.parametrize(
    ("question", "kind", "reason"),
    [
        ({"type": "text", "label": "¿Qué pasó?"}, "narrative", "free-text"),
        ({"type": "text", "label": "Nombre y apellidos"}, "identity", "name"),
        ({"type": "text", "label": "الاسم الكامل"}, "identity", "name"),
        ({"type": "text", "label": "Numéro de téléphone"}, "contact", "reach"),
        ({"type": "text", "label": "Nombre", "appearance": "multiline"}, "narrative", "free-text"),
        ({"type": "text", "label": "Describe your family"}, "narrative", "free-text"),
        ({"type": "text", "label": "Name of the person and all you saw on the long way here"},
         "narrative", "free-text"),
        ({"type": "text", "label": "Total"}, "narrative", "free-text"),
        ({"type": "integer", "label": "Age"}, "identity", "birth"),
        ({"type": "integer", "label": "Umri"}, "narrative", "unclear"),
        ({"type": "integer", "label": "How many pregnant women?"}, "medical", "health"),
        ({"type": "date", "label": "Fecha de la entrevista"}, "plain", "day"),
        ({"type": "date", "label": "Date"}, "narrative", "unclear"),
        ({"type": "select_one yn", "label": "Do you agree to talk?"}, "plain", "agreement"),
        ({"type": "select_one yn", "label": "¿La policía le detuvo?"}, "narrative", "violence"),
        ({"type": "select_one yn", "label": "Sex"}, "medical", "gender"),
        ({"type": "select_one yn", "label": "الجنسية"}, "identity", "document"),
        ({"type": "image", "label": "A house"}, "narrative", "file"),
        ({"type": "geotrace", "label": "The way"}, "location", "map"),
        ({"type": "acknowledge", "label": "Read"}, "plain", "agreement"),
        ({"type": "text", "label": "X", "bind::amparo:sensitivity": "plain"}, "plain", "workbook"),
        ({"type": "text", "label": "X", "bind::amparo:sensitivity": "public"},
         "narrative", "free-text"),
    ],
)  # fmt: skip
def test_the_class_proposed_is_the_most_restricted_that_type_and_words_suggest(
    question, kind, reason
):
    version = upload({"name": "asked"} | question)
    assert classes_of(version) == {"asked": kind}
    assert reasons_of(version) == {"asked": reason}


def test_a_count_below_a_heading_about_health_is_medical():
    version = upload(
        {"type": "begin_group", "name": "g", "label": "Pregnancies"},
        {"type": "integer", "name": "n", "label": "How many?"},
        {"type": "end_group"},
    )
    assert classes_of(version) == {"n": "medical"}


def test_a_class_is_less_restricted_by_a_choice_alone_and_the_audit_log_says_so(send, officer):
    version = upload()
    [row] = [row for row in version.class_rows if row.reason == "unclear"]
    told = as_on_the_page(version, **{f"class-{row.key}": "plain"})
    send(f"/forms/versions/{version.ref}/publish/", **told)
    version = FormVersion.objects.get(pk=version.pk)
    assert classes_of(version)["roof"] == "plain"
    assert version.opened.find("/data/place/roof").notes["sensitivity"] == "plain"
    entry = AuditEntry.objects.get(event="form.class_relaxed")
    assert entry.by == officer
    assert entry.details == {
        "from": "narrative", "to": "plain", "count": 1, "refs": [str(version.ref)],
    }  # fmt: skip


def test_a_class_that_fewer_roles_read_is_no_lowering(send, officer):
    version = upload()
    [row] = [row for row in version.class_rows if row.reason == "name"]
    told = as_on_the_page(version, **{f"class-{row.key}": "narrative", "purpose": "reporting"})
    send(f"/forms/versions/{version.ref}/publish/", **told)
    version = FormVersion.objects.get(pk=version.pk)
    assert classes_of(version)["full_name"] == "narrative"
    assert {said["purpose"] for said in version.classes.values()} == {"reporting"}
    assert not AuditEntry.objects.filter(event="form.class_relaxed").exists()
    # Chosen or not, nobody is asked for a name in public.
    assert "who somebody is" in why_not_public(version)


@pytest.mark.parametrize(
    ("before", "after", "lowers"),
    [
        ("narrative", "plain", True), ("narrative", "identity", True),
        ("medical", "contact", True), ("narrative", "medical", False),
        ("identity", "narrative", False),
        ("identity", "contact", False), ("plain", "identity", False),
    ],
)  # fmt: skip
def test_less_restricted_is_what_more_roles_read(before, after, lowers):
    assert is_less_restricted(before, after) is lowers


def test_a_column_of_the_workbook_comes_before_the_words_and_keeps_its_purpose(send, officer):
    line = {"type": "text", "name": "a", "label": "Name", "bind::amparo:sensitivity": "contact",
            "bind::amparo:purpose": "tracing"}  # fmt: skip
    version = upload(line, {"type": "text", "name": "b", "label": "Name"})
    told = as_on_the_page(version, purpose="research")
    for row in version.class_rows:
        if row.has_own_purpose:
            told[f"purpose-{row.key}"] = row.purpose
    send(f"/forms/versions/{version.ref}/publish/", **told)
    version = FormVersion.objects.get(pk=version.pk)
    purposes = {path: said["purpose"] for path, said in version.classes.items()}
    assert purposes == {"/data/a": "tracing", "/data/b": "research"}
    assert classes_of(version) == {"a": "contact", "b": "identity"}


def test_a_table_that_is_out_of_date_publishes_nothing(send, officer):
    version = upload()
    told = as_on_the_page(version)
    del told[f"class-{version.class_rows[0].key}"]
    answer = send(f"/forms/versions/{version.ref}/publish/", **told)
    assert answer.status_code == 422
    version = FormVersion.objects.get(pk=version.pk)
    assert version.state == "draft"
    with pytest.raises(Refusal, match="once more"):
        version.publish(by=None, choices={"gone": ClassChoice("reporting", "plain")})


def test_only_who_keeps_forms_publishes(client, send, caseworker):
    version = upload()
    client.force_login(caseworker)
    assert send(f"/forms/versions/{version.ref}/publish/").status_code in (403, 404)
    version = FormVersion.objects.get(pk=version.pk)
    assert version.state == "draft"


def test_what_would_leave_the_site_or_say_who_somebody_is_is_taken_out():
    settings = {
        "form_id": "a",
        "submission_url": "https://elsewhere.example/",
        "auto_send": "true",
        "instance_name": "concat(${full_name}, ' ', ${more})",
    }
    version = upload(settings=[settings])
    assert {"form-outside", "form-tells-who"} <= {each.code for each in version.found}
    assert not version.errors
    assert "elsewhere.example" not in version.xform
    assert "instanceName" not in version.xform
    plain = upload(settings=[settings | {"instance_name": "concat('A ', ${size})"}])
    assert "instanceName" in plain.xform


def test_headers_with_one_colon_are_read_beside_those_with_two():
    version = upload(
        {"type": "text", "name": "a", "label:English": "Where?", "label:Español": "¿Dónde?",
         "bind::amparo:sensitivity": "location"},
        choices=UNSPOKEN,
    )  # fmt: skip
    assert version.languages == ["English", "Español"]
    assert version.opened.find("/data/a").label.say("Español") == "¿Dónde?"


def test_a_column_twice_is_refused_with_its_name():
    file = b"survey,type,name,label,label\n,text,a,A,B\n"
    with pytest.raises(UnreadableFile, match="label") as said:
        Form.upload(io.BytesIO(file), by=None, file_name="a.csv")
    assert said.value.code == "form-column-twice"


def test_a_list_beside_the_form_becomes_one_in_it():
    version = upload(
        {"type": "select_one yn", "name": "state", "label": "Yes?"},
        {"type": "select_one_external towns", "name": "town", "label": "Town",
         "choice_filter": "state=${state}"},
        external_choices=[
            {"list_name": "towns", "name": "t", "label": "Tena", "state": "y"},
            {"list_name": "towns", "name": "t", "label": "Tulcán", "state": "n"},
        ],
    )  # fmt: skip
    town = version.opened.find("/data/town")
    assert town.sort == "select_one"
    assert {"Tena", "Tulcán"} <= set(version.xform.replace(">", "<").split("<"))
    version.publish(by=None)


# A workbook of the old kind (BIFF8 in a compound file), of texts alone.


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _sheet(rows) -> bytes:
    cells = b"".join(
        _record(
            0x204, struct.pack("<HHHHB", row, column, 0, len(said), 1) + said.encode("utf-16-le")
        )
        for row, line in enumerate(rows)
        for column, said in enumerate(line)
        if said
    )
    return _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + _record(10)


def xls(**sheets) -> io.BytesIO:
    bodies = [_sheet(rows) for rows in sheets.values()]
    names = [struct.pack("<IHBB", 0, 0, len(name), 0) + name.encode() for name in sheets]
    top = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    at = len(top) + sum(len(name) + 4 for name in names) + 4
    for index, (name, body) in enumerate(zip(names, bodies, strict=True)):
        names[index] = struct.pack("<I", at) + name[4:]
        at += len(body)
    stream = top + b"".join(_record(0x85, each) for each in names) + _record(10) + b"".join(bodies)
    stream += bytes(max(4096, -(-len(stream) // 512) * 512) - len(stream))
    used = len(stream) // 512
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, used + 2), 0xFFFFFFFE]
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    entries = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry(
        "Workbook", 2, 2, len(stream)
    )
    return io.BytesIO(head + table + entries + bytes(256) + stream)


def _entry(name: str, kind: int, start: int, size: int, child: int = -1) -> bytes:
    called = (name + "\0").encode("utf-16-le")
    told = called.ljust(64, b"\0") + struct.pack("<HBBiii", len(called), kind, 1, -1, -1, child)
    return told + bytes(36) + struct.pack("<II", start, size) + bytes(4)


def test_a_workbook_of_the_old_kind_is_read(client, send, officer):
    file = xls(
        survey=[["type", "name", "label"], ["text", "a", "¿Qué pasó?"], [], ["text", "b", "اسم"]],
        settings=[["form_id"], ["Old form"]],
    )
    file.name = "old.xls"
    there = send("/forms/new/", file=file).headers["Location"]
    version = FormVersion.objects.get()
    assert version.form.code == "Old form"
    assert classes_of(version) == {"a": "narrative", "b": "identity"}
    assert '.xls"' in client.get(f"{there}workbook/").headers["Content-Disposition"]


def test_a_broken_workbook_of_the_old_kind_is_refused_in_words():
    whole = xls(survey=[["type", "name", "label"], ["text", "a", "A"]]).getvalue()
    for size in (600, 1024, 2000):
        with pytest.raises(UnreadableFile) as said:
            Form.upload(io.BytesIO(whole[:size]), by=None, file_name="a.xls")
        assert said.value.code == "damaged"


CSV = '"survey"\n,"type","name","label"\n,"text","a","Name"\n\n,"text","b b","More"\n'


def test_the_layout_of_pyxform_is_read_and_its_rows_are_counted_as_in_the_sheet():
    book = workbook.read_workbook(io.BytesIO(CSV.encode()))
    assert [(line.row, line.get("name")) for line in book.survey] == [(2, "a"), (4, "b b")]
    version = Form.upload(io.BytesIO(CSV.replace("b b", "b").encode()), by=None, file_name="x.csv")
    assert version.form.code == "x"


@pytest.mark.parametrize("cell", ["x" * 200_000, '"never closed' + "y" * 200_000])
def test_a_csv_that_cannot_be_read_is_refused_in_words(client, send, officer, cell):
    file = io.BytesIO(f"survey,type,name,label\n,text,a,{cell}\n".encode())
    file.name = "a.csv"
    answer = send("/forms/new/", file=file)
    assert answer.status_code == 422
    assert "quotation mark" in answer.content.decode()


def test_a_workbook_of_empty_rows_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_BYTES", 1000)
    with pytest.raises(UnreadableFile) as said:
        upload()
    assert said.value.code == "form-too-much"


@pytest.mark.parametrize(
    "survey",
    [
        [{"type": "calculate", "name": "a", "calculation": "${b} + 1"},
         {"type": "calculate", "name": "b", "calculation": "${a} + 1"}],
        [{"type": "calculate", "name": "a", "calculation": "${a} + 1"}],
        [{"type": "text", "name": "a", "label": "A", "relevant": "${b} = ''"},
         {"type": "calculate", "name": "b", "calculation": "concat(${a}, '')"}],
        [{"type": "begin_group", "name": "g", "label": "G", "relevant": "${a} = 'x'"},
         {"type": "text", "name": "a", "label": "A"}, {"type": "end_group"}],
    ],
)  # fmt: skip
def test_rules_that_wait_for_each_other_are_refused_with_their_names(survey):
    version = upload({"type": "text", "name": "z", "label": "Z"}, *survey)
    [told] = [each for each in version.errors if each.code == "form-cycle"]
    assert "a" in told.message
    with pytest.raises(Refusal):
        version.publish(by=None)
