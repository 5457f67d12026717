"""A record that arrives is read as values, checked against its form, and nothing of it is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from amparo_xforms import FormError, evaluate

from .sample_forms import instrument, record

SORTS = """type | name | label
text | word | Word
integer | whole | Whole
decimal | part | Part
date | day | Day
time | hour | Hour
dateTime | moment | Moment
select_one yn | one | One
select_multiple yn | many | Many
rank yn | order | Order
geopoint | point | Point
geotrace | way | Way
geoshape | field | Field
image | photo | Photo
barcode | code | Code
acknowledge | read | Read
begin_group | group | Group
text | inner | Inner
end_group | |
begin_repeat | child | Child
text | cname | Name
end_repeat | |"""
YES_NO = "list_name | name | label \n yn | y | Yes \n yn | n | No"
GOOD = {
    "word": ("a  b", "a  b"),
    "whole": ("-7", -7),
    "part": ("1.50", Decimal("1.50")),
    "day": ("2026-02-28", date(2026, 2, 28)),
    "hour": ("14:30:00.000Z", time(14, 30, tzinfo=UTC)),
    "moment": ("2026-02-28T14:30:00.000+00:00", datetime(2026, 2, 28, 14, 30, tzinfo=UTC)),
    "one": ("y", "y"),
    "many": ("n y", ["n", "y"]),
    "order": ("y n", ["y", "n"]),
    "point": (
        "14.5 -90.5 12 5",
        {"type": "Point", "coordinates": [-90.5, 14.5, 12.0], "accuracy": 5.0},
    ),
    "way": ("1 2 0 0; 3 4 0 0", {"type": "LineString", "coordinates": [[2, 1], [4, 3]]}),
    "field": (
        "0 0 0 0;0 1 0 0;1 1 0 0;0 0 0 0",
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]},
    ),
    "photo": ("a.jpg", "a.jpg"),
    "code": ("0012", "0012"),
    "read": ("OK", "OK"),
}
WRONG = {
    "whole": ("1.5", "abc", "9" * 19, "9" * 9000, "１２", "1_000", "+5"),
    "part": ("abc", "nan", "inf", "1e999999999", "9" * 100, "1_0"),
    "day": ("2026-02-30", "today", "2026-2-3", "0000-01-01"),
    "hour": ("25:00", "noon"),
    "moment": ("2026-02-28", "2026-02-28T99:00:00"),
    "point": ("91 0 0 0", "0 181", "here", "1", "nan 0", "1 2 3 4 5"),
    "way": ("1 2 0 0", "1 2;x"),
    "field": ("0 0;0 1;1 1", "0 0 0 0;0 1 0 0;1 1 0 0;5 5 0 0"),
}


@pytest.fixture(scope="module")
def form():
    return instrument(SORTS, YES_NO)


def kinds(outcome) -> list[tuple[str, str]]:
    return [(each.path, each.kind) for each in outcome.findings]


def test_every_sort_of_answer_becomes_a_value(form):
    inside = "".join(f"<{name}>{text}</{name}>" for name, (text, _value) in GOOD.items())
    rows = "<group><inner>x</inner></group><child><cname>A</cname></child><child><cname/></child>"
    outcome = evaluate(form, record(inside + rows))
    assert outcome.is_clean
    assert outcome.answers == {name: value for name, (_text, value) in GOOD.items()} | {
        "group": {"inner": "x"},
        "child": [{"cname": "A"}, {"cname": None}],
    }
    assert [(each.path, each.name) for each in outcome.attachments] == [("/data/photo", "a.jpg")]
    assert outcome.meta.instance_id == "uuid:1"


@pytest.mark.parametrize(("name", "text"), [(n, text) for n in WRONG for text in WRONG[n]])
def test_an_answer_of_another_sort_is_kept_as_it_was_written(form, name, text):
    outcome = evaluate(form, record(f"<{name}>{text}</{name}>"))
    assert outcome.answers[name] == text
    assert (f"/data/{name}", "wrong-type") in kinds(outcome)


def test_findings_and_outcomes_never_show_an_answer(form):
    secret = "Rosa-Menjivar"
    outcome = evaluate(form, record(f"<whole>{secret}</whole><odd>{secret}</odd>"))
    assert secret not in repr(outcome.findings) + repr(outcome)
    assert secret not in "".join(each.message for each in outcome.findings)


def test_what_has_no_place_in_the_form_is_kept_apart(form):
    inside = "<odd>1</odd><word>a</word><word>b</word><many><x>y</x></many>loose"
    outcome = evaluate(form, record(inside))
    assert outcome.extras["/data/odd"] == "1"
    assert outcome.extras["/data/word[2]"] == "b"
    assert "<x>y</x>" in outcome.extras["/data/many"]
    found = kinds(outcome)
    assert ("/data/odd", "unknown-node") in found
    assert ("/data/word[2]", "repeated-node") in found
    assert ("/data/group/inner", "missing-node") in found


def test_another_version_is_pointed_out_and_another_form_refused(form):
    assert ("/data", "other-version") in kinds(evaluate(form, record("", version="2")))
    with pytest.raises(FormError) as refused:
        evaluate(form, record("", form="other"))
    assert refused.value.code == "another-form"


RULES = """type | name | label | relevant | required | constraint | calculation
integer | age | Age | | yes | . < 120 |
text | school | School | ${age} < 18 | yes | |
text | class | Class | ${school} != '' | | |
calculate | twice | | | | | ${age} * 2
calculate | noted | | | | | concat(${class}, today())"""


def test_rules_are_held_against_the_answers():
    form = instrument(RULES)
    sent = record(
        "<age>130</age><school>A</school><class>B</class><twice>1</twice><noted>x</noted>"
    )
    assert kinds(evaluate(form, sent)) == [
        ("/data/age", "constraint"),
        ("/data/school", "not-relevant-but-answered"),
        # The school counts as empty where it does not apply, so the class does not apply either.
        ("/data/class", "not-relevant-but-answered"),
        ("/data/twice", "different-calculation"),
    ]
    outcome = evaluate(form, record("<age/><school/><class/><twice/><noted/>"))
    assert kinds(outcome) == [("/data/age", "missing-required")]
    assert "school" not in outcome.answers


def test_what_does_not_apply_may_be_absent():
    outcome = evaluate(instrument(RULES), record("<age>30</age><twice>60</twice><noted>z</noted>"))
    assert outcome.is_clean


def test_today_is_the_day_on_which_the_record_was_made():
    form = instrument("""type | name | label | constraint
        today | today | |
        date | visit | Visit | . >= today()""")
    sent = record("<today>2020-03-01</today><visit>2020-03-01</visit>")
    assert evaluate(form, sent).is_clean
    late = record("<today>2020-03-02</today><visit>2020-03-01</visit>")
    assert kinds(evaluate(form, late)) == [("/data/visit", "constraint")]


def test_where_it_does_not_say_when_it_was_made_the_clock_of_the_office_counts():
    form = instrument("""type | name | label | constraint
        date | seen | Seen | . <= today()""")
    moment = datetime(2027, 6, 14, 13, tzinfo=UTC)
    sent = record("<seen>2027-06-15</seen>")
    there, elsewhere = (
        evaluate(form, sent, moment=moment.astimezone(ZoneInfo(zone)))
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago")
    )
    assert there.is_clean
    assert kinds(elsewhere) == [("/data/seen", "constraint")]


def test_a_choice_that_was_not_offered_or_does_not_exist():
    form = instrument(
        """type | name | label | choice_filter
        select_one state | state | State |
        select_one town | town | Town | state = ${state}""",
        """list_name | name | label | state
        state | s1 | North |
        state | s2 | South |
        town | t1 | Upper | s1""",
    )

    def codes(inside):
        return [(e.path, e.code) for e in evaluate(form, record(inside)).findings]

    assert codes("<state>s1</state><town>t1</town>") == []
    assert codes("<state>s2</state><town>t1</town>") == [("/data/town", "not-offered")]
    assert codes("<state>zz</state><town>t9</town>") == [
        ("/data/state", "not-listed"),
        ("/data/town", "not-listed"),
    ]


def test_a_list_that_is_not_at_hand_makes_its_rules_unsure_not_false():
    survey = """type | name | label | calculation | constraint
        text | code | Code | | . != ''
        calculate | capital | | pulldata('places', 'capital', 'code', ${code}) |"""
    sent = record("<code>gt</code><capital>Guatemala</capital>")
    bare = instrument(survey)
    assert bare.lists.missing == ("places.csv",)
    assert kinds(evaluate(bare, sent)) == [("/data/capital", "not-evaluated")]
    table = b"\xef\xbb\xbfcode,capital\nmx,Mexico City\ngt,Guatemala\n"
    assert evaluate(instrument(survey, files={"places.csv": table}), sent).is_clean


def test_words_of_choices_are_compared_in_every_language():
    form = instrument(
        """type | name | label::English (en) | label::Español (es) | calculation
        select_one yn | sure | Sure | Segura |
        calculate | said | | | jr:choice-name(${sure}, '${sure}')""",
        """list_name | name | label::English (en) | label::Español (es)
        yn | y | Yes | Sí""",
    )
    for said in ("Yes", "Sí"):
        assert evaluate(form, record(f"<sure>y</sure><said>{said}</said>")).is_clean
    assert not evaluate(form, record("<sure>y</sure><said>Ja</said>")).is_clean


def test_the_people_that_a_record_writes_down():
    form = instrument(
        "type | name | label | save_to \n text | who | Who | full_name",
        entities="list_name | label \n people | ${who}",
    )
    told = (
        "<orx:meta><orx:instanceID>uuid:2</orx:instanceID><orx:deprecatedID>uuid:1"
        '</orx:deprecatedID><entity dataset="people" id="e1" create="1" baseVersion="3">'
        "<label>Ana</label></entity></orx:meta>"
    )
    sent = record("<who>Ana</who>").replace(
        b"<orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta>", told.encode()
    )
    outcome = evaluate(form, sent)
    assert (outcome.meta.instance_id, outcome.meta.deprecated_id) == ("uuid:2", "uuid:1")
    (entity,) = outcome.meta.entities
    assert (entity.dataset, entity.id, entity.creates, entity.updates) == (
        "people",
        "e1",
        True,
        False,
    )
    assert (entity.label, entity.base_version) == ("Ana", 3)
    assert entity.properties == {"full_name": "Ana"}
    assert outcome.is_clean


def test_a_form_is_shared_by_many_threads():
    form = instrument(RULES)
    sent = record("<age>30</age><twice>60</twice><noted>z</noted>")
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _turn: evaluate(form, sent), range(200)))
    assert all(outcome.is_clean for outcome in outcomes)
