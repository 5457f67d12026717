"""The store and the records are compared: nothing is missing, damaged or of nobody unnoticed."""

import io
import os
import time

import pytest
from django.core.management import CommandError, call_command

from amparo.foundation.core.encryption import storage
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.files.validation import validate_upload
from amparo.foundation.core.tasks import delete_orphaned_files
from amparo.pillars.assistance.cases.models import Attachment

pytestmark = pytest.mark.django_db
DAYS = 24 * 3600


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.AMPARO_FILE_STORAGE = tmp_path
    return tmp_path


@pytest.fixture
def paper(case, caseworker):
    content = validate_upload("carta.txt", "text/plain", 5, io.BytesIO(b"Hello"))
    return Attachment.keep(case, by=caseworker, paper=content)


def path_of(files, name):
    return files / EncryptedFile.place(name)


def of_nobody(files, case, *, days=2):
    name = EncryptedFile.write(io.BytesIO(b"left over"), owner=case)
    then = time.time() - days * DAYS
    os.utime(path_of(files, name), (then, then))
    return name


def check(*words) -> str:
    said = io.StringIO()
    call_command("files", *words, stdout=said)
    return said.getvalue()


def test_all_is_well(paper):
    assert check("check") == "Missing 0, damaged 0, of nobody 0. Every paper is whole.\n"


def test_what_a_killed_process_left_goes_when_it_is_a_day_old(files, case, paper):
    old, young = of_nobody(files, case), of_nobody(files, case, days=0.5)
    assert f"of nobody: {old}" in check("check")
    delete_orphaned_files.call()
    assert set(EncryptedFile.names()) == {young, paper.storage_key}
    assert check("sweep") == "Files of nobody taken away: 0.\n"


def test_what_is_half_written_is_no_file(files, case, paper):
    path_of(files, paper.storage_key).with_suffix(".part").write_bytes(b"x")
    assert list(EncryptedFile.names()) == [paper.storage_key]


def test_a_store_that_is_not_ours_is_left_alone(files, case, paper):
    for _each in range(storage.FEW + 1):
        of_nobody(files, case)
    with pytest.raises(CommandError, match="right store"):
        check("sweep")
    assert len(list(EncryptedFile.names())) == storage.FEW + 2
    assert check("sweep", "--however-many") == f"Files of nobody taken away: {storage.FEW + 1}.\n"


def test_where_no_record_names_a_file_none_is_thrown_away(files, case):
    left = of_nobody(files, case)
    delete_orphaned_files.call()
    assert list(EncryptedFile.names()) == [left]


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda path: path.unlink(), "missing: attachment"),
        (lambda path: path.write_bytes(path.read_bytes()[:-3]), "damaged: attachment"),
        (lambda path: path.write_bytes(b""), "damaged: attachment"),
    ],
)
def test_what_was_lost_or_harmed_is_said(files, paper, harm, says, capsys):
    harm(path_of(files, paper.storage_key))
    with pytest.raises(CommandError, match="amparo restore"):
        call_command("files", "check")
    said = capsys.readouterr().out
    assert f"{says} {paper.ref}" in said
    assert "carta" not in said


def test_a_paper_whose_key_is_gone_is_damaged(case, paper):
    DataKey.destroy([case.ref])
    assert list(storage.damaged_files()) == [paper]
