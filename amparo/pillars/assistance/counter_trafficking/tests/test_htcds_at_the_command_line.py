"""`amparo htcds` asks for the same leave as the screen, and names nobody unless it is told."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from amparo.foundation.people.models import Consent
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.pillars.assistance.counter_trafficking.models import HtcdsExport, TraffickingRecord

pytestmark = pytest.mark.django_db
FILE = "prs_FirstName,vic_TypeOfExploitation,cas_Status\nAna,ForcedLabour,Active\nEva,Odd,Active\n"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.AMPARO_FILE_STORAGE = tmp_path / "files"


@pytest.fixture
def run(tmp_path, lead, team):
    path = tmp_path / "list.csv"
    path.write_text(FILE)

    def say(deed, *more, by=lead, file=path):
        out = StringIO()
        call_command("htcds", deed, str(file), "--by", by.email, *more, stdout=out)
        return out.getvalue()

    return say


def test_nobody_enters_until_it_is_told(run):
    told = run("import", "--title", "Cruz del Sur")
    assert "2 records: 2 can enter" in told
    assert "local code" in told
    assert not TraffickingRecord.objects.exists()
    assert "2 people entered" in run("import", "--title", "Cruz del Sur", "--confirm")


def test_what_is_taken_out_names_nobody(run, lead, tmp_path):
    run("import", "--title", "Cruz del Sur", "--confirm")
    given = ConsentGiven(choices=(Choice("reporting", True),), method="verbal", language="es")
    Consent.record(TraffickingRecord.objects.first().person, given, by=lead)
    path = tmp_path / "out.csv"
    assert "1 people in" in run("export", file=path)
    assert "ForcedLabour" in path.read_text()
    assert "Ana" not in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    assert not HtcdsExport.objects.get().storage_key


def test_without_leave_nothing_goes_either_way(run, supervisor, caseworker, tmp_path):
    with pytest.raises(CommandError):
        run("import", "--title", "Cruz del Sur", by=supervisor)
    with pytest.raises(CommandError):
        run("export", by=supervisor, file=tmp_path / "out.csv")
    with pytest.raises(CommandError, match="no role"):
        run("export", by=caseworker, file=tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()
