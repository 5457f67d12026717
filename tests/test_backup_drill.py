"""The drill: the demo's whole house is copied while somebody writes, and brought back elsewhere.

From SQLite into the database that these tests run on, and from there into SQLite again. What an
office would do on its worst day, with the commands it would use.
"""

import re
import time

import pyrage
import pytest

from amparo.ops.tests.test_backup import EVERY_NOTE_HAS_ITS_LINE, WRITE_ON, take_both
from tests.support.installations import Installation

pytestmark = [pytest.mark.usefixtures("at_scale"), pytest.mark.timeout(1200)]

# Everything that names somebody, opened, as one digest: no part of the copying is asked.
EVERYTHING_OPENED = """
import hashlib, json
from django.apps import apps
from amparo.foundation.core.encryption.fields import PersonalField
found = hashlib.sha256()
for model in apps.get_models():
    names = [f.name for f in model._meta.concrete_fields if isinstance(f, PersonalField)]
    for record in model._base_manager.order_by("pk") if names else []:
        values = [str(getattr(record, name)) for name in names]
        found.update(json.dumps([model._meta.label, record.pk, *values]).encode())
print(found.hexdigest())
"""


@pytest.fixture
def identity(tmp_path) -> pyrage.x25519.Identity:
    made = pyrage.x25519.Identity.generate()
    (tmp_path / "identity.txt").write_text(str(made))
    return made


def copied_while_somebody_writes(house: Installation, identity, folder):
    writer = house.start(WRITE_ON)
    try:
        assert writer.stdout.readline() == "writing\n"
        time.sleep(0.3)
        copies = take_both(house, identity, folder)
        assert writer.poll() is None, "It must write all the while."
    finally:
        writer.kill()
        writer.communicate()
    return copies


def restored(house: Installation, copies, opener) -> float:
    """Rows a second, as the command says."""
    told = house.amparo(
        "restore", copies[0], "--keys", copies[1], "--identity", opener, "--verify"
    )
    rate = re.findall(r"\(([\d,]+) rows/s\)", told)[-1]
    return float(rate.replace(",", ""))


def test_the_installation_comes_back_from_one_database_into_the_other(
    new_installation, identity, tmp_path
):
    opener = tmp_path / "identity.txt"
    first = Installation(tmp_path / "first")
    first.amparo("migrate", "--verbosity", "0")
    first.amparo("load-codes")
    first.amparo("demo")

    copies = copied_while_somebody_writes(first, identity, tmp_path / "one")
    second = new_installation()
    assert restored(second, copies, opener) > 1000

    copies = copied_while_somebody_writes(second, identity, tmp_path / "two")
    third = Installation(tmp_path / "third")
    third.amparo("migrate", "--verbosity", "0")
    assert restored(third, copies, opener) > 1000
    notes, lines = map(int, third.python(EVERY_NOTE_HAS_ITS_LINE).split())
    assert notes > 0
    assert lines >= notes

    # Nobody writes now: a copy of a copy is the same to the last word.
    copies = take_both(third, identity, tmp_path / "three")
    last = new_installation()
    restored(last, copies, opener)
    assert last.python(EVERYTHING_OPENED) == third.python(EVERYTHING_OPENED)
