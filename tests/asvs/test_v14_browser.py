"""V14.3.3: on a telephone that is found or taken, the browser has kept nothing of anybody."""

import re

from tests.asvs.linting import HOUSE

STORES = re.compile(
    r"localStorage|sessionStorage|indexedDB|document\.cookie|serviceWorker|window\.caches|caches\.open|"
    r"cookieStore|showSaveFilePicker"
)


def kept_by(folder, *endings):
    return {
        (path.name, word) for path in folder.rglob("*") if path.suffix in endings
        for word in STORES.findall(path.read_text(encoding="utf-8"))
    }  # fmt: skip


def test_v14_3_3_scripts_keep_which_fold_is_open_and_nothing_else():
    """But that somebody left the public pages, so that Back does not lead there again.

    And the public pages themselves, the same for everybody: by a tap, and gone by another. The
    field shell keeps its own page, blank forms and sentences so, and nothing about anybody: that
    lies sealed in a database of the browser, which `test_what_lies_on_a_telephone.py` reads.
    """
    assert kept_by(HOUSE / "web" / "src", ".ts", ".js") == {
        ("menus.ts", "localStorage"),
        ("leaving.ts", "sessionStorage"),
        ("keeping.ts", "serviceWorker"),
        ("worker.ts", "caches.open"),
        ("installing.ts", "serviceWorker"),
        ("blank_forms.ts", "serviceWorker"),
        ("blank_forms.ts", "caches.open"),
        ("words.ts", "caches.open"),
    }  # fmt: skip


def test_v14_3_3_nor_do_those_of_others_that_pages_load():
    built = HOUSE / "web" / "dist" / "assets"
    assert built.exists(), "`make build` makes the pages' clothes first."
    assert {word for _name, word in kept_by(built, ".js")} == {
        "localStorage", "sessionStorage", "serviceWorker", "caches.open", "indexedDB",
    }  # fmt: skip


def test_v14_3_3_a_fold_is_called_by_a_word_of_ours():
    names = [
        name for path in (HOUSE / "amparo").rglob("*.html")
        for name in re.findall(r"data-remember=\"([^\"]*)\"", path.read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert names
    assert [name for name in names if not re.fullmatch(r"[a-z-]+", name)] == []
