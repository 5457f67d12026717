"""Charts as a page shows them: valid SVG with words, and a table with the same figures."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.utils import translation
from django.utils.html import escape

from amparo.ui import formats
from amparo.ui.charts import Bar, Bars, Hidden, Lines, LineStage, Series, StageState
from amparo.ui.tags.charts import chart_reader, draw_chart, sparkline, stage_line, target_bar
from amparo.ui.tests.chart_cases import CHARTS

every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
LANGUAGES = ("en", "es", "fr", "ar")
PICTURE = re.compile(r'<svg class="chart-svg.*?</svg>', re.DOTALL)


def parse(html):
    """The figure as XML: what a browser forgives, a PDF does not."""
    return ElementTree.fromstring(html)  # noqa: S314 - our own


def cells(figure):
    rows = figure.findall(".//tbody/tr")
    return [["".join(cell.itertext()) for cell in row] for row in rows]


@every_chart
def test_it_is_valid_and_has_a_title_words_and_a_table(chart):
    figure = parse(draw_chart(chart))
    for svg in figure.findall("svg"):
        assert svg.get("role") == "img"
        assert svg[0].tag == "title"
        assert svg[0].text == chart.title
        assert svg[1].tag == "desc"
        assert svg[1].text
        assert svg.get("aria-labelledby") == svg[0].get("id")
    assert len(figure.findall("svg")) == (0 if chart.is_empty else 2)
    table = chart.table(chart_reader())
    assert cells(figure) == [[cell.text for cell in row] for row in table.rows]
    assert figure.find(".//caption").text == chart.title
    heads = figure.findall(".//thead/tr/th")
    assert [head.get("scope") for head in heads] == ["col"] * len(table.columns)
    assert all(row[0].get("scope") == "row" for row in figure.findall(".//tbody/tr"))


@every_chart
def test_nothing_in_it_runs_or_needs_an_exception_from_the_content_policy(chart):
    html = draw_chart(chart)
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|<a [^>]*javascript", html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(set(ids)) == sorted(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)


@pytest.mark.parametrize("kind", ["bars", "map", "sankey", "tree", "lines", "pyramid"])
def test_hostile_words_are_written_as_words(kind):
    figure = parse(draw_chart(CHARTS[f"{kind}-hostile-usual"]))
    tags = {element.tag for element in figure.iter()}
    assert "script" not in tags
    assert any("<script>" in "".join(cell) for row in cells(figure) for cell in row)


def test_a_title_with_signs_stays_a_title():
    chart = replace(CHARTS["bars-short-usual"], title='Age <5 & "more"')
    html = draw_chart(chart)
    assert escape(chart.title) in html
    assert parse(html).find("svg/title").text == chart.title


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_the_description_and_the_table_have_the_same_figures(language):
    bars = (
        Bar("A", 1201, url="/cases/?a=1&b=2"),
        Bar("B", 0),
        Bar("C", None),
        Bar("D", Hidden(5)),
    )
    chart = Bars(name="x", title="X", label_name="What", value_name="Cases", bars=bars)
    with translation.override(language):
        figure, number = parse(draw_chart(chart)), formats.number(1201)
        reader = chart_reader()
        expected = [number, "0", reader.no_figure, reader.hidden_below(5)]
    shown = [row[1] for row in cells(figure)]
    assert shown == expected
    for svg in figure.findall("svg"):
        drawn = [text.text.strip("\u2068\u2069") for text in svg.findall("text")]
        assert {number, "0", "–", "<5"} <= set(drawn)
        assert all(figure in svg.find("desc").text for figure in shown)
    assert figure.find(".//tbody//a").get("href") == "/cases/?a=1&b=2"


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_are_written_with_points_in_every_language(language):
    with translation.override(language):
        html = draw_chart(CHARTS["lines-short-usual"])
    for svg in PICTURE.findall(html):
        places = re.findall(r'\s(?:x|y|x1|x2|y1|y2|cx|cy|r|width|height)="([^"]*)"', svg)
        assert places
        assert all(re.fullmatch(r"-?\d+(\.\d+)?", place) for place in places)


def test_arabic_reads_from_the_right_and_each_label_by_itself():
    with translation.override("ar"):
        html = draw_chart(CHARTS["bars-arabic-mixed"])
    assert 'direction="ltr"' in html
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", html)
    assert texts
    assert all(text[0] == "\u2068" and text[-1] == "\u2069" for text in map(_plain, texts))


def _plain(text):
    return text.replace("&#x2068;", "\u2068").replace("&#x2069;", "\u2069")


def test_what_is_withheld_and_what_is_missing_stand_below_the_picture():
    series = (Series("All", (4, None, Hidden(5), Hidden())),)
    chart = Lines(name="x", title="X", points=tuple("abcd"), series=series, point_name="Month")
    key = parse(draw_chart(chart)).findall("ul/li")
    words = ["".join(item.itertext()).strip() for item in key]
    assert words == [
        "Not shown: it would reveal a figure that is withheld",
        "Withheld so that nobody is recognized: fewer than 5",
        "–no figure",
    ]


def test_a_chart_without_figures_says_so_in_words():
    chart = Bars(name="x", title="X", label_name="What", value_name="Cases", bars=())
    html = draw_chart(chart)
    assert "<svg" not in html
    assert "<table" not in html
    assert "There is no figure to draw yet." in html


def test_every_mark_that_differs_by_colour_differs_by_words_or_dashes():
    """Bars behind target have their name in the key and a mark; lines have their labels."""
    html = draw_chart(CHARTS["targets-short-usual"])
    assert "Behind target" in html
    assert "chart-mark" in html
    drawn = parse(draw_chart(CHARTS["lines-short-usual"])).findall("svg")
    for svg in drawn:
        texts = {text.text.strip("\u2068\u2069") for text in svg.findall("text")}
        assert {"A", "B", "C", "D", "Target 30"} <= texts


def test_a_sparkline_and_a_bar_in_a_row_have_words():
    spark = parse(sparkline([1, None, Hidden(5), 1201], "Open cases since March"))
    assert spark.find("title").text == "Open cases since March"
    assert spark.find("desc").text == "1; no figure; fewer than 5; 1,201"
    assert parse(target_bar(18, 25, "18 of 25 <")).find("title").text == "18 of 25 <"


def test_the_line_of_stages_says_where_it_stands():
    stages = [
        LineStage("Intake", StageState.DONE, "3 Nov"),
        LineStage("Case plan & goals", StageState.LATE),
        LineStage("Closure", StageState.NEXT),
    ]
    line = parse(stage_line(stages))
    assert [item.get("aria-current") for item in line] == [None, "step", None]
    words = [" ".join("".join(item.itertext()).split()) for item in line]
    assert words == ["Intake, done3 Nov", "Case plan & goals, overdue", "Closure, not begun"]
    assert "stage-line-words" in stage_line(stages, slim=True)
