"""`docs/htcds.md` tells where every field lives, and nothing else: it is written from the code."""

from django.conf import settings

from ..field_table import HOMES, table
from ..fields import fields

BEGIN, END = "<!-- fields -->\n", "<!-- end of fields -->"


def test_every_home_is_of_a_field():
    assert HOMES.keys() <= fields().keys()


def test_the_document_tells_every_field():
    told = (settings.BASE_DIR / "docs" / "htcds.md").read_text(encoding="utf-8")
    assert told.partition(BEGIN)[2].partition(END)[0] == table()
