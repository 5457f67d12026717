"""Where what draws boundaries is not installed: it is said in words, and maps of before stay."""

import subprocess
import sys
from pathlib import Path

import pytest

from amparo.foundation.people.boundaries import optional_dependencies
from amparo.foundation.people.models import BoundarySet, BoundaryUpload

from .test_boundaries import GOOD, NEW, file_of, form, officer, regions  # noqa: F401

pytestmark = pytest.mark.django_db
INSTALL = "make boundaries"
ROOT = Path(__file__).parents[3]
# Amparo as it starts, with all its addresses and tasks, and the demo's boundaries.
STARTED_WITHOUT = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("numpy", "shapely"):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Absent())
import django
django.setup()
from django.core.checks import run_checks
from django.urls import get_resolver
from amparo.foundation.people.boundaries import optional_dependencies
from amparo_demo import places
run_checks()
assert get_resolver().url_patterns
for name in ("numpy", "shapely"):
    assert name not in sys.modules, name
print((places.DATA / "boundaries-bo.json").stat().st_size)
"""


@pytest.fixture
def without_it(monkeypatch):
    for name in optional_dependencies.PACKAGES:
        monkeypatch.setitem(sys.modules, name, None)


@pytest.mark.nightly
def test_amparo_starts_without_what_draws_boundaries():
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", STARTED_WITHOUT], cwd=ROOT, capture_output=True, text=True,
        env={"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "amparo.site.settings",
             "AMPARO_HOME": str(ROOT / "var/tests"), "PATH": "/usr/bin:/bin"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) > 1000


def test_the_page_says_what_to_install_and_shows_no_form(officer, without_it):  # noqa: F811
    page = officer.get(NEW).text
    assert INSTALL in page
    assert 'type="file"' not in page


def test_who_sends_a_file_all_the_same_is_refused_and_nothing_is_kept(
    officer, without_it  # noqa: F811
):  # fmt: skip
    answer = officer.post(NEW, form(file_of(*GOOD)))
    assert answer.status_code == 422
    assert INSTALL in answer.text
    assert not BoundaryUpload.objects.exists()


def test_a_file_that_waits_is_not_imported_and_stays(officer, monkeypatch):  # noqa: F811
    waits = officer.post(NEW, form(file_of(*GOOD))).url
    for name in optional_dependencies.PACKAGES:
        monkeypatch.setitem(sys.modules, name, None)

    page = officer.get(waits).text
    refused = officer.post(waits, {"code": "ADM1_PCODE", "name": "ADM1_ES"})

    assert INSTALL in page
    assert refused.status_code == 422
    assert BoundaryUpload.objects.count() == 1
    assert not BoundarySet.objects.exists()


def test_what_was_imported_before_is_shown_without_it(officer, monkeypatch):  # noqa: F811
    waits = officer.post(NEW, form(file_of(*GOOD))).url
    done = officer.post(waits, {"code": "ADM1_PCODE", "name": "ADM1_ES"})
    for name in optional_dependencies.PACKAGES:
        monkeypatch.setitem(sys.modules, name, None)

    assert 'id="chart-areas"' in officer.get(done.url).text
