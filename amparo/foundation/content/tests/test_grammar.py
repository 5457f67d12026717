import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.foundation.content.document import Table, Text
from amparo.foundation.content.grammar import Code, normalise, parse, problems
from amparo.foundation.content.segments import segments

DIGEST = "0123456789abcdef" * 2

SHAPES = [
    ("a  b\n c", "a b c\n"),
    ("*a* _b_ __c__", "*a* *b* **c**\n"),
    ("Title\n=====\n\n# One", "## Title\n\n## One\n"),
    ("## a\n\n#### b\n\n#### c\n\n### d", "## a\n\n### b\n\n### c\n\n### d\n"),
    ("## a\n### b\n#### c\n##### d\n###### e", "## a\n\n### b\n\n#### c\n\n#### d\n\n#### e\n"),
    ("* a\n* b\n    * c", "- a\n- b\n  - c\n"),
    ("- a\n\n  b\n- c", "- a\n\n  b\n\n- c\n"),
    ("0. a\n1. b", "0. a\n1. b\n"),
    ("3) a\n3) b", "3. a\n4. b\n"),
    ("- a\n\n* b", "- a\n\n* b\n"),
    ("- [ ] a\n- [X] b\n- \\[ ] c", "- [ ] a\n- [x] b\n- \\[ \\] c\n"),
    ("> a\n> > b", "> a\n>\n> > b\n"),
    ("|a|b|\n|-|:-:|\n|c\\|d|`e\\|f`|", "| a | b |\n| --- | :-: |\n| c\\|d | `e\\|f` |\n"),
    ("a[^x]\n\n[^x]: note\n\n    more", "a[^1]\n\n[^1]: note\\\n    more\n"),
    ("a[^b] c[^a]\n\n[^a]: 1\n[^b]: 2", "a[^1] c[^2]\n\n[^1]: 2\n\n[^2]: 1\n"),
    ("[a][b]\n\n[b]: https://x.example/ 'title'", "[a](https://x.example/)\n"),
    ("[a](http://x.example/)", "a (http://x.example/)\n"),
    ("[a](javascript:alert(1)) [b](/c)", "\\[a\\](javascript:alert(1)) b\n"),
    ("<https://x.example/>", "[https://x.example/](https://x.example/)\n"),
    (f"![seen](figure:{DIGEST} 'title')", f"![seen](figure:{DIGEST})\n"),
    (f"a ![seen](figure:{DIGEST})", "a seen\n"),
    ("![seen](https://x.example/a.png)", "seen\n"),
    ("a <b>c</b>", "a \\<b>c\\</b>\n"),
    ("a\\\nb", "a\\\nb\n"),
    ("**a** **b**", "**a** **b**\n"),
    ("**a *b* c**", "**a *b* c**\n"),
    ("a\n\n---\n\nb", "a\n\nb\n"),
    ("```\nx *y*\nz\n```", "`x *y*`\\\n`z`\n"),
    ("- # a", "- **a**\n"),
    ("1\\. a", "1\\. a\n"),
    ("a & b &amp; c &amp;amp; snake_case", "a & b & c \\&amp; snake_case\n"),
    ("\u202eabc\x0b", "abc\n"),
    ("", ""),
    ("- \n- a", "- a\n"),
    ("السلام *عليكم*", "السلام *عليكم*\n"),
    ("a\u00a0: b", "a\u00a0: b\n"),
]


@pytest.mark.parametrize(("written", "saved"), SHAPES)
def test_a_text_is_saved_in_one_way(written, saved):
    assert normalise(written) == saved
    assert normalise(saved) == saved


LOSSES = [
    ("a\n\n<div>\nb\n</div>", [(3, Code.MARKUP, "<div> b </div>")]),
    ("a <b>c</b>", [(1, Code.MARKUP, "<b>"), (1, Code.MARKUP, "</b>")]),
    ("[a](http://x.example/)", [(1, Code.ADDRESS, "http://x.example/")]),
    ("[a](b.md)", [(1, Code.ADDRESS, "b.md")]),
    ("![a](b.png)", [(1, Code.PICTURE, "b.png")]),
    (f"![](figure:{DIGEST})", [(1, Code.NO_ALTERNATIVE, f"figure:{DIGEST}")]),
    (f"b ![a](figure:{DIGEST})", [(1, Code.PICTURE_IN_TEXT, "a")]),
    ("a\n\n    b", [(3, Code.CODE_BLOCK, "b")]),
    ("# a\n\n##### b", [(1, Code.LEVEL, "#"), (3, Code.LEVEL, "#####")]),
    ("- # a", [(1, Code.HEADING_INSIDE, "#")]),
    ("a[^1]", [(1, Code.NOTE_WITHOUT_TEXT, "1")]),
    ("a\n\n[^1]: b", [(1, Code.NOTE_WITHOUT_MENTION, "1")]),
    ("a\n\n***", [(3, Code.RULE, "***")]),
]


@pytest.mark.parametrize(("written", "lost"), LOSSES)
def test_what_is_not_of_the_grammar_is_listed(written, lost):
    assert [(found.line, found.code, found.excerpt) for found in problems(written)] == lost


@pytest.mark.parametrize("saved", [saved for _written, saved in SHAPES])
def test_what_is_saved_has_no_problems(saved):
    assert problems(saved) == []


def test_a_table_has_a_head_and_as_many_cells_in_each_row():
    table = parse("|a|b|\n|-|-|\n|c|\n|d|e|f|\n").blocks[0]
    assert isinstance(table, Table)
    assert [row.is_head for row in table.rows] == [True, False, False]
    assert [len(row.cells) for row in table.rows] == [2, 2, 2]
    assert table.rows[2].cells[1] == (Text("e"),)


SIGNS = list("a*_`[]()<>!\\#|&:=+-«ع")
MORE = [
    "b c",
    "\n",
    "\n\n",
    "\n- ",
    "\n  - ",
    "\n1. ",
    "\n7) ",
    "\n> ",
    "\n    ",
    "\n## ",
    " ",
    "\t",
]
MORE += [
    "\n---\n",
    "\n\n[^1]: ",
    "\n\n[^2]: ",
    "- [ ] ",
    "[x] ",
    "\n|a|b|\n|-|-|\n|",
    "\r",
    "\x00",
]
MORE += ["[a](https://x.example/)", "<https://x.example/a_b*c>", "[a]: https://y.example/"]
MORE += ["&#8238;", "\u0301", "\u0338", "\u00a0", f"![a](figure:{DIGEST})"]
PIECES = st.sampled_from([*SIGNS, *MORE])


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PIECES, max_size=25).map("".join))
def test_saving_once_more_changes_nothing(written):
    saved = normalise(written)
    assert normalise(saved) == saved
    again = [segment.digest for segment in segments(normalise(saved))]
    assert [segment.digest for segment in segments(saved)] == again


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=60))
def test_any_text_can_be_saved(written):
    saved = normalise(written)
    assert normalise(saved) == saved


@pytest.mark.parametrize(
    "markdown",
    [
        "- a\n\n  3. b\n  4. c\n",
        "Say so[^1]\\(as written).\n\n[^1]: Note.\n",
        "Say so[^1]\\: as written.\n\n[^1]: Note.\n",
    ],
)
def test_what_would_read_as_something_else_stays_what_it_is(markdown):
    once = normalise(markdown)
    assert parse(once) == parse(markdown)
    assert normalise(once) == once
