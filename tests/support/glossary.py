"""The words of the product: `python -m tests.support.glossary` writes docs/glossary.md."""

import csv
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEXICON = ROOT / "lexicon" / "lexicon.csv"
PAGE = ROOT / "docs" / "glossary.md"
HEAD = """# Glossary

One word, one meaning. Made from `lexicon/lexicon.csv` by `python -m tests.support.glossary`:
change the list, then run it. *Not* lists words that once stood for the same thing. A source marked
[M] was named from memory and is to be looked up before it is quoted. No native reader of Spanish,
French or Arabic of the field has read these translations yet.

| English | Spanish | French | Arabic | Meaning | Source | Not |
|---|---|---|---|---|---|---|
"""


def text() -> str:
    with LEXICON.open(encoding="utf-8", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: row["en"].lower())
    columns = ("en", "es", "fr", "ar", "definition", "source", "do_not_use")
    return HEAD + "".join(
        "| " + " | ".join(row[column].replace("|", "/") for column in columns) + " |\n"
        for row in rows
    )


def write() -> None:
    PAGE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    write()
