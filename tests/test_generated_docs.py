"""Pages of the documentation that are made from the code are as the code is."""

import pytest

from tests.support import extension_points, glossary, schema

BY_HAND = "is old: run `python -m {made_by}`"


@pytest.mark.parametrize("page", [extension_points, glossary, schema])
def test_it_is_up_to_date(page):
    message = f"{page.PAGE.name} " + BY_HAND.format(made_by=page.__name__)
    assert page.PAGE.read_text(encoding="utf-8") == page.text(), message


def test_every_table_is_drawn():
    from django.apps import apps

    models = [each for each in apps.get_models() if each.__module__.startswith("amparo.")]
    assert len(models) > 200
    drawn = schema.text()
    assert [each.__name__ for each in models if f"| `{each.__name__}` |" not in drawn] == []


def test_every_concept_has_four_languages_and_a_meaning():
    rows = [line for line in glossary.text().splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 300
    for row in rows:
        english, spanish, french, arabic, meaning = (cell.strip() for cell in row.split("|")[1:6])
        assert all((english, spanish, french, arabic, meaning)), row
