"""Words in several languages: HSDS has room for one, the others travel as attributes."""

from collections.abc import Iterable, Mapping

from ..wording import NEAREST, Wording
from . import taxonomies
from .ids import made

WRITTEN, TRANSLATED = "written_in", "translation"


def attribute(table: str, owner: str, term: dict, value: str = "", **more: str) -> dict:
    """One fact about one record, in our taxonomy or that of kinds of help."""
    key = (term["code"], more.get("label", ""), value if more.get("many") else "")
    more.pop("many", None)
    told = {
        "id": made("attribute", table, owner, *key), "link_id": owner, "link_entity": table,
        "taxonomy_term_id": term["id"], "value": value, **more, "taxonomy_term": term,
    }  # fmt: skip
    return {name: each for name, each in told.items() if each}


def written(
    table: str, owner: str, wordings: Mapping[str, Wording]
) -> tuple[dict[str, str], list[dict]]:
    """Each text in the language of the first one, and the attributes that carry the rest."""
    main = _main(wordings.values())
    if not main:
        return {}, []
    texts = {name: words[main] for name, words in wordings.items() if words.get(main)}
    about = [attribute(table, owner, taxonomies.language(main), label=WRITTEN)]
    for name, words in wordings.items():
        for language in sorted(set(words) - {main}):
            term = taxonomies.language(language)
            about.append(
                attribute(table, owner, term, words[language], label=name, link_type=TRANSLATED)
            )
    return texts, about


def _main(wordings: Iterable[Wording]) -> str:
    for words in wordings:
        for language in (*NEAREST, *sorted(words)):
            if words.get(language):
                return language
    return ""
