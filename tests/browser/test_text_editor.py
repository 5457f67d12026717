"""The editor of guidance texts, on a page of its own: what one writes arrives as Markdown, in both
directions; a text that somebody only looked at comes back sign by sign.
"""

from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.utils.csp import build_policy
from django.utils.translation import override
from django_vite.core.asset_loader import DjangoViteAssetLoader
from playwright.sync_api import expect

from tests.support.browser import audit, overflows

pytestmark = pytest.mark.browser

ADDRESS = "/text-editor/"
DIGEST = "0123456789abcdef" * 2
INCLUDE = (
    Path(settings.BASE_DIR) / "amparo/pillars/guidance/templates/guidance/text_editor.html"
).read_text()
PAGE = Template(
    '{% load django_vite %}<!doctype html><html lang="{{ language }}" dir="{{ page_dir }}"><head>'
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    '<title>Text</title><link rel="icon" href="data:,"><link rel="stylesheet" href="{{ styles }}">'
    '<meta name="htmx-config" content=\'{"includeIndicatorCSS":false}\'>'
    '{% vite_asset "src/app.ts" %}{% vite_asset "src/text_editor/text_editor.ts" %}</head>'
    '<body><main><h1>Text</h1><form method="post"><div class="field">'
    '<label id="words" for="{{ field.auto_id }}">Words of the section</label>' + INCLUDE + "</div>"
    '<button class="btn">Save</button></form></main></body></html>'
)
WHOLE = f"""## What *every* **counter** asks

1. Papers
   - [ ] **Name**, as it is written
   - [x] `ID`
2. Words\\
   3\\. of a person[^1]

> Nobody is asked twice.\\
> Nobody waits alone.

| Who | How many | Where |
| :-- | --: | :-: |
| A \\| B | 12 | [here](https://example.org/a_b) |
|  | 3[^2] |  |

![A door](figure:{DIGEST})

- a

  b

* other list

[^1]: See [the law](https://example.org/).

[^2]: An estimate,\\
    **not** a count.
"""
ARABIC = """## الوصول إلى الخدمات

السلام *عليكم*، **الاسم**: `نص`[^1]

- [ ] الأوراق
- [x] الهوية

| من | كم |
| --- | --: |
| امرأة | ١٢ |

[^1]: ملاحظة مع [رابط](https://example.org/).
"""


class TextForm(forms.Form):
    text = forms.CharField()


@pytest.fixture
def open_text(desktop_page):
    """Open the editor with this text, under the policy of our pages."""

    def open_text(text, *, language="es", page=None, add_url=""):
        page = page or desktop_page(language)
        direction = "rtl" if language == "ar" else "ltr"
        styles = f"src/app{'.rtl' if language == 'ar' else ''}.css"
        url = DjangoViteAssetLoader.instance().generate_vite_asset_url(styles)
        field = TextForm(initial={"text": text})["text"]
        known = {"field": field, "label_id": "words", "lang": language, "dir": direction}
        known |= {"add_url": add_url}
        known |= {"language": language, "page_dir": direction, "styles": url}
        with override(language):
            body = PAGE.render(Context(known))
        headers = {"Content-Security-Policy": build_policy(settings.SECURE_CSP, "none")}
        page.route(
            f"**{ADDRESS}",
            lambda route: route.fulfill(body=body, headers=headers, content_type="text/html"),
        )
        page.goto(ADDRESS)
        return page

    return open_text


def _text(page):
    return page.locator("textarea").input_value()


def _box(page):
    return page.get_by_role("textbox", name="Words of the section")


def _tool(page, name):
    return page.locator(f"[data-tool='{name}']")


@pytest.mark.parametrize(
    "text", [WHOLE, ARABIC, "", "0. a\n1. b\n", "***a** b*\n", "**_a_** _**b**c_\n"]
)
def test_a_text_that_is_read_is_written_sign_by_sign(open_text, text):
    page = open_text("")
    source = page.evaluate(
        """async (text) => {
          const address = document.querySelector("script[src*=text-editor]").src;
          const { readMarkdown, writeMarkdown } = await import(address);
          return writeMarkdown(readMarkdown(text));
        }""",
        text,
    )
    assert source == text


