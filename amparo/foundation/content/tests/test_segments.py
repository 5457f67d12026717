import pytest

from amparo.foundation.content.grammar import normalise, write
from amparo.foundation.content.segments import (
    Change,
    State,
    Unfit,
    compare,
    digests,
    document_digest,
    is_untranslated,
    plain_text,
    segments,
    with_texts,
    word_count,
    word_diff,
)

DIGEST = "0123456789abcdef" * 2
TEXT = normalise(
    f"""Opening[^n] words.

## Steps

1. First *step*
   - inner

   more of it
2. [ ] Second

| Head | Other |
| --- | --- |
| a | **b** |

> Quoted

![A gate](figure:{DIGEST})

[^n]: The source.
"""
)


def test_segments_are_what_a_translator_has_before_them():
    assert [(found.number, found.kind, found.text) for found in segments(TEXT)] == [
        (0, "paragraph", "Opening[^1] words."),
        (1, "heading", "Steps"),
        (2, "item", "First *step*"),
        (3, "item", "inner"),
        (4, "paragraph", "more of it"),
        (5, "item", "Second"),
        (6, "row", "Head | Other"),
        (7, "row", "a | **b**"),
        (8, "paragraph", "Quoted"),
        (9, "figure", "A gate"),
        (10, "footnote", "The source."),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("*a*", "_a_"),
        ("**a**", "__a__"),
        ("a  b\nc", "a b c"),
        ("a\u00a0b", "a b"),
        ("- a", "* a"),
        ("cafe\u0301", "café"),
        ("[a](https://x.example/)", "[a][x]\n\n[x]: https://x.example/ 'title'"),
        ("x[^1] y[^2]\n\n[^1]: m\n[^2]: n", "x[^b] y[^a]\n\n[^b]: m\n[^a]: n"),
        ("|a|\n|-|\n|b|", "| a |\n| :---: |\n| b |"),
    ],
)
def test_the_same_meaning_has_the_same_digest(one, other):
    assert digests(normalise(one)) == digests(normalise(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a", "*a*"),
        ("*a*", "**a**"),
        ("a b", "ab"),
        ("[a](https://x.example/)", "[a](https://y.example/)"),
        ("`a`", "a"),
        ("| a b | c |\n| - | - |", "| a | b c |\n| - | - |"),
        (f"![a](figure:{DIGEST})", f"![a](figure:{DIGEST[::-1]})"),
        (r"\<em>a\</em>", "*a*"),
    ],
)
def test_another_meaning_has_another_digest(one, other):
    assert digests(normalise(one)) != digests(normalise(other))


def test_one_word_edited_is_one_segment_changed():
    before, after = digests(TEXT), digests(TEXT.replace("Quoted", "Cited"))
    states = [change.state for change in compare(before, after)]
    assert states.count(State.CHANGED) == 1
    assert states.count(State.SAME) == 10


def test_what_was_moved_in_or_out_is_said_with_its_numbers():
    assert compare(["a", "b", "c"], ["a", "c", "d"]) == [
        Change(State.SAME, 0, 0),
        Change(State.REMOVED, 1, None),
        Change(State.SAME, 2, 1),
        Change(State.ADDED, None, 2),
    ]
    assert compare(["a", "b"], ["x", "y"]) == [
        Change(State.CHANGED, 0, 0),
        Change(State.CHANGED, 1, 1),
    ]
    assert [change.state for change in compare(["a"], ["x", "y"])] == ["removed", "added", "added"]


def test_words_of_the_source_are_untranslated_and_figures_are_not():
    source, same, figures = segments("Words")[0], segments("_Words_")[0], segments("24")[0]
    assert is_untranslated(source, source)
    assert not is_untranslated(same, source)
    assert not is_untranslated(figures, figures)


def test_the_digest_of_an_edition_holds_all_languages_and_ignores_signs():
    whole = document_digest({"en": ["*a*", "b"], "ar": ["c"]})
    assert whole == document_digest({"ar": ["c"], "en": ["_a_", "b"]})
    assert whole != document_digest({"en": ["*a*", "b"]})
    assert whole != document_digest({"en": ["b", "*a*"], "ar": ["c"]})
    assert whole != document_digest({"en": ["*a*"], "ar": ["b", "c"]})


def test_words_that_changed_are_marked_one_by_one():
    assert word_diff("Call the police.", "Call the office today.") == [
        (State.SAME, "Call the "),
        (State.REMOVED, "police"),
        (State.ADDED, "office today"),
        (State.SAME, "."),
    ]


def test_other_words_take_the_place_of_the_source():
    told = {
        0: "Palabras[^1] de *apertura*.",
        6: "Cabeza | Otro",
        9: "Una puerta",
        10: "La fuente.",
    }
    text = write(with_texts(TEXT, told))
    assert [segments(text)[at].text for at in told] == list(told.values())
    assert segments(text)[5].text == "Second"
    assert normalise(text) == text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "a\n\nb"), (0, "- a"), (0, ""), (6, "a\n\nb"), (1, "# a")]
)
def test_words_of_another_shape_are_refused(number, text):
    with pytest.raises(Unfit):
        with_texts(TEXT, {number: text})


def test_words_are_counted_and_searched_without_signs():
    text = "Don't *stop* at `x`[^1]: [read](https://x.example/)\n\n[^1]: So-called.\n"
    assert word_count(text) == 6
    assert plain_text(text) == "Don't stop at x: read\nSo-called."
