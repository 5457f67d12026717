"""V15: what the house is made of is listed, and a form changes what it asks for and no more."""

import json
import re
from uuid import uuid4

import pytest
from django.urls import reverse

from amparo.pillars.assistance.cases.models import Note
from bin.sbom import LOCKS, bom
from tests.asvs.lint_rules import ROOT


@pytest.fixture(scope="module")
def listed():
    return bom()


def test_v15_1_2_every_locked_package_is_listed_with_its_hashes(listed):
    told = {(each["name"], each["version"]): each for each in listed["components"]}
    for lock in LOCKS:
        text = (ROOT / lock).read_text()
        pinned = re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)
        assert pinned
        assert [each for each in pinned if each not in told] == []
    web = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    names = [(path.rpartition("node_modules/")[2], each["version"]) for path, each in web.items()]
    assert [each for each in names[1:] if each not in told] == []
    assert all(each["hashes"] and each["purl"] for each in told.values())


def test_v15_1_2_its_hashes_are_those_of_the_lock(listed):
    text = "".join((ROOT / lock).read_text() for lock in LOCKS)
    locked = set(re.findall(r"sha256:([0-9a-f]{64})", text))
    said = {
        each["content"] for part in listed["components"] for each in part["hashes"]
        if each["alg"] == "SHA-256"
    }  # fmt: skip
    assert said == locked


def test_v15_1_2_it_tells_what_people_run_from_what_we_build_with(listed):
    needed = {each["name"] for each in listed["components"] if each["scope"] == "required"}
    assert {"django", "cryptography", "psycopg-binary", "htmx.org", "fido2"} <= needed
    assert not {"pytest", "ruff", "moto", "vite", "uv"} & needed


def test_v15_1_2_the_same_locks_give_the_same_list(listed):
    assert bom() == listed
    refs = [each["bom-ref"] for each in listed["components"]]
    assert len(refs) == len(set(refs))


def test_v15_3_3_no_form_is_made_of_a_whole_record():
    """Each form names what it asks for; nothing that was sent goes whole into a record."""
    whole = re.compile(r"ModelForm|modelform|\*\*request\.|POST\.(dict|items|lists)\(\)")
    told = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in sorted((ROOT / "amparo").rglob("*.py"))
        if "tests" not in path.parts and (found := whole.search(path.read_text()))
    ]
    # It only compares: whether the same form arrived twice.
    assert told == ["amparo/foundation/core/idempotency.py: POST.lists()"]


@pytest.mark.django_db
def test_v15_3_3_what_a_form_does_not_ask_is_not_changed(client, case, caseworker, colleague):
    """Who wrote a note, where and when is not for the sender to say."""
    client.force_login(caseworker)
    ref, elsewhere = uuid4(), uuid4()
    client.post(reverse("cases:note-new", args=[case.ref]), {
        "once": str(uuid4()), "kind": "note", "text": "She slept well.", "by": colleague.pk,
        "by_id": colleague.pk, "case": elsewhere, "case_id": 99, "ref": ref,
        "at": "2001-01-01", "id": 1_000_000, "pk": 1_000_000,
    })  # fmt: skip
    note = Note.objects.get()
    assert (note.by, note.case) == (caseworker, case)
    assert note.ref != ref
    assert note.pk < 1_000_000
    assert note.at.year > 2001


@pytest.mark.django_db
def test_v15_3_3_nobody_grows_by_a_field_that_was_slipped_in(client, administrator, nurse):
    client.force_login(administrator)
    answer = client.post(reverse("staff-new"), {
        "once": str(uuid4()), "name": "Ana Ruiz", "email": "ana@example.org", "language": "es",
        "is_superuser": "on", "is_staff": "on", "role": "supervisor", "groups": "1",
        "password": "a shelter with a blue door",
    })  # fmt: skip
    assert answer.status_code == 303
    made = type(nurse).objects.get(email="ana@example.org")
    assert not made.has_usable_password()
    assert list(made.memberships.all()) == []
    assert not getattr(made, "is_superuser", False)
