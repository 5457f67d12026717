"""V1, injection: what somebody typed stays data, for the database, the machine and the page."""

import io
import re
from html import unescape

import pytest
from django.conf import settings
from django.urls import reverse

from amparo.foundation.core.accounts.sessions import SessionStore
from amparo.foundation.core.files.validation import validate_upload
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.assessment.models import Assessment
from amparo.pillars.assistance.cases.models import Note
from tests.asvs.lint_rules import ROOT, findings

# Statements put together from names of our own tables and columns, each looked at.
OWN_NAMES = [
    "foundation/core/audit/blocks.py S608",
    "foundation/core/audit/verification.py S608",
    "foundation/core/database/counts.py S608",
    "foundation/core/database/sqlite/conversion.py S608",
    "foundation/core/permissions/grants.py S608",
    "foundation/core/permissions/rls/parts.py S608",
    "foundation/core/permissions/rls/parts.py S608",
    "foundation/core/permissions/rls/policies.py S608",
    "foundation/fieldwork/exports/parquet.py S608",
    "foundation/people/deduplication/engine.py S608",
    "foundation/people/deduplication/engine.py S608",
    "foundation/people/deduplication/evidence.py S608",
    "foundation/people/deduplication/evidence.py S608",
    "foundation/people/models/search_index.py S608",
    "ops/backups/backup.py S608",
    "ops/backups/rows.py S608",
    "ops/backups/rows.py S608",
    *["pillars/evidence/clickhouse.py S608"] * 2,
    *["pillars/evidence/engine.py S608"] * 5,
    *["pillars/evidence/store.py S608"] * 7,
]
# Programs that are started: the product itself, by a list of words and without a shell.
OURSELVES = [
    "ops/local_network/serve.py S606",
    "ops/server/arbiter.py S603",
]
WITHOUT_A_SHELL, SHELLS = ("S603", "S606", "S607"), ("S602", "S604", "S605", "S609")
XML = ("S313", "S314", "S315", "S316", "S317", "S318", "S319")
ENGINE = ROOT / "amparo_xforms"
OBJECTS = ("S301", "S302", "S307", "S506")  # pickle, marshal, eval, yaml
CARELESS = """
import os, pickle, subprocess
import xml.etree.ElementTree as tree

def read(cursor, name, text):
    cursor.execute(f"SELECT * FROM people WHERE name = '{name}'")
    subprocess.run(f"convert {name}", shell=True)
    os.system(f"rm {name}")
    subprocess.run(["convert", name])
    return tree.fromstring(text), pickle.loads(text)
"""


def test_v1_2_4_statements_are_put_together_from_our_own_names_alone():
    assert findings("S608", "S610", "S611") == OWN_NAMES
    assert findings("S608", "S610", "S611", where=ENGINE) == []


def test_v1_2_5_no_shell_is_ever_asked():
    assert findings(*SHELLS) == []
    assert findings(*WITHOUT_A_SHELL) == OURSELVES
    assert findings(*SHELLS, *WITHOUT_A_SHELL, where=ENGINE) == []


def test_v1_5_1_xml_is_read_by_the_careful_reader_alone():
    assert findings(*XML) == findings(*XML, where=ENGINE) == []


def test_v1_5_2_no_object_is_made_from_what_was_sent():
    assert findings(*OBJECTS) == findings(*OBJECTS, where=ENGINE) == []


def test_v1_5_2_screens_and_work_are_kept_as_json():
    assert settings.SESSION_SERIALIZER.endswith("JSONSerializer")
    with pytest.raises(TypeError):
        SessionStore().encode({"what": {1, 2}})


def test_v1_5_2_what_django_keeps_as_objects_is_our_own_counts_alone():
    """Its cache pickles. So in the one that processes share lie numbers, the limits of signing in,
    and lines of letters, the visits with a code. Public pages and figures stay in the memory of
    the process that made them: nobody else writes there.
    """
    using = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "amparo").rglob("*.py"))
        if re.search(r"core\.cache import|import caches", path.read_text())
        and "tests" not in path.parts
    ]
    assert using == [
        "amparo/foundation/core/rate_limits.py",
        "amparo/foundation/core/receipt_sessions.py",
        "amparo/foundation/directory/page_cache.py",
        "amparo/foundation/standards/templatetags/guidance.py",
        "amparo/pillars/assistance/pathways/base.py",
        "amparo/pillars/evidence/drawings.py",
        "amparo/pillars/evidence/maps.py",
        "amparo/pillars/guidance/rendering.py",
        "amparo/pillars/guidance/shown_texts.py",
        "amparo/pillars/guidance/step_cards.py",
    ]
    for kept in ("pages", "figures", "drawings"):
        assert settings.CACHES[kept]["BACKEND"].endswith("LocMemCache")


@pytest.mark.parametrize("rule", ["S608", "S602", "S605", "S603", "S314", "S301"])
def test_careless_code_would_be_seen(rule, tmp_path):
    (tmp_path / "careless.py").write_text(CARELESS)
    assert findings(rule, where=tmp_path) == [f"careless.py {rule}"]


@pytest.mark.parametrize("name", ["drawing.svg", "drawing.png", "drawing.txt", "drawing.svg.pdf"])
def test_v1_3_4_a_drawing_that_may_act_stays_outside(name):
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    with pytest.raises(Refusal):
        validate_upload(name, "image/svg+xml", len(drawing), io.BytesIO(drawing))
    with pytest.raises(Refusal):
        validate_upload(name, "application/octet-stream", len(drawing), io.BytesIO(drawing))


def test_v1_3_7_no_template_is_made_from_words():
    makes = re.compile(r"\bTemplate\(|from_string\(|\bengines\[")
    told = [
        str(path.relative_to(ROOT))
        for path in (*ROOT.glob("amparo/**/*.py"), *ENGINE.rglob("*.py"))
        if "tests" not in path.parts and makes.search(path.read_text())
    ]
    assert told == []


STEERING = '{{ request.user.password }}{% debug %}{0.__class__}%(x)s"] #panic("it ran") ["'


@pytest.mark.django_db
def test_v1_3_7_words_that_would_steer_a_template_are_only_words(client, case, caseworker):
    """On a page, and in the paper: there one evaluated word would fail the whole."""
    need = {"service_type": "shelter", "horizon": "immediate", "text": STEERING}
    Assessment.make(case, by=caseworker, summary=STEERING, needs=[need])
    Note.write(case, by=caseworker, text=STEERING, kind="quote")
    client.force_login(caseworker)
    for page in ("cases:case-notes", "cases:case-print"):
        told = client.get(reverse(page, args=[case.ref])).content.decode()
        assert STEERING in unescape(told)
    assert client.get(reverse("cases:case-pdf", args=[case.ref])).status_code == 200
