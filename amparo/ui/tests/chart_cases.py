"""Charts of every kind with figures and words that are hard to draw."""

from itertools import product

from amparo.ui.charts import (
    Area,
    AreaMap,
    Band,
    Bar,
    Bars,
    Chart,
    DotPairs,
    Flow,
    Funnel,
    Hidden,
    Lines,
    Member,
    Node,
    Pair,
    Pyramid,
    Reader,
    Sankey,
    Series,
    Stage,
    State,
    Tree,
    Union,
)

LATIN = Reader(
    number=lambda value: f"{value:,}",
    hidden_below=lambda limit: f"fewer than {limit}",
    hidden="not shown",
    no_figure="no figure",
    target="Target",
)
ARABIC = Reader(
    number=lambda value: f"{value:,}",
    hidden_below=lambda limit: f"أقل من {limit}",
    hidden="غير معروض",
    no_figure="لا رقم",
    target="الهدف",
    list_separator="؛ ",
    is_rtl=True,
)

LABELS = {
    "short": ("A", "B", "C", "D"),
    "long": (
        "Outcome confirmed with the person herself, by telephone or at a visit",
        "Donaudampfschifffahrtsgesellschaftskapitän",
        "Servicio recibido y confirmado con la persona",
        "W" * 60,
    ),
    "arabic": (
        "تأكيد النتيجة مع الشخص المعني هاتفياً أو أثناء الزيارة",
        "الأطفال غير المصحوبين والمنفصلون عن ذويهم",
        "المصلحة الفضلى",
        "خطة الحالة",
    ),
    "hostile": ("</text><script>alert(1)</script>", "\"&<>'", "]]>", "{{ 7 }}"),
}
FIGURES = {
    "usual": (14, 31, 48, 9),
    "zeros": (0, 0, 0, 0),
    "none": (None, None, None, None),
    "hidden": (Hidden(5), Hidden(11), Hidden(), Hidden(5)),
    "mixed": (0, None, Hidden(5), 1),
    "huge": (1_804_112_000_000, 3, 0, 999_999_999_999),
    "tiny": (0.001, 0.0004, 0.02, 0),
}


def _bars(words, figures) -> Chart:
    bars = tuple(Bar(word, figure) for word, figure in zip(words, figures, strict=True))
    return Bars(name="bars", title="Bars", label_name="What", value_name="Cases", bars=bars)


def _targets(words, figures) -> Chart:
    bars = tuple(Bar(word, figure, target=20) for word, figure in zip(words, figures, strict=True))
    return Bars(
        name="targets",
        title="Targets",
        unit="%",
        label_name="What",
        value_name="Met",
        behind_name="Behind target",
        bars=bars,
    )


def _lines(words, figures) -> Chart:
    series = tuple(Series(word, (*figures, figures[at])) for at, word in enumerate(words))
    points = (*words, "October")
    return Lines(
        name="lines", title="Lines", points=points, series=series, point_name="Month", target=30
    )


def _pyramid(words, figures) -> Chart:
    bands = tuple(Band(words[at], figures[at], figures[-at - 1]) for at in range(len(words)))
    return Pyramid(
        name="pyramid",
        title="Pyramid",
        bands=bands,
        band_name="Age",
        left_name=words[0],
        right_name=words[1],
    )


def _funnel(words, figures) -> Chart:
    stages = tuple(Stage(word, figure) for word, figure in zip(words, figures, strict=True))
    return Funnel(
        name="funnel",
        title="Funnel",
        label_name="Stage",
        value_name="Cases",
        share_name="Share",
        lost_name="Lost",
        stages=stages,
    )


def _pairs(words, figures) -> Chart:
    pairs = tuple(Pair(words[at], figures[at], figures[-at - 1]) for at in range(len(words)))
    return DotPairs(
        name="pairs",
        title="Pairs",
        label_name="Topic",
        before_name="Before",
        after_name="After",
        pairs=pairs,
    )


def _tree(words, figures) -> Chart:
    states = (State.MAIN, State.USUAL, State.OPEN, State.ENDED)
    members = tuple(
        Member(f"m{at}", word, word, word[:2], state)
        for at, (word, state) in enumerate(zip(words, states, strict=True))
    )
    unions = (Union(("m2", "m3"), ("m0", "m1")),)
    return Tree(
        name="tree",
        title="Tree",
        members=members,
        unions=unions,
        member_name="Name",
        detail_name="Situation",
        from_name="Child of",
        open_name="Looked for",
        ended_name="Died",
    )


def square(x: float, y: float, side: float = 1):
    return ((x, y), (x + side, y), (x + side, y + side), (x, y + side))


def _areas(words, figures) -> Chart:
    sides = (1, 1, 0.5, 0.01)
    areas = tuple(
        Area(words[at], figures[at], (square(at, 0, sides[at]),)) for at in range(len(words))
    )
    return AreaMap(name="map", title="Map", areas=areas, area_name="Area", value_name="Persons")


def _sankey(words, figures) -> Chart:
    nodes = (
        Node("a", 0, words[0]),
        Node("b", 0, words[1]),
        Node("c", 1, words[2]),
        Node("d", 1, words[3], is_lost=True),
    )
    pairs = (("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"))
    flows = tuple(Flow(*pair, figure) for pair, figure in zip(pairs, figures, strict=True))
    return Sankey(
        name="sankey",
        title="Sankey",
        columns=(words[0], words[1]),
        nodes=nodes,
        flows=flows,
        source_name="From",
        target_name="To",
        value_name="Persons",
        lost_name="Lost",
    )


MAKERS = {
    "bars": _bars,
    "targets": _targets,
    "lines": _lines,
    "pyramid": _pyramid,
    "funnel": _funnel,
    "pairs": _pairs,
    "tree": _tree,
    "map": _areas,
    "sankey": _sankey,
}
CHARTS = {
    f"{kind}-{words}-{figures}": MAKERS[kind](LABELS[words], FIGURES[figures])
    for kind, words, figures in product(MAKERS, LABELS, FIGURES)
}
