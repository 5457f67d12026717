"""Records as Hypothesis makes them up: any field, any code, any text that a cell can hold."""

from datetime import date
from io import BytesIO

from hypothesis import strategies as st

from amparo.foundation.core.spreadsheets.cells import clean_text
from amparo.pillars.assistance.counter_trafficking.htcds.codes import listed, ordered, parse_code
from amparo.pillars.assistance.counter_trafficking.htcds.fields import (
    REPEATED,
    TABLES,
    Kind,
    fields,
    of_table,
)
from amparo.pillars.assistance.counter_trafficking.htcds.file_reader import opened, written
from amparo.pillars.assistance.counter_trafficking.htcds.profiles import FULL
from amparo.pillars.assistance.counter_trafficking.htcds.records import HtcdsRecord
from amparo.pillars.assistance.counter_trafficking.htcds.values import read

TODAY = date(2026, 6, 1)
CODED = [
    each for each in fields().values() if each.kind in (Kind.CODE, Kind.COUNTRY, Kind.LANGUAGE)
]

# The sign of a lost letter (U+FFFD) is refused wherever it stands: it comes back from nowhere.
letters = st.characters(
    codec="utf-8", exclude_categories=("Cs", "Co", "Cn"), exclude_characters="\ufffd"
)
texts = st.text(letters, min_size=1, max_size=40).map(clean_text).filter(bool)
tricky = st.sampled_from(
    [
        "=1+1",
        "'=A1",
        "''+cmd",
        "a;b",
        'say "no"',
        "1",
        "TRUE",
        "x\ny",
        "-",
        "_x0041_",
        "a,b",
        "#N/A",
    ]
)
locals_ = st.one_of(
    st.sampled_from(["RestrictsMovement", "UsesChildren", "Local code 7", "a;b", "caf\u00e9: x"]),
    texts.map(lambda each: " ".join(each.split())),
)
_PLAIN = {
    Kind.TEXT: st.one_of(texts, tricky),
    Kind.STORY: st.one_of(texts, tricky),
    Kind.DATE: st.dates(date(1900, 1, 1), TODAY).map(date.isoformat),
    Kind.NUMBER: st.integers(0, 30).map(str),
    Kind.DEGREES: st.decimals(-90, 90, places=4).map(lambda each: f"{each:f}"),
    Kind.YES_NO: st.sampled_from(["true", "false"]),
    Kind.PHONE: st.one_of(st.from_regex(r"\+[1-9][0-9]{6,13}", fullmatch=True), texts),
}


def value_of(field):
    """One value in its true form, as a file that was read gives it."""
    if field.kind in _PLAIN:
        made = _PLAIN[field.kind].filter(lambda each: len(each) < 200)
        return made.map(lambda each: read(field, each).value).filter(bool)
    strange = locals_.filter(lambda each: parse_code(field, each) is None and bool(each))
    code = st.one_of(st.sampled_from(listed(field)), strange)
    if field.is_many:
        return st.lists(code, min_size=1, max_size=5).map(lambda each: ordered(field, each))
    if field.name.startswith("cas_ReasonFor"):  # free text there moves to the details
        return st.sampled_from(listed(field))
    return code


@st.composite
def parts(draw, table):
    chosen = draw(st.lists(st.sampled_from(of_table(table)), min_size=1, max_size=6, unique=True))
    return {field.name: draw(value_of(field)) for field in chosen}


@st.composite
def records(draw, number=0):
    record = HtcdsRecord(id=f"r{number}-{draw(st.integers(0, 10**6))}")
    for table in draw(st.lists(st.sampled_from(TABLES), min_size=1, unique=True)):
        most = 3 if table in REPEATED else 1
        for part in draw(st.lists(parts(table), min_size=1, max_size=most)):
            record.add(table, part)
    return record


def id_and_values(record):
    return (record.id, list(record.values()))


def taken_out(shape, some, keeps=None, *, tells_all=True):
    keeps = FULL.keeps() if keeps is None else keeps
    return b"".join(written(shape, some, keeps, tells_all=tells_all))


def read_back(file, *, today=TODAY):
    return list(opened(BytesIO(file), today=today).readings())


def must_come_back(shape, several):
    """What leaves comes in again the same, field by field, and leaves the same once more."""
    file = taken_out(shape, several)
    read = read_back(file)
    assert [id_and_values(each.record) for each in read] == [
        id_and_values(each) for each in several
    ]
    assert all(each.enters for each in read)
    assert taken_out(shape, [each.record for each in read]) == file


def each_code_of(field):
    """A record for each code of its list."""
    some = []
    for number, code in enumerate(listed(field)):
        record = HtcdsRecord(id=f"r{number}")
        record.put(field.name, (code,) if field.is_many else code)
        some.append(record)
    return some
