"""V14: sensitive data is deleted when its time is over, and no browser keeps any of it."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import TestCase

from amparo.foundation.core import clock
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.extension_points import navigation_groups
from amparo.foundation.core.models import Notification
from amparo.pillars.assistance.cases.models import Case, Closure
from amparo.pillars.assistance.intake.models import BeneficiaryList, ImportFile
from amparo.pillars.assistance.intake.tasks import delete_import_files
from amparo.pillars.assistance.privacy.data_export import build_export
from amparo.pillars.assistance.privacy.models import DataExport, DataSubjectRequest
from amparo.pillars.assistance.privacy.retention import due_cases, due_people
from amparo.pillars.assistance.privacy.tasks import delete_data_exports, mark_due_deletions
from tests.asvs.lint_rules import ROOT


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.AMPARO_FILE_STORAGE = tmp_path / "files"


def days_later(count):
    from django.utils import timezone

    return clock.at(timezone.now() + timedelta(days=count))


@pytest.mark.django_db
def test_v14_2_7_a_closed_case_is_reported_when_its_time_is_over(case, caseworker, supervisor):
    closure = Closure.propose(case, by=caseworker, reason="goals_met", summary="Well.")
    case.approvalrequests.get(record_ref=closure.ref).decide(by=supervisor, approved=True)
    mark_due_deletions.call()
    assert not Notification.objects.filter(event="deletion.due").exists()
    with days_later(100):
        for _twice in range(2):
            mark_due_deletions.call()
        assert list(due_cases(supervisor)) == [case]
    assert Notification.objects.filter(event="deletion.due", user=supervisor).count() == 1
    assert Case.objects.exists(), "Shown by the clock, deleted by two people."


@pytest.mark.django_db
def test_v14_2_7_so_is_somebody_for_whom_no_case_was_opened(rosa, cast, supervisor, caseworker):
    cast.open_case(person=cast.nayeli)
    mark_due_deletions.call()
    rosa.refresh_from_db()
    cast.nayeli.refresh_from_db()
    assert (rosa.keep_until is not None, cast.nayeli.keep_until) == (True, None)
    with days_later(91):
        assert list(due_people(supervisor)) == [rosa]
    cast.open_case(person=rosa)
    mark_due_deletions.call()
    rosa.refresh_from_db()
    assert rosa.keep_until is None


@pytest.fixture
def register_file(team, data_officer):
    register = BeneficiaryList.agree(
        by=data_officer, title="San José", team=team, basis="agreement", signed_by="Sister Inés",
        signed_on="2026-01-15", purposes=["case_management"],
    )  # fmt: skip
    return register.take(BytesIO(b"Nombres\nAna\n"), by=data_officer, name="ana.csv")


@pytest.mark.django_db
def test_v14_2_7_the_original_of_a_register_goes_after_its_time(
    client, register_file, data_officer, settings
):
    delete_import_files.call()
    register_file.refresh_from_db()
    assert register_file.name == "ana.csv"
    with (
        days_later(settings.AMPARO_REGISTER_FILE_KEPT_DAYS + 1),
        TestCase.captureOnCommitCallbacks(execute=True),
    ):
        delete_import_files.call()
    assert list(EncryptedFile.names()) == []
    assert ImportFile.objects.get().name == ""
    client.force_login(data_officer)
    assert client.get(f"/registers/files/{register_file.ref}/columns/").status_code == 409
    assert client.get(f"/registers/files/{register_file.ref}/").status_code == 200
    assert client.get("/registers/").status_code == 200


@pytest.mark.django_db
def test_v14_2_7_so_does_an_answer_that_nobody_fetched(rosa, case, caseworker, settings):
    asked = DataSubjectRequest.hear(
        rosa, by=caseworker, what="access", heard_on=case.office.today(), language="es"
    )
    export = DataExport.prepare(asked, by=caseworker, withheld={})
    build_export.call(str(export.ref))
    assert list(EncryptedFile.names())
    with (
        days_later(settings.AMPARO_ANSWER_KEPT_DAYS + 1),
        TestCase.captureOnCommitCallbacks(execute=True),
    ):
        delete_data_exports.call()
    assert list(EncryptedFile.names()) == []


# V14.3.3: on a telephone that is found or taken, the browser has kept nothing of anybody.

STORES = re.compile(
    r"localStorage|sessionStorage|indexedDB|document\.cookie|serviceWorker|window\.caches|caches\.open|"
    r"cookieStore|showSaveFilePicker"
)


def kept_by(folder, *endings):
    return {
        (path.name, word) for path in folder.rglob("*") if path.suffix in endings
        for word in STORES.findall(path.read_text(encoding="utf-8"))
    }  # fmt: skip


def test_v14_3_3_scripts_keep_which_fold_is_open_and_nothing_else():
    """But that somebody left the public pages, so that Back does not lead there again.

    And the public pages themselves, the same for everybody: by a tap, and gone by another. The
    field shell keeps its own page, blank forms and sentences so, and nothing about anybody: that
    lies sealed in a database of the browser, which `tests/browser/test_offline_data.py` reads.
    """
    assert kept_by(ROOT / "web" / "src", ".ts", ".js") == {
        ("navigation.ts", "localStorage"),
        ("quick_exit.ts", "sessionStorage"),
        ("offline_copy.ts", "serviceWorker"),
        ("service_worker.ts", "caches.open"),
        ("layout.ts", "serviceWorker"),
        ("blank_forms.ts", "serviceWorker"),
        ("blank_forms.ts", "caches.open"),
        ("translations.ts", "caches.open"),
        # The page that checks certificates without a network: keys and the status list, no names.
        ("certificate_check.ts", "serviceWorker"),
        ("certificate_check.ts", "caches.open"),
        ("certificate_worker.ts", "caches.open"),
    }  # fmt: skip


def test_v14_3_3_nor_do_those_of_others_that_pages_load():
    built = ROOT / "web" / "dist" / "assets"
    assert built.exists(), "`make build` makes the pages' clothes first."
    assert {word for _name, word in kept_by(built, ".js")} == {
        "localStorage", "sessionStorage", "serviceWorker", "caches.open", "indexedDB",
    }  # fmt: skip


def test_v14_3_3_a_fold_is_called_by_a_word_of_ours():
    names = [
        name for path in (ROOT / "amparo").rglob("*.html")
        for name in re.findall(r"data-remember=\"([^\"]*)\"", path.read_text(encoding="utf-8"))
    ]  # fmt: skip
    names = [
        name.replace("{{ group.code }}", group.code)
        for name in names for group in navigation_groups
    ]  # fmt: skip
    assert names
    assert [name for name in names if not re.fullmatch(r"[a-z-]+", name)] == []
