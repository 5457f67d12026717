"""A record is judged by the server as it was on the phone: JavaRosa is asked the same."""

import random
from pathlib import Path

import pytest

from amparo_xforms import read_form

from .javarosa import JAVA, JavaRosa
from .javarosa_comparison import compared_records, indexed
from .sample_forms import xform
from .sample_forms_javarosa import FORMS, POSTS

pytestmark = [
    pytest.mark.skipif(not JAVA, reason="JavaRosa needs Java"),
]
RECORDS = 40


@pytest.fixture(scope="module")
def phone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("phone")
    (folder / "posts.csv").write_bytes(POSTS)
    javarosa = JavaRosa(Path(folder))
    yield javarosa
    javarosa.close()


@pytest.mark.parametrize("name", FORMS)
def test_server_and_phone_say_the_same_of_random_records(phone, name):
    survey, choices = FORMS[name]
    xml = xform(survey, choices)
    form = read_form(xml.encode(), files={"posts.csv": POSTS}.get)
    phone.form(xml)
    for sent, verdicts, filled in compared_records(phone, form, random.Random(name), RECORDS):
        for asked in filled.open():
            if asked.question.choices:
                offered = [choice.name for choice in asked.choices()]
                assert offered == verdicts.choices[indexed(asked.path)], sent