@pytest.mark.parametrize(
    ("language", "text", "word"), [("es", WHOLE, "niñez"), ("ar", ARABIC, "للأطفال")]
)
def test_a_word_more_is_a_word_more(open_text, language, text, word):
    page = open_text(text, language=language)
    assert audit(page) == []
    assert overflows(page) == []
    _box(page).locator("h2").click()
    page.keyboard.press("End")
    page.keyboard.type(f" {word}")
    first, rest = text.split("\n", 1)
    assert _text(page) == f"{first} {word}\n{rest}"
    page.keyboard.press("ControlOrMeta+z")
    assert _text(page) == text
    page.set_viewport_size({"width": 390, "height": 844})
    _box(page).locator("td").last.click()
    assert audit(page) == []
    assert overflows(page) == []
    assert all(
        tool.bounding_box()["height"] >= 44 for tool in page.locator("[data-tool]:visible").all()
    )


def test_everything_can_be_written_by_keys(open_text):
    page = open_text("")
    _box(page).focus()
    page.keyboard.type("## Title")
    page.keyboard.press("Enter")
    page.keyboard.press("ControlOrMeta+b")
    page.keyboard.type("bold")
    page.keyboard.press("ControlOrMeta+b")
    page.keyboard.type(" *a_b* ")
    page.keyboard.press("ControlOrMeta+i")
    page.keyboard.type("quick")
    page.keyboard.press("ControlOrMeta+i")
    page.keyboard.press("Enter")
    page.keyboard.type("3. three")
    page.keyboard.press("Enter")
    page.keyboard.type("four")
    page.keyboard.press("Enter")
    page.keyboard.press("ControlOrMeta+]")
    page.keyboard.type("inner")
    for _twice in range(3):
        page.keyboard.press("Enter")
    page.keyboard.type("- [ ] do")
    page.keyboard.press("Enter")
    page.keyboard.type("more")
    page.locator("input[type=checkbox]").first.check()
    _box(page).locator("li").last.click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("> said")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("twice")
    assert _text(page) == (
        "## Title\n\n**bold** \\*a_b\\* *quick*\n\n3. three\n4. four\n   1. inner\n\n"
        "- [x] do\n- [ ] more\n\n> said\\\n> twice\n"
    )


def test_a_table_grows_and_shrinks(open_text):
    page = open_text("before\n")
    _box(page).locator("p").first.click()
    page.keyboard.press("End")
    _tool(page, "table").click()
    for word in ("A", "B", "1", "2", "3"):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    page.keyboard.type("4 | 5")
    page.keyboard.press("Enter")
    page.keyboard.type("6")
    assert audit(page) == []
    _tool(page, "columnAfter").click()
    _tool(page, "alignRight").click()
    expect(_tool(page, "alignRight")).to_have_attribute("aria-pressed", "true")
    assert _text(page) == (
        "before\n\n| A |  | B |\n| --: | --- | --- |\n| 1 |  | 2 |\n"
        "| 3 |  | 4 \\| 5 |\n| 6 |  |  |\n"
    )
    _tool(page, "rowRemove").click()
    _tool(page, "columnRemove").click()
    assert _text(page) == "before\n\n|  | B |\n| --- | --- |\n|  | 2 |\n|  | 4 \\| 5 |\n"
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Save")).to_be_focused()


def test_links_and_footnotes(open_text):
    page = open_text("one two[^1]\n\n[^1]: note\n")
    _box(page).locator("p").first.click(position={"x": 1, "y": 8})
    for _letter in "one":
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ControlOrMeta+k")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).not_to_be_empty()
    assert audit(page) == []
    dialog.get_by_role("textbox").fill("example.org/a")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(_box(page)).to_be_focused()
    page.keyboard.press("ArrowRight")
    _tool(page, "footnote").click()
    page.keyboard.type("first")
    assert _text(page) == (
        "[one](https://example.org/a)[^1] two[^2]\n\n[^1]: first\n\n[^2]: note\n"
    )


def test_a_footnote_goes_with_its_mention(open_text):
    text = "a[^1] b[^2]\n\n[^1]: x\n\n[^2]: y\n"
    page = open_text(text)
    page.locator("[data-footnote]").first.click()
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    assert _text(page) == "a[^1] b[^2]\n\n[^1]:\n\n[^2]: y\n"
    page.keyboard.press("Backspace")
    assert _text(page) == "a b[^1]\n\n[^1]: y\n"
    while _tool(page, "undo").get_attribute("aria-disabled") == "false":
        _tool(page, "undo").click()
    assert _text(page) == text


def test_what_a_figure_shows_is_written_in_words(open_text):
    page = open_text(f"a\n\n![A door](figure:{DIGEST})\n")
    page.locator("figure").click()
    _tool(page, "figure").click()
    words = page.get_by_role("dialog").get_by_role("textbox")
    words.fill(" ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).not_to_be_empty()
    words.fill("A door, *open*")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("textarea")).to_have_value(
        f"a\n\n![A door, \\*open\\*](figure:{DIGEST})\n"
    )


