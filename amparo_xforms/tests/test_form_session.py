"""A form filled in on a page behaves as on a phone, and what is sent from it is in order."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from amparo_xforms import evaluate, evaluate_form

from .sample_forms import instrument

SURVEY = """type | name | label::English (en) | label::Español (es) | relevant | required | required_message::English (en) | required_message::Español (es) | constraint | constraint_message::English (en) | constraint_message::Español (es) | calculation | choice_filter | default | repeat_count | save_to
text | who | Who? | ¿Quién? | | yes | Say who. | Diga quién. | | | | | | | | full_name
integer | age | Age of ${who} | Edad de ${who} | | | | | . < 120 | Too old. | Demasiado. | | | | |
select_one state | state | State | Estado | | | | | | | | | | s1 | |
select_one town | town | Town | Pueblo | ${state} != '' | | | | | | | | state = ${state} | | |
date | seen | Seen | Visto | | | | | | | | | | today() | |
integer | many | How many? | ¿Cuántos? | | | | | | | | | | | |
begin_repeat | child | Child | Niño | | | | | | | | | | | ${many} |
text | cname | Name | Nombre | | | | | | | | | | | |
calculate | place | | | | | | | | | | position(..) | | | |
end_repeat | | | | | | | | | | | | | | |
calculate | total | | | | | | | | | | count(${child}) * 10 | | | |
calculate | more | | | | | | | | | | ${total} + 1 | | | |
"""  # noqa: E501 - one row of a spreadsheet is one line
LISTS = """list_name | name | label::English (en) | label::Español (es) | state
state | s1 | North | Norte |
state | s2 | South | Sur |
town | t1 | Upper | Alto | s1
town | t2 | Far | Lejos | s2"""


@pytest.fixture(scope="module")
def form():
    return instrument(SURVEY, LISTS, entities="list_name | label \n people | ${who}")


def at(filled, path):
    return next(asked for asked in filled if asked.path == path)


def test_an_untouched_form_shows_its_defaults(form):
    filled = evaluate_form(form, {}, moment=datetime(2026, 5, 1, 12))  # noqa: DTZ001
    assert at(filled, "/data/state").text == "s1"
    assert at(filled, "/data/seen").text == "2026-05-01"
    assert [choice.label for choice in at(filled, "/data/town").choices()] == ["Upper"]
    assert [asked.path for asked in filled.problems()] == ["/data/who"]


@pytest.mark.parametrize(
    ("zone", "day"), [("Pacific/Kiritimati", "2027-06-15"), ("Pacific/Pago_Pago", "2027-06-14")]
)
def test_today_is_the_day_at_the_office_of_whoever_fills_it_in(form, zone, day):
    moment = datetime(2027, 6, 14, 13, tzinfo=UTC).astimezone(ZoneInfo(zone))
    assert at(evaluate_form(form, {}, moment=moment), "/data/seen").text == day


def test_where_no_moment_is_given_the_clock_of_this_machine_counts(form):
    before = datetime.now(UTC).astimezone().date()
    asked = evaluate_form(form, {})
    after = datetime.now(UTC).astimezone().date()
    assert at(asked, "/data/seen").text in (before.isoformat(), after.isoformat())


def test_words_come_in_the_language_of_the_reader_with_answers_woven_in(form):
    filled = evaluate_form(form, {"who": "Ana", "age": 130}, language="Español (es)")
    age = at(filled, "/data/age")
    assert age.label() == "Edad de Ana"
    assert (age.problem, age.message()) == ("constraint", "Demasiado.")
    assert at(evaluate_form(form, {}), "/data/who").message() == "Say who."


def test_calculations_follow_from_each_other_whatever_their_order(form):
    filled = evaluate_form(form, {"child": [{"cname": "A"}, {"cname": "B"}]})
    assert at(filled, "/data/total").text == "20"
    assert at(filled, "/data/more").text == "21"
    assert at(filled, "/data/child[2]/place").text == "2"


def test_the_form_asks_for_as_many_rows_as_were_counted(form):
    filled = evaluate_form(form, {"many": 3, "child": [{"cname": "A"}]})
    assert [asked.path for asked in filled if asked.question.name == "cname"] == [
        f"/data/child[{number}]/cname" for number in (1, 2, 3)
    ]
    assert at(filled, "/data/total").text == "30"
    assert at(evaluate_form(form, {"many": 10**9}), "/data/total").text == "20000"


def test_a_choice_that_is_no_longer_offered_is_a_trouble(form):
    answers = {"who": "Ana", "state": "s2", "town": "t1"}
    assert at(evaluate_form(form, answers), "/data/town").problem == "unknown-choice"
    assert not at(evaluate_form(form, answers | {"state": ""}), "/data/town").is_relevant


def test_what_is_sent_is_in_order(form):
    filled = evaluate_form(
        form, {"who": "Ana <b>\x07", "state": "", "many": 1, "child": [{"cname": "L"}]}
    )
    outcome = evaluate(form, filled.xml("uuid:7"))
    assert outcome.is_clean
    assert "town" not in outcome.answers
    assert outcome.answers["who"] == "Ana <b>"
    assert outcome.meta.instance_id == "uuid:7"
    (entity,) = outcome.meta.entities
    assert entity.label == entity.properties["full_name"] == "Ana <b>"
    assert len(entity.id) == 36


def test_nobody_changes_what_was_worked_out(form):
    filled = evaluate_form(form, {"total": 99})
    assert at(filled, "/data/total").is_read_only
    assert at(filled, "/data/total").text == "0"


def test_what_follows_from_a_change_is_written_once_and_may_be_corrected():
    form = instrument("""type | name | label | calculation | trigger
        begin_repeat | child | Child | |
        integer | age | Age | |
        text | school | School | if(${age} > 5, 'primary', '') | ${age}
        end_repeat | | | |""")
    answers = {"child": [{"age": 3}, {"age": 9}]}
    filled = evaluate_form(form, answers, changed=["/data/child[2]/age"])
    assert [at(filled, f"/data/child[{row}]/school").text for row in (1, 2)] == ["", "primary"]
    answers["child"][1]["school"] = "none"
    assert at(evaluate_form(form, answers), "/data/child[2]/school").text == "none"


def test_guidance_is_for_the_one_who_asks():
    form = instrument("""type | name | label | hint | guidance_hint
        text | who | Who | As on paper | Do not insist""")
    who = at(evaluate_form(form, {}), "/data/who")
    assert (who.hint(), who.guidance()) == ("As on paper", "Do not insist")


def test_a_draft_that_is_taken_up_again_stands_as_it_stood(form):
    given = {"who": "Ana", "state": "", "many": 2, "child": [{"cname": "L"}, {"cname": "M"}]}
    first = evaluate_form(form, given)
    again = evaluate_form(form, first.answers())
    assert [(each.path, each.text) for each in again] == [(each.path, each.text) for each in first]
    assert again.answers() == first.answers()
