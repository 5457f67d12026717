"""JavaRosa says the same as our server of the forms that come with the installation."""

import random
from pathlib import Path

import pytest
from pyxform.xls2xform import convert

from amparo.foundation.fieldwork import standard_forms
from amparo.foundation.fieldwork.forms_engine import read_form
from amparo_xforms.tests.javarosa import JAVA, JavaRosa
from amparo_xforms.tests.javarosa_comparison import compared_records, expected

pytestmark = [
    pytest.mark.skipif(not JAVA, reason="JavaRosa needs Java"),
]
RECORDS = 8
STANDARD = standard_forms.form_files()


@pytest.fixture(scope="module")
def phone(tmp_path_factory):
    javarosa = JavaRosa(Path(tmp_path_factory.mktemp("phone")))
    yield javarosa
    javarosa.close()


@pytest.mark.parametrize("path", STANDARD, ids=[path.stem for path in STANDARD])
def test_server_and_phone_say_the_same_of_a_standard_form(phone, path):
    book = standard_forms.workbook(path)
    xml = convert(xlsform=book, file_type=".csv").xform
    form = read_form(xml.encode())
    phone.form(xml)
    said = set()
    compared = compared_records(phone, form, random.Random(path.stem), RECORDS)
    for _sent, verdicts, _filled in compared:
        said |= expected(form, verdicts)
    assert len(said) > 3