def test_a_new_figure_is_added_where_one_writes(open_text):
    page = open_text("a\n\nb\n", add_url="/figures/")
    answers = [(422, {"errors": ["No picture."]}), (200, {"digest": DIGEST, "name": "door.png"})]
    sent = []

    def answer(route):
        sent.append(route.request)
        status, said = answers[len(sent) - 1]
        route.fulfill(status=status, json=said)

    page.route("**/figures/", answer)
    _box(page).locator("p").first.click()
    page.keyboard.press("End")
    page.keyboard.type("!")
    _tool(page, "figure").click()
    dialog = page.get_by_role("dialog")
    error = page.get_by_role("alert")
    assert audit(page) == []
    dialog.locator("[id$=alternative]").fill("A door")
    page.keyboard.press("Enter")
    expect(error).not_to_be_empty()
    dialog.locator("[type=file]").set_input_files(
        {"name": "door.png", "mimeType": "image/png", "buffer": b"png"}
    )
    dialog.locator("[id$=alternative]").fill("")
    dialog.locator(".btn-primary").click()
    expect(error).not_to_be_empty()
    assert sent == []
    dialog.locator("[id$=alternative]").fill("A door")
    dialog.locator(".btn-primary").click()
    expect(error).to_have_text("No picture.")
    dialog.locator(".btn-primary").click()
    expect(dialog).to_have_count(0)
    written = f"a!\n\n![A door](figure:{DIGEST})\n\nb\n"
    expect(page.locator("textarea")).to_have_value(written)
    assert sent[1].headers["accept"] == "application/json"
    _box(page).locator("p").last.click()
    _tool(page, "figure").click()
    assert page.get_by_role("dialog").get_by_role("option", name="door.png").count() == 1


def test_what_is_pasted_keeps_the_grammar_alone(open_text):
    page = open_text("")
    _box(page).focus()
    html = (
        "<style>p {color: red}</style><p class=MsoTitle style='color:red'>a <b>b</b> <u>c</u> "
        "<a href='javascript:x()'>d</a> <a href='https://example.org/'>e</a></p><h1>f</h1>"
        "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>g</p>"
        "<p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>1.</span>h</p>"
        "<table><tr><td colspan=2><p>i</p><p>j</p></td></tr><tr><td>k</td><td>l</td></tr></table>"
        "<script>x()</script><img src='https://elsewhere.example/a.png' onerror='x()'>"
    )
    page.evaluate(
        """(html) => {
          const data = new DataTransfer();
          data.setData("text/html", html);
          document.querySelector("[role=textbox]").dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        html,
    )
    assert _text(page) == (
        "a **b** c d [e](https://example.org/)\n\n## f\n\n- g\n  1. h\n\n"
        "| i j |  |\n| --- | --- |\n| k | l |\n"
    )


@pytest.mark.parametrize(("language", "onwards"), [("es", "ArrowRight"), ("ar", "ArrowLeft")])
def test_the_toolbar_is_one_stop_of_the_tab_key(open_text, language, onwards):
    page = open_text("a\n", language=language)
    _box(page).focus()
    page.keyboard.press("Alt+F10")
    expect(_tool(page, "heading2")).to_be_focused()
    page.keyboard.press(onwards)
    expect(_tool(page, "heading3")).to_be_focused()
    page.keyboard.press("End")
    expect(_tool(page, "redo")).to_be_focused()
    page.keyboard.press("Escape")
    expect(_box(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Save")).to_be_focused()


def test_what_the_editor_does_not_read_stays_in_its_box(open_text):
    page = open_text("Title\n=====\n")
    expect(page.locator("textarea")).to_be_visible()
    expect(page.get_by_role("toolbar")).to_have_count(0)
    assert _text(page) == "Title\n=====\n"
    assert audit(page) == []


def test_the_form_sends_what_was_written(open_text):
    page = open_text("a\n")
    sent = []
    page.route(
        f"**{ADDRESS}",
        lambda route: (sent.append(route.request.post_data), route.fulfill(body="ok")),
    )
    page.route("**/alive/", lambda route: route.fulfill(status=204))
    page.locator("label").click()
    page.keyboard.press("End")
    page.keyboard.type("b")
    page.get_by_role("button", name="Save").click()
    page.wait_for_function("document.body.textContent === 'ok'")
    assert parse_qs(sent[0])["text"] == ["ab\r\n"]
