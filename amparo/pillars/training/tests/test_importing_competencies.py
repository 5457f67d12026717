"""Frameworks are imported after a dry run; the same file again changes nothing."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from amparo.pillars.training.competency_import import import_framework, plan_import
from amparo.pillars.training.framework_files import FrameworkFile, read_case
from amparo.pillars.training.models import Competency, CompetencyFramework

from .test_framework_files import LANGUAGES, child, item, package

pytestmark = pytest.mark.django_db
ITEMS = [item("a", "A", "Identifica."), item("b", "B", "Deriva."), item("c", "C", "Escucha.")]


def read(items=ITEMS, associations=(), **document) -> FrameworkFile:
    return read_case(
        package(items, associations or [child("b", "a")], **document), LANGUAGES, "en"
    )


def texts():
    return {each.code: dict(each.statements) for each in Competency.objects.all()}


@pytest.fixture
def framework(organizer) -> CompetencyFramework:
    return import_framework(read(), None, by=organizer, title="", publisher="")


def test_the_same_file_again_changes_nothing(framework, organizer):
    before = list(Competency.objects.order_by("pk").values())
    assert Competency.objects.get(code="B").parent.code == "A"
    plan = plan_import(read(), framework)
    assert (plan.does_something, plan.same, plan.gone) == (False, 3, [])
    import_framework(read(), framework, by=organizer, title="", publisher="")
    assert list(Competency.objects.order_by("pk").values()) == before
    assert CompetencyFramework.objects.get() == framework


def test_what_changed_is_changed_and_what_was_said_here_stays(framework, organizer):
    ours = Competency.objects.get(code="A")
    ours.change(by=organizer, statements={"es": "Identifica.", "ar": "يحدد الضحايا."})
    Competency.objects.get(code="C").retire(by=organizer)
    items = [
        item("a", "A1", "Identifica a tiempo."), item("c", "C", "Escucha bien."),
        item("d", "D", "Protege."),
    ]  # fmt: skip
    new = read(items, [child("d", "a")])
    plan = plan_import(new, framework)
    assert [each.code for each in plan.new] == ["D"]
    assert [(each.item.code, each.changes) for each in plan.changed] == [
        ("A1", ("code", "statement"))
    ]
    assert [each.code for each in plan.gone] == ["B"]
    assert [(each.item, each.code) for each in plan.problems] == [("C", "retired")]
    import_framework(new, framework, by=organizer, title="", publisher="")
    assert texts() == {
        "A1": {"es": "Identifica a tiempo.", "ar": "يحدد الضحايا."},
        "B": {"es": "Deriva."}, "C": {"es": "Escucha."}, "D": {"es": "Protege."},
    }  # fmt: skip
    assert Competency.objects.get(code="D").parent.code == "A1"


def test_a_code_that_another_competency_has_is_refused(framework):
    plan = plan_import(read([item("a", "B"), item("b", "B2"), item("z", "C")]), framework)
    assert ("B", "code_taken") in {(each.item, each.code) for each in plan.problems}


def test_a_file_is_shown_first_and_imported_as_it_was_shown(client, organizer):
    client.force_login(organizer)
    url = reverse("training:framework-import")
    upload = SimpleUploadedFile("marco.json", package([*ITEMS, item("x", "X", "")]))
    shown = client.post(url, {"file": upload, "language": "es"})
    assert shown.status_code == 200
    assert "Its statement" not in shown.text
    assert "It says nothing. Write its statement." in shown.text
    assert not Competency.objects.exists()
    kept = re.search(r'name="read" value="([^"]+)"', shown.text)[1]
    assert client.post(url, {"read": kept}).status_code == 303
    assert Competency.objects.count() == 3
    assert client.post(url, {"read": kept}).status_code == 303  # pressed twice
    assert Competency.objects.count() == 3
    assert "expired" in client.post(url, {"read": kept[:-3]}).text


def test_a_table_with_arabic_and_semicolons_is_imported_into_a_new_framework(client, organizer):
    client.force_login(organizer)
    url = reverse("training:framework-import")
    table = "code;parent;statement_es;statement_ar\nP1;;Protege;يحمي\nP1.1;P1;Escucha;يصغي\n"
    upload = SimpleUploadedFile("marco.csv", table.encode("utf-8-sig"))
    said = {"file": upload, "language": "es"}
    answer = client.post(url, said)
    assert answer.status_code == 422
    assert "The file does not say it. Write it here." in answer.text
    upload.seek(0)
    shown = client.post(url, said | {"title": "Marco", "publisher": "Escuela de policía"})
    kept = re.search(r'name="read" value="([^"]+)"', shown.text)[1]
    assert client.post(url, {"read": kept}).status_code == 303
    assert texts()["P1.1"] == {"es": "Escucha", "ar": "يصغي"}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.json", b"{", "no JSON that can be read"),
        ("a.json", json.dumps({"CFItems": []}).encode(), "has no CFDocument"),
        ("a.csv", b"name,age\nx,1\n", "Name the columns code"),
        ("a.pdf", b"%PDF-1.7", "ends in .json, .csv or .xlsx"),
    ],
)
def test_a_file_that_is_no_framework_is_refused_in_words(client, organizer, name, content, words):
    client.force_login(organizer)
    said = {"file": SimpleUploadedFile(name, content), "language": "es"}
    answer = client.post(reverse("training:framework-import"), said)
    assert answer.status_code == 422
    assert words in answer.text
