"""What a person is told of each kind of record: the heading, and the labels of its fields.

`pytest tests/test_disclosed_labels.py -s` prints all of it, as somebody who asks would read it.
"""

from collections import Counter

import pytest
from django.conf import settings
from django.utils import translation

from amparo.foundation.core.extension_points import personal_data
from amparo.foundation.core.labels import label_of

DISCLOSED = {
    f"{owner._meta.object_name}-{part.model._meta.label}": part
    for owner, parts in personal_data.items()
    for part in parts
    if part.disclosed_fields
}


@pytest.mark.parametrize("part", DISCLOSED.values(), ids=DISCLOSED)
def test_no_two_fields_of_a_record_have_the_same_label(part):
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            labels = [str(label_of(part.model, name)) for name in part.disclosed_fields]
            print(f"\n{part.title}", *labels, sep="\n  ")  # noqa: T201 - what it is for
            assert str(part.title).strip()
        assert all(label.strip() for label in labels)
        twice = [label for label, count in Counter(labels).items() if count > 1]
        assert twice == [], language


def test_the_labels_are_those_of_many_records():
    assert len(DISCLOSED) > 150
