"""Charts, measured on their shapes: proportions, gaps, and labels that stand free."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from amparo.ui.charts import (
    NARROW,
    WIDTHS,
    Band,
    Bar,
    Bars,
    DotPairs,
    Flow,
    Funnel,
    Hidden,
    Lines,
    Member,
    Node,
    Pair,
    Pyramid,
    Sankey,
    Series,
    Stage,
    Tree,
    Union,
    check_stages,
    draw_sparkline,
    draw_target_bar,
)
from amparo.ui.charts.area_map import find_edges
from amparo.ui.charts.drawing import Circle, Line, Path, Rect
from amparo.ui.charts.lines import find_runs
from amparo.ui.charts.scales import find_ticks, spread
from amparo.ui.charts.stages import LineStage, StageState
from amparo.ui.charts.text import LINE, measure, shorten, wrap
from amparo.ui.tests.chart_cases import ARABIC, CHARTS, LABELS, LATIN, MAKERS

every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
ALL_WIDTHS = (NARROW, *WIDTHS)


def bars_of(*figures, **more):
    bars = tuple(Bar(f"Row {at}", figure) for at, figure in enumerate(figures))
    return Bars(name="x", title="X", label_name="What", value_name="Cases", bars=bars, **more)


def rects(drawing, css="chart-fill-1"):
    return [shape for shape in drawing.shapes if isinstance(shape, Rect) and shape.css == css]


# Every chart


@every_chart
@pytest.mark.parametrize("reader", [LATIN, ARABIC], ids=["ltr", "rtl"])
def test_no_label_leaves_the_picture_or_meets_another(chart, reader):
    for width in ALL_WIDTHS:
        drawing = chart.draw(width, reader)
        boxes = [(text.text, text.box) for text in drawing.texts]
        outside = [t for t, box in boxes if not box.lies_within(width, drawing.height)]
        meeting = [(a, b) for (a, one), (b, two) in combinations(boxes, 2) if one.meets(two)]
        assert (width, outside, meeting) == (width, [], [])


@every_chart
def test_no_shape_leaves_the_picture(chart):
    for width in ALL_WIDTHS:
        drawing = chart.draw(width, LATIN)
        for rect in (shape for shape in drawing.shapes if isinstance(shape, Rect)):
            assert rect.width >= 0
            assert rect.height >= 0
            assert rect.x >= -0.5
            assert rect.x + rect.width <= width + 0.5
            assert rect.y + rect.height <= drawing.height + 0.5
        for dot in (shape for shape in drawing.shapes if isinstance(shape, Circle)):
            assert 0 <= dot.x <= width
            assert 0 <= dot.y <= drawing.height


@pytest.mark.parametrize("kind", MAKERS)
def test_mirroring_keeps_sizes_and_swaps_sides_except_of_time_and_maps(kind):
    chart = MAKERS[kind](LABELS["short"], (1, 2, 3, 4))
    from_left = chart.draw(640, replace(ARABIC, is_rtl=False))
    from_right = chart.draw(640, ARABIC)
    turns = kind not in ("lines", "pyramid", "map")
    assert (from_left != from_right) == turns
    for text, other in zip(from_left.texts, from_right.turned(is_rtl=turns).texts, strict=True):
        assert (text.text, text.anchor, text.y) == (other.text, other.anchor, other.y)
        assert text.x == pytest.approx(other.x, abs=0.2)


@pytest.mark.parametrize("figure", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("kind", sorted(MAKERS.keys() - {"tree"}))
def test_what_is_no_number_is_refused(kind, figure):
    with pytest.raises(ValueError, match="cannot be drawn"):
        MAKERS[kind](LABELS["short"], (1, 2, figure, 3))


@pytest.mark.parametrize("kind", sorted(MAKERS.keys() - {"tree", "lines"}))
def test_what_is_below_zero_is_refused_where_length_is_quantity(kind):
    with pytest.raises(ValueError, match="below zero"):
        MAKERS[kind](LABELS["short"], (1, 2, -1, 3))


@pytest.mark.parametrize(
    "wrong", [{"name": "Two words"}, {"name": ""}, {"title": " "}, {"width": 500}]
)
def test_a_chart_without_id_title_or_known_width_is_refused(wrong):
    with pytest.raises(ValueError, match=r"id|title|wide"):
        bars_of(1, **wrong) if "name" not in wrong and "title" not in wrong else Bars(
            **{"name": "x", "title": "X", "label_name": "", "value_name": "", "bars": ()} | wrong
        )


def test_a_chart_without_rows_draws_nothing_and_is_empty():
    assert bars_of().is_empty
    assert rects(bars_of().draw(640, LATIN)) == []
    assert bars_of(None, None).is_empty
    assert not bars_of(0).is_empty
    assert not bars_of(Hidden(5)).is_empty


# Bars


@pytest.mark.parametrize("width", ALL_WIDTHS)
def test_bars_begin_at_one_base_and_are_as_long_as_their_figures(width):
    found = rects(bars_of(10, 20, 40, 0).draw(width, LATIN))
    assert len({rect.x for rect in found}) == 1
    unit = found[0].width / 10
    assert [rect.width for rect in found] == pytest.approx(
        [10 * unit, 20 * unit, 40 * unit, 0], 0.01
    )


def test_zero_none_and_hidden_are_three_things():
    drawing = bars_of(0, None, Hidden(5), 40).draw(640, LATIN)
    assert len(rects(drawing)) == 2
    (hidden,) = rects(drawing, "chart-hidden")
    assert hidden.is_hatched
    assert hidden.width == pytest.approx(rects(drawing)[-1].width * 5 / 40, 0.1)
    assert [text.text for text in drawing.texts if text.is_strong] == ["0", "–", "<5", "40"]


def test_a_hidden_figure_is_seen_beside_a_huge_one():
    (hidden,) = rects(bars_of(Hidden(5), 1_000_000).draw(640, LATIN), "chart-hidden")
    assert hidden.width >= 10


def test_a_bar_behind_its_target_differs_in_class_mark_and_words():
    bars = (Bar("Near", 71, target=80), Bar("There", 80, target=80))
    chart = Bars(
        name="x", title="X", label_name="", value_name="", behind_name="Behind", bars=bars
    )
    drawing = chart.draw(640, LATIN)
    (behind,) = rects(drawing, "chart-behind")
    marks = [shape for shape in drawing.shapes if isinstance(shape, Line)]
    assert [mark.css for mark in marks] == ["chart-mark"] * 2
    assert marks[0].x1 > behind.x + behind.width
    assert [text.text for text in drawing.texts if text.is_strong] == ["71 / 80", "80 / 80"]
    assert [entry.text for entry in chart.key(LATIN)] == ["Target", "Behind"]


def test_a_target_bar_in_a_row_has_its_mark_within():
    for value, target in ((0, 25), (31, 25), (25, 25), (0, 0), (None, 25)):
        drawing = draw_target_bar(value, target)
        (mark,) = [shape for shape in drawing.shapes if isinstance(shape, Line)]
        assert 0 <= mark.x1 <= 200


def test_bars_below_each_other_compare_where_they_have_one_length():
    short, long = (draw_target_bar(value, 25, full=50) for value in (25, 50))
    lengths = [rects(drawing)[0].width for drawing in (short, long)]
    assert lengths[1] == pytest.approx(2 * lengths[0], 0.01)


# Lines


@pytest.mark.parametrize(
    "values",
    [[3], [0.2], [7, 93], [-4, 10], [0], [], [1e12], [1e-6], [-50], [0.1, 0.2, 0.3], [99.999]],
)
def test_ticks_cover_the_figures_and_zero_in_even_round_steps(values):
    ticks = find_ticks(values)
    assert ticks[0] <= min([0, *values])
    assert ticks[-1] >= max([0, *values])
    assert 0 in ticks
    assert 2 <= len(ticks) <= 9
    steps = {f"{b - a:.6g}" for a, b in pairwise(ticks)}
    assert len(steps) == 1


def test_ticks_of_whole_figures_are_whole():
    assert find_ticks([1], is_whole=True) == [0, 1]
    assert find_ticks([3], is_whole=True) == [0, 1, 2, 3]
    assert all(tick == int(tick) for tick in find_ticks([7], is_whole=True))


def test_a_line_never_crosses_a_gap():
    assert find_runs([1, None, 3, 4, Hidden(5)]) == [[(0, 1)], [(2, 3), (3, 4)]]
    assert find_runs([]) == find_runs([None]) == []


def lines_of(*values, **more):
    points = tuple(f"M{at}" for at in range(len(values)))
    series = (Series("All", values),)
    return Lines(name="x", title="X", points=points, series=series, point_name="Month", **more)


def test_one_figure_is_a_dot_and_a_hidden_one_a_hatched_block_on_the_base():
    drawing = lines_of(None, 4, Hidden(5)).draw(640, LATIN)
    assert [s for s in drawing.shapes if isinstance(s, Path)] == []
    assert [s for s in drawing.shapes if isinstance(s, Circle)]
    (block,) = [s for s in drawing.shapes if isinstance(s, Rect)]
    (base,) = [s for s in drawing.shapes if isinstance(s, Line) and s.css == "chart-zero"]
    assert block.y + block.height == pytest.approx(base.y1, abs=0.2)


def test_figures_below_zero_stand_below_the_line_of_zero():
    drawing = lines_of(-5, 5).draw(640, LATIN)
    (zero,) = [s for s in drawing.shapes if isinstance(s, Line) and s.css == "chart-zero"]
    (line,) = [s for s in drawing.shapes if isinstance(s, Path)]
    (_m, ((_x1, first),)), (_l, ((_x2, last),)) = line.steps
    assert last < zero.y1 < first


def test_labels_at_the_ends_of_equal_lines_stand_apart():
    series = tuple(Series(name, (5, 5)) for name in ("One", "Two", "Three", "Four"))
    chart = Lines(
        name="x", title="X", points=("M", "N"), series=series, point_name="Month", target=5
    )
    drawing = chart.draw(640, LATIN)
    ends = sorted(text.y for text in drawing.texts if text.is_strong)
    assert len(ends) == 5
    assert all(b - a >= LINE - 0.2 for a, b in pairwise(ends))
    long = replace(chart, series=tuple(replace(each, label=each.label * 9) for each in series))
    assert chart.key(LATIN) == []
    wordy = replace(LATIN, target="Expected at the end of the year")
    assert [entry.text for entry in chart.key(wordy)] == [f"{wordy.target} 5"]
    assert "5" in {text.text for text in chart.draw(NARROW, wordy).texts if text.is_strong}
    assert len({entry.swatch for entry in long.key(LATIN)}) == 4


def test_five_lines_and_series_of_other_length_are_refused():
    with pytest.raises(ValueError, match="told apart"):
        Lines(
            name="x",
            title="X",
            points=(),
            point_name="",
            series=tuple(Series(str(at), ()) for at in range(5)),
        )
    with pytest.raises(ValueError, match="one value for each point"):
        Lines(name="x", title="X", points=("M",), point_name="", series=(Series("All", ()),))


def test_a_sparkline_draws_what_there_is():
    assert draw_sparkline([]).shapes == []
    assert draw_sparkline([None, Hidden(5)]).shapes == []
    for values in ([1], [2, 2], [1, None, 3], [-1, 0]):
        drawing = draw_sparkline(values)
        dots = [shape for shape in drawing.shapes if isinstance(shape, Circle)]
        assert all(0 < dot.x < 112 and 0 < dot.y < 30 for dot in dots)


@pytest.mark.parametrize("places", [[], [5], [5, 5, 5], [0, 100], [99, 98, 97], [50, 51, 10]])
def test_spreading_keeps_the_order_and_the_gap(places):
    moved = spread(places, 15, 0, 100)
    order = sorted(range(len(places)), key=lambda at: places[at])
    assert all(moved[b] - moved[a] >= 15 - 1e-9 for a, b in pairwise(order))
    assert all(0 <= each <= 100 for each in moved)


# Pyramid, funnel, dot pairs


def test_both_sides_of_a_pyramid_have_one_scale():
    chart = Pyramid(
        name="x",
        title="X",
        bands=(Band("0–11", 40, 20), Band("12–17", 0, Hidden(5))),
        band_name="Age",
        left_name="Women",
        right_name="Men",
    )
    drawing = chart.draw(480, LATIN)
    left, none = rects(drawing)
    (right,) = rects(drawing, "chart-fill-2")
    assert none.width == 0
    assert left.width == pytest.approx(2 * right.width, 0.01)
    assert left.x + left.width + (right.x - left.x - left.width) / 2 == pytest.approx(240, abs=0.5)
    assert len(rects(drawing, "chart-hidden")) == 1


def funnel_of(*figures):
    stages = tuple(Stage(f"Stage {at}", figure) for at, figure in enumerate(figures))
    return Funnel(
        name="x",
        title="X",
        label_name="",
        value_name="",
        share_name="",
        lost_name="Lost",
        stages=stages,
    )


def test_a_funnel_shows_shares_of_the_first_and_what_was_lost():
    drawing = funnel_of(100, 60, 60, 80).draw(640, LATIN)
    shown = [text.text.replace("\u00a0", " ") for text in drawing.texts if text.is_strong]
    assert shown == ["100 · 100 %", "60 · 60 %", "60 · 60 %", "80 · 80 %"]
    (lost,) = rects(drawing, "chart-lost")
    assert lost.width == pytest.approx(rects(drawing)[0].width * 0.4, 0.02)


@pytest.mark.parametrize("first", [0, None, Hidden(5)])
def test_a_funnel_without_a_first_figure_gives_no_shares_and_no_losses(first):
    drawing = funnel_of(first, 0).draw(640, LATIN)
    assert not any("%" in text.text for text in drawing.texts)
    assert rects(drawing, "chart-lost") == []


def test_dots_stand_where_their_figures_are_and_before_is_hollow():
    pairs = (Pair("A", 25, 75), Pair("B", 60, 40), Pair("C", None, Hidden(5)))
    chart = DotPairs(
        name="x", title="X", label_name="", before_name="", after_name="", full=100, pairs=pairs
    )
    dots = [s for s in chart.draw(640, LATIN).shapes if isinstance(s, Circle)]
    assert [dot.css for dot in dots] == ["chart-hollow", "chart-fill-1"] * 2
    half = (dots[1].x - dots[0].x) / 50
    assert dots[2].x - dots[3].x == pytest.approx(20 * half, 0.02)


# Tree


def tree_of(members, *unions):
    return Tree(
        name="x",
        title="X",
        members=tuple(Member(key, key) for key in members),
        unions=unions,
        member_name="",
        detail_name="",
        from_name="",
    )


def test_children_stand_below_their_parents_and_partners_beside_each_other():
    tree = tree_of("fmrs", Union(("f", "m"), ("r", "s")))
    places = {text.text: (text.x, text.y) for text in tree.draw(640, LATIN).texts}
    assert places["f"][1] == places["m"][1] < places["r"][1] == places["s"][1]
    parents, children = places["f"][0] + places["m"][0], places["r"][0] + places["s"][0]
    assert parents == pytest.approx(children, abs=1)


def test_everybody_is_drawn_once_whatever_the_family():
    tree = tree_of(
        "abcdefg",
        Union(("a", "b"), ("c", "d")),
        Union(("a", "e"), ("f",)),
        Union(("c", "f")),
        Union((), ("e", "g")),
    )
    for width in ALL_WIDTHS:
        assert sorted(text.text for text in tree.draw(width, LATIN).texts) == list("abcdefg")


def test_forty_siblings_become_a_list():
    names = [f"n{at}" for at in range(40)]
    tree = tree_of(["p", *names], Union(("p",), tuple(names)))
    drawing = tree.draw(640, LATIN)
    assert len(rects(drawing, "chart-member-usual")) == 41


def test_a_family_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="ancestors"):
        tree_of("ab", Union(("a",), ("b",)), Union(("b",), ("a",)))
    with pytest.raises(ValueError, match="no members"):
        tree_of("a", Union(("a",), ("x",)))
    with pytest.raises(ValueError, match="one key"):
        tree_of("aa")


def test_whoever_is_looked_for_has_words_that_say_so():
    member = Member("m", "Mirna", state="open")
    with pytest.raises(ValueError, match="Words say why"):
        replace(tree_of("a"), members=(member,))


# Map and Sankey


@pytest.mark.parametrize(
    ("figures", "edges"),
    [
        ([340, 190, 120, 100, 70, 50, 20], (20, 50, 100, 200)),
        ([7], (5,)),
        ([], ()),
        ([0, None], ()),
        ([3, 3000], (3, 200, 500, 1000, 2000)),
    ],
)
def test_steps_of_a_map_hold_every_figure(figures, edges):
    assert find_edges(figures) == edges


def test_zero_none_and_hidden_areas_are_told_apart():
    chart = MAKERS["map"](("A", "B", "C", "D"), (0, None, Hidden(11), 40))
    css = [s.css for s in chart.draw(640, LATIN).shapes if isinstance(s, Path)]
    assert css == [
        "chart-area chart-map-0",
        "chart-area chart-no-figure",
        "chart-area chart-hidden",
        "chart-area chart-map-5",
    ]
    hatched = [s for s in chart.draw(640, LATIN).shapes if isinstance(s, Path) and s.is_hatched]
    assert [path.title for path in hatched] == ["C: fewer than 11"]


def test_an_area_too_small_to_see_has_a_dot():
    chart = MAKERS["map"](LABELS["short"], (1, 2, 3, 4))
    assert [s.css for s in chart.draw(640, LATIN).shapes if isinstance(s, Circle)] == [
        "chart-map-dot"
    ]


def test_bands_of_a_sankey_are_as_broad_as_their_figures():
    chart = MAKERS["sankey"](LABELS["short"], (10, 20, 30, 40))
    bands = [s for s in chart.draw(640, LATIN).shapes if isinstance(s, Path)]
    breadths = [path.steps[2][1][0][1] - path.steps[1][1][2][1] for path in bands]
    unit = breadths[0] / 10
    assert breadths == pytest.approx([10 * unit, 20 * unit, 30 * unit, 40 * unit], 0.02)


def test_a_sum_with_a_hidden_part_is_not_shown():
    chart = MAKERS["sankey"](LABELS["short"], (10, Hidden(5), 30, 40))
    totals = [chart.write_total(node, LATIN) for node in chart.nodes]
    assert totals == ["not shown", "70", "40", "not shown"]


def test_a_flow_backwards_or_from_nowhere_is_refused():
    parts = {"name": "x", "title": "X", "source_name": "", "target_name": "", "value_name": ""}
    nodes = (Node("a", 0, "A"), Node("b", 1, "B"))
    with pytest.raises(ValueError, match="later one"):
        Sankey(**parts, columns=("1", "2"), nodes=nodes, flows=(Flow("b", "a", 1),))
    with pytest.raises(ValueError, match="none of the columns"):
        Sankey(**parts, columns=("1",), nodes=nodes, flows=())
    with pytest.raises(ValueError, match="at no node"):
        Sankey(**parts, columns=("1", "2"), nodes=nodes, flows=(Flow("a", "z", 1),))


def test_two_current_stages_are_refused():
    stage = LineStage("Intake", StageState.CURRENT)
    check_stages([stage, LineStage("Closure", StageState.NEXT)])
    with pytest.raises(ValueError, match="One stage"):
        check_stages([stage, LineStage("Plan", StageState.LATE)])


# Text


@pytest.mark.parametrize("text", [word for words in LABELS.values() for word in words])
def test_shortened_and_wrapped_text_fits(text):
    for width in (0, 5, 40, 120, 400):
        assert measure(shorten(text, width)) <= width
        lines = wrap(text, width)
        assert len(lines) <= 2
        assert all(measure(line) <= width for line in lines)
    assert shorten(text, 2000) == text
    assert wrap(text, 2000) == [" ".join(text.split())]
