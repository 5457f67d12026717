import pytest
from lxml.html import fragment_fromstring

from amparo.foundation.content.grammar import parse
from amparo.foundation.content.html import Labels, Picture, Setting, count_tables, render

DIGEST = "0123456789abcdef" * 2
LABELS = Labels("done", "to do", "Table {number}", "Note {number}", "Back to note {number}")


def page(text, **told):
    return render(text, Setting("intro", LABELS, **told))


def test_headings_stand_below_the_section_and_have_ids_of_their_own():
    html = page("## A\n\n### B\n\n## C", heading_level=4)
    assert html == ('<h4 id="intro-h1">A</h4>\n<h5 id="intro-h2">B</h5>\n<h4 id="intro-h3">C</h4>')


def test_boxes_are_signs_with_names_and_not_fields():
    html = page("- [ ] a\n- [x] b")
    assert '<li><span role="img" aria-label="to do">☐</span> a</li>' in html
    assert '<span role="img" aria-label="done">☑</span> b' in html
    assert "<input" not in html


def test_each_table_scrolls_in_a_region_of_its_own_name():
    table = "| a | b |\n| --- | --- |\n| c | d |\n"
    html = page(f"{table}\n{table}", first_table=3)
    assert 'role="region"' in html
    assert 'aria-label="Table 3"' in html
    assert 'aria-label="Table 4"' in html
    assert '<th scope="col">a</th>' in html
    assert count_tables(parse(f"{table}\n{table}")) == 2


def test_footnotes_lead_there_and_back():
    html = page("a[^1] b[^1]\n\n[^1]: note *x*")
    assert '<a id="intro-fnref1" href="#intro-fn1" aria-label="Note 1">1</a>' in html
    assert 'id="intro-fnref1-2"' in html
    assert '<li id="intro-fn1">note <em>x</em> <a href="#intro-fnref1"' in html


def test_a_figure_has_words_and_a_size():
    text = f"![A gate](figure:{DIGEST})"
    html = page(text, pictures={DIGEST: Picture("/figures/a.webp", 12, 8)})
    for said in ('src="/figures/a.webp"', 'alt="A gate"', 'width="12"', 'height="8"', "lazy"):
        assert said in html
    assert page(text) == "<figure><p>A gate</p></figure>"


def test_after_an_item_stands_what_it_is_in_the_language_of_the_page():
    html = page("- [ ] a\n- [ ] b", notes={1: "<Check>"}, notes_language="ar")
    assert '</span> b <span class="note" lang="ar" dir="rtl">&lt;Check&gt;</span></li>' in html
    assert html.count("note") == 1


def test_words_in_another_language_say_so():
    text = "a\n\n- b\n\n| c |\n| --- |\n\nd[^1]\n\n[^1]: e"
    html = page(text, languages={0: "en", 1: "en", 2: "ar", 4: "fr"})
    assert '<p lang="en" dir="ltr">a</p>' in html
    assert '<li><span lang="en" dir="ltr">b</span></li>' in html
    assert '<tr lang="ar" dir="rtl">' in html
    assert '<span lang="fr" dir="ltr">e</span>' in html


def test_figures_of_a_table_end_where_numbers_end():
    html = page("| a | b |\n| --- | --: |\n| c | 5 |")
    assert '<th scope="col" class="end">b</th>' in html
    assert '<td class="end">5</td>' in html
    assert "<td>c</td>" in html


def test_lists_keep_their_start_and_quotes_their_parts():
    assert '<ol class="points" start="0"><li>a</li></ol>' in page("0. a")
    assert page("> a\n>\n> b") == "<blockquote><p>a</p><p>b</p></blockquote>"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "<a id=main href='x' onclick=y>z</a>",
        '[a](https://x.example/"onclick="y)',
        '![x" onerror="y](figure:' + DIGEST + ")",
        "`<img src=x onerror=y>`",
        "<https://x.example/<script>>",
    ],
)
def test_nothing_written_becomes_markup(text):
    html = page(text, pictures={DIGEST: Picture("/figures/a.webp", 1, 1)})
    found = list(fragment_fromstring(html, create_parent="div").iter())
    assert {element.tag for element in found} <= {"div", "p", "a", "img", "figure", "code"}
    for element in found:
        assert set(element.attrib) <= {"href", "src", "alt", "width", "height", "loading"}
        assert element.get("href", "https:").startswith("https:")


def test_links_of_the_grammar_stay_links():
    html = page("[a](https://x.example/?b=1&c=2) [d](mailto:e@x.example) [f](tel:+34600000000)")
    assert '<a href="https://x.example/?b=1&amp;c=2">a</a>' in html
    assert '<a href="mailto:e@x.example">d</a>' in html
    assert '<a href="tel:+34600000000">f</a>' in html


def test_a_long_address_may_break_after_its_signs():
    html = page("See https://x.example/a&b/how_to_read-this.guide.md now, a-b")
    assert "See https://<wbr>x.<wbr>example/<wbr>a&amp;<wbr>b/<wbr>how_<wbr>to_<wbr>" in html
    assert html.endswith(" now, a-b</p>")
    assert fragment_fromstring(html).text_content().endswith("how_to_read-this.guide.md now, a-b")


def test_a_key_that_could_overwrite_the_page_is_refused():
    with pytest.raises(ValueError, match="key"):
        render("a", Setting('x" y', LABELS))
