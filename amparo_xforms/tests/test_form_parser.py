"""A published form is read whole: questions, rules, words, lists and what it is for."""

import json

from amparo_xforms import evaluate, read_form

from .sample_forms import instrument, record, xform

SURVEY = """type | name | label::English (en) | label::Español (es) | hint::English (en) | appearance | readonly | save_to
start | start | | | | | |
text | who | Who | Quién | As on paper | multiline | | full_name
begin_group | home | Home | Casa | | field-list | |
select_one yn | roof | Roof | Techo | | minimal | |
end_group | | | | | | |
begin_repeat | child | Child | Niño | | | |
text | cname | Name | Nombre | | | |
end_repeat | | | | | | |
note | bye | Bye ${who} | Adiós ${who} | | | |"""  # noqa: E501 - one row of a spreadsheet is one line
YES_NO = """list_name | name | label::English (en) | label::Español (es)
yn | y | Yes | Sí
yn | n | No | No"""


def test_what_a_form_says_of_itself():
    form = instrument(
        SURVEY,
        YES_NO,
        settings="form_id | version | form_title | default_language \n"
        "intake | 7 | First talk | Español (es)",
        entities="list_name | label \n people | ${who}",
    )
    assert (form.id, form.version, form.title) == ("intake", "7", "First talk")
    assert set(form.languages) == {"English (en)", "Español (es)"}
    assert form.default_language == "Español (es)"
    (entity,) = form.entities
    assert (entity.dataset, entity.path, entity.creates) == ("people", "/data/meta/entity", True)


def test_what_a_form_says_of_its_questions():
    form = instrument(SURVEY, YES_NO, entities="list_name | label \n people | ${who}")
    who, roof, child = (
        form.find(path) for path in ("/data/who", "/data/home/roof", "/data/child")
    )
    assert who.label.say("Español (es)") == "Quién"
    assert who.hint.say("English (en)") == "As on paper"
    assert (who.appearance, who.save_to) == ("multiline", "full_name")
    assert (roof.sort, roof.appearance) == ("select_one", "minimal")
    assert form.find("/data/home").is_group
    assert form.find("/data/home").label.say("English (en)") == "Home"
    assert child.is_repeat
    assert child.label.say("English (en)") == "Child"
    assert form.find("/data/start").preload == ("timestamp", "start")
    assert form.find("/data/bye").label.say("English (en)") == "Bye …"


def test_a_question_may_say_in_a_namespace_what_it_is_for():
    xml = xform("type | name | label | bind::us:purpose | bind::us:sensitivity \n"
                "text | who | Who | referral | high",
                settings="form_id | version | namespaces \n"
                'intake | 1 | us="https://us.example/notes"')  # fmt: skip
    form = read_form(xml.encode(), notes_namespace="https://us.example/notes")
    assert form.find("/data/who").notes == {"purpose": "referral", "sensitivity": "high"}
    assert read_form(xml.encode()).find("/data/who").notes == {}
    told = {"/data/who": {"sensitivity": "low"}}
    form = read_form(xml.encode(), notes=told, notes_namespace="https://us.example/notes")
    assert form.find("/data/who").notes == {"purpose": "referral", "sensitivity": "low"}


def test_lists_beside_the_form_are_read_in_three_forms():
    places = {"features": [{"type": "Feature", "id": "p1", "properties": {"title": "Well"},
              "geometry": {"type": "Point", "coordinates": [-90.5, 14.5]}}]}  # fmt: skip
    files = {
        "towns.csv": "name;label\nt1;Área\n".encode(),
        "roads.xml": b"<root><item><name>r1</name><label>Road</label></item></root>",
        "wells.geojson": json.dumps(places).encode(),
    }
    form = instrument(
        """type | name | label | parameters
        select_one_from_file towns.csv | town | Town |
        select_one_from_file roads.xml | road | Road |
        select_one_from_file wells.geojson | well | Well |""",
        files=files,
    )
    assert form.lists.missing == ()
    assert set(form.lists.files) == set(files)
    good = record("<town>t1</town><road>r1</road><well>p1</well>")
    assert evaluate(form, good).is_clean
    odd = evaluate(form, record("<town>t2</town><road>r2</road><well>p2</well>"))
    assert [each.kind for each in odd.findings] == ["unknown-choice"] * 3
