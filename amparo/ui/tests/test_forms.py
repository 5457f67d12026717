"""Forms take what is known, say what is missing, and never take more than can be kept."""

from datetime import date

import pytest
from django import forms
from django.template import Context, Template

from amparo.foundation.core.models import Office
from amparo.ui.forms import CheckboxList, Form, PartialDateField


class Asked(Form):
    name = forms.CharField(label="Name")
    born = PartialDateField(label="Date of birth", required=False, may_estimate=True)
    safe = forms.ChoiceField(
        label="Safe", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    needs = forms.MultipleChoiceField(
        label="Needs", choices=[("food", "Food")], widget=CheckboxList, required=False
    )
    story = forms.CharField(label="Timeline", widget=forms.Textarea, required=False)
    change = forms.IntegerField(label="Change", required=False)


def born(**boxes):
    form = Asked({"name": "R", "safe": "yes", **{f"born_{k}": v for k, v in boxes.items()}})
    return form.cleaned_data["born"] if form.is_valid() else form.errors["born"][0]


def show(text, form):
    return Template("{% load ui %}" + text).render(Context({"form": form}))


@pytest.mark.parametrize(
    ("boxes", "known"),
    [
        ({"day": "3", "month": "4", "year": "1992"}, (date(1992, 4, 3), "exact")),
        ({"month": "4", "year": "1992"}, (date(1992, 4, 1), "month")),
        ({"year": "1992"}, (date(1992, 1, 1), "year")),
        ({"year": "1992", "about": "on"}, (date(1992, 1, 1), "estimated")),
        ({"day": "29", "month": "2", "year": "2024"}, (date(2024, 2, 29), "exact")),
        ({}, None),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(boxes, known):
    assert born(**boxes) == known


@pytest.mark.parametrize(
    ("boxes", "words"),
    [
        ({"day": "31", "month": "11", "year": "1992"}, "November has 30 days."),
        ({"day": "3", "year": "1992"}, "Choose the month, or leave the day empty."),
        ({"month": "4"}, "Write the year. An estimate is enough."),
        ({"year": "92"}, "Write the year with four figures, like 1992."),
        ({"year": "٢٠٩٩"}, "This day is still to come."),
        ({"day": "x", "month": "4", "year": "1992"}, "April has 30 days."),
        ({"month": "13", "year": "1992"}, "Choose the month, or leave the day empty."),
    ],
)
def test_a_date_that_cannot_be_says_the_way_out(boxes, words):
    assert born(**boxes) == words


def test_a_known_date_comes_back_into_its_boxes():
    html = show("{% field form.born %}", Asked(initial={"born": (date(1992, 4, 3), "month")}))
    assert 'value="1992"' in html
    assert '<option value="4" selected>' in html


def test_everything_written_has_a_limit():
    form = Asked({"name": "x" * 201, "safe": "yes", "story": "y" * 10_001})
    assert set(form.errors) == {"name", "story"}
    assert "at most" in form.errors["name"][0]


def test_what_is_missing_is_said_first_with_a_way_to_it():
    html = show("{% errors form %}{% field form.name %}{% field form.safe %}", Asked({}))
    assert "2 things are missing before saving" in html
    for target in ("id_name", "id_safe_0"):
        assert f'href="#{target}"' in html
        assert f'id="{target}"' in html
    assert "autofocus" in html


def test_a_form_nobody_sent_misses_nothing():
    assert show("{% errors form %}", Asked()) == ""
    assert show("{% errors nobody %}", Asked()) == ""


def test_hints_and_errors_are_heard_with_their_field():
    form = Asked({})
    html = show('{% field form.name hint="As she says it." %}', form)
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_what_is_optional_says_so_and_nothing_has_a_star():
    html = show("{% field form.story %}{% field form.name %}", Asked())
    assert html.count("(optional)") == 1
    assert "*" not in html


def test_urgent_answers_look_urgent():
    html = show('{% field form.safe urgent="no" %}', Asked())
    assert html.count("choice-urgent") == 1


def test_v1_2_1_what_somebody_wrote_is_never_markup():
    form = Asked({"name": "<b>x</b>" * 40, "safe": "<i>"})
    html = show("{% errors form %}{% field form.name %}{% field form.safe %}", form)
    assert "<b>" not in html
    assert "<i>" not in html


def test_a_number_is_written_from_left_to_right_in_every_language():
    assert ' dir="ltr"' in show("{% field form.change %}", Asked())
    assert " dir=" not in show("{% field form.name %}", Asked())


@pytest.mark.parametrize(("required", "words"), [(True, "Choose"), (False, "—")])
def test_a_list_of_records_begins_with_our_own_words(required, words):
    class Chosen(Form):
        office = forms.ModelChoiceField(Office.objects.none(), required=required)

    assert f'<option value="" selected>{words}</option>' in str(Chosen()["office"])
