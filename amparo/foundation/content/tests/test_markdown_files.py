import pytest

from amparo.foundation.content.grammar import Code
from amparo.foundation.content.markdown_files import (
    UnreadableFile,
    read_markdown,
    write_markdown,
)

from .handbook import handbook

FILE = """---
title: "A guide"
---

Before.

# One

See [the rules][rules][^why].

## Two *parts*

- [ ] a

#### Deep

<div>b</div>

[rules]: https://x.example/rules

# Three #

c[^why]

[^why]: Because.
"""


def test_a_file_becomes_sections_that_stand_alone():
    read = read_markdown(FILE.encode())
    assert read.title == "A guide"
    assert [(one.title, one.level, one.text) for one in read.sections] == [
        ("", 1, "Before.\n"),
        ("One", 1, "See [the rules](https://x.example/rules)[^1].\n\n[^1]: Because.\n"),
        ("Two parts", 2, "- [ ] a\n\n## Deep\n\n\\<div>b\\</div>\n"),
        ("Three", 1, "c[^1]\n\n[^1]: Because.\n"),
    ]


def test_problems_are_named_with_lines_of_the_file():
    found = [problem for one in read_markdown(FILE.encode()).sections for problem in one.problems]
    assert [(problem.line, problem.code) for problem in found] == [(17, Code.MARKUP)]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_publication_comes_back_as_it_went_out(language):
    publication = handbook(language)
    read = read_markdown(write_markdown(publication))
    assert [(one.title, one.level, one.text) for one in read.sections] == [
        (one.title, one.level, one.text) for one in publication.sections
    ]


def test_too_much_of_anything_is_refused():
    rows = "| a |\n| - |\n" + "| b |\n" * 10_000
    for content in (b"\xff\xfe\x00", b"a" * 5_000_001, rows.encode()):
        with pytest.raises(UnreadableFile):
            read_markdown(content)
