"""Extracts, checks and compiles the translation catalogues of screens, code lists and forms.

`amparo translations extract` finds every sentence in code, templates and shipped data and brings
the catalogues up to date; `check` lists what is missing; `compile` makes what is read while the
product runs. It is all Babel: no gettext programs need to be installed.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from tokenize import TokenError

import django
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as babel_extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from amparo.foundation.core.catalogues import DOMAINS
from amparo.ui.languages import TRANSLATED

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = TRANSLATED
SCREENS = "django"
ONE, MANY = None, (1, 2)
KEYWORDS = {
    "_": ONE,
    "gettext": ONE,
    "gettext_lazy": ONE,
    "gettext_noop": ONE,
    "ngettext": MANY,
    "ngettext_lazy": MANY,
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
NAMED = re.compile(r"%\((\w+)\)[a-zA-Z]|\{(\w+)\}")
POSITIONAL = re.compile(r"(?<!%)(?:%%)*%[sdifr]\b|\{\d*\}")
HEADER = """# {what} of Amparo in {name}.
msgid ""
msgstr ""
"Language: {code}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
WHAT = {SCREENS: "Screens", "codes": "Code lists", "forms": "Shipped forms"}
USAGE = "Usage: amparo translations extract | check | compile"


def main(arguments: list[str]) -> int:
    commands = {"extract": extract, "check": check, "compile": compile_all}
    if len(arguments) != 1 or arguments[0] not in commands:
        print(USAGE, file=sys.stderr)
        return 2
    return commands[arguments[0]]()


def extract() -> int:
    """Bring every catalogue up to date: new sentences in, dead ones out, translations kept."""
    sources, problems = _sources()
    for language in LANGUAGES:
        for domain, source in sources.items():
            catalogue = _merged(language, domain, source)
            _write(language, domain, catalogue)
            missing = sum(not _is_whole(catalogue, message) for message in _messages(catalogue))
            print(f"{language}, {domain}: {len(catalogue)} sentences, {missing} to translate")
    return _print_problems(problems)


def check() -> int:
    """Every sentence can be said in every language, with the same names in the same gaps."""
    sources, problems = _sources()
    for language in LANGUAGES:
        for domain, source in sources.items():
            problems += [f"{language}: {problem}" for problem in _gaps(language, domain, source)]
    return _print_problems(problems)


def compile_all() -> int:
    """Make what is read out of what translators write, where that is newer."""
    for language in LANGUAGES:
        for domain in (SCREENS, *DOMAINS):
            path = _path(language, domain)
            compiled = path.with_suffix(".mo")
            if path.exists() and not _is_fresh(compiled, path):
                with compiled.open("wb") as file:
                    write_mo(file, _read(language, domain))
    return 0


# Finding what is said.


def source_texts() -> set[str]:
    """Every sentence of screens."""
    catalogue, _problems = _screens()
    return {text for message in _messages(catalogue) for text in _texts(message.id)}


def _sources() -> tuple[dict[str, Catalog], list[str]]:
    """The sentences of each catalogue in English, and those that cannot be translated."""
    screens, problems = _screens()
    return {SCREENS: screens} | _shipped(), problems


def _shipped() -> dict[str, Catalog]:
    """The texts of shipped data that apps register, in their order."""
    django.setup()
    from amparo.foundation.core.extension_points import shipped_text_sources

    found = {domain: Catalog() for domain in DOMAINS}
    for source in shipped_text_sources:
        for each in source():
            if each.is_translated:
                found[each.domain].add(each.text, context=each.context)
    return found


def _screens() -> tuple[Catalog, list[str]]:
    """Every sentence of code and templates."""
    catalogue, problems = Catalog(), []
    for path in sorted(ROOT.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            code = path.read_text()
            problems += [f"{_name(path)}:{fault}" for fault in _faults(code)]
            _add(catalogue, path, code)
    for path in sorted(ROOT.rglob("templates/**/*.*")):
        try:
            # Within brackets indentation means nothing, and templates have their own.
            _add(catalogue, path, f"({templatize(path.read_text(), origin=path.name)}\n)")
        except (SyntaxError, TokenError) as error:
            problems.append(f"{_name(path)}: {error}")
    problems += [
        f"{_where(message)}: a gap without a name in {_id(message)!r}"
        for message in _messages(catalogue)
        if any(POSITIONAL.search(text) for text in _texts(message.id))
    ]
    return catalogue, problems


def _add(catalogue: Catalog, path: Path, code: str) -> None:
    found = babel_extract("python", BytesIO(code.encode()), KEYWORDS, ("Translators:",))
    for line, words, comments, context in found:
        place = [(_name(path), line)]
        catalogue.add(words, None, place, auto_comments=comments, context=context)


def _faults(code: str) -> Iterator[str]:
    """Sentences that are put together before they are translated: no catalogue can hold them."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and (name := _function_name(node)) in KEYWORDS:
            how_many = len(KEYWORDS[name] or (1,))
            if any(_is_put_together(words) for words in node.args[:how_many]):
                yield f"{node.lineno}: translate the whole sentence, then fill its named gaps"
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                if alias.name in KEYWORDS and (alias.asname or "_") not in KEYWORDS:
                    yield f"{node.lineno}: {alias.name} under another name is not found: use _"


def _function_name(node: ast.Call) -> str:
    return getattr(node.func, "id", "") or getattr(node.func, "attr", "")


def _is_put_together(words: ast.expr) -> bool:
    return isinstance(words, ast.JoinedStr | ast.BinOp | ast.Call)


# The catalogues.


def _merged(language: str, domain: str, source: Catalog) -> Catalog:
    """The sentences of the source with the translations that we have; no guesses."""
    known = _read(language, domain)
    merged = Catalog(locale=language)
    for message in _messages(source):
        said = known.get(message.id, message.context)
        if said is not None and bool(said.pluralizable) == bool(message.pluralizable):
            message = _with(message, said)
        merged[message.id] = message
    return merged


def _with(message: Message, said: Message) -> Message:
    flags = message.flags | ({"fuzzy"} if said.fuzzy else set())
    return Message(
        message.id,
        said.string,
        message.locations,
        flags,
        message.auto_comments,
        said.user_comments,
        context=message.context,
    )


def _read(language: str, domain: str) -> Catalog:
    path = _path(language, domain)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, ignore_obsolete=True, abort_invalid=True)


def _write(language: str, domain: str, catalogue: Catalog) -> None:
    body = BytesIO()
    # Files are named, lines are not: a sentence that moves within its file changes nothing here.
    # Labels stay in the order of their lists.
    write_po(
        body, catalogue, width=100, omit_header=True, sort_output=domain == SCREENS,
        include_lineno=False,
    )  # fmt: skip
    name = Locale.parse(language).get_display_name("en")
    header = HEADER.format(
        what=WHAT[domain], name=name, code=language, plurals=catalogue.plural_forms
    )
    path = _path(language, domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(header.encode() + body.getvalue())


def _path(language: str, domain: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def _is_fresh(made: Path, source: Path) -> bool:
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime


# Looking for gaps.


def _gaps(language: str, domain: str, source: Catalog) -> Iterator[str]:
    catalogue = _merged(language, domain, source)
    for message in _messages(catalogue):
        if problem := _problem(catalogue, message):
            yield f"{problem}: {_id(message)!r} ({_where(message)})"
    living = {_key(message) for message in _messages(source)}
    for message in _messages(_read(language, domain)):
        if _key(message) not in living:
            yield f"nobody says this any more (amparo translations extract): {_id(message)!r}"


def _problem(catalogue: Catalog, message: Message) -> str:
    if not _is_whole(catalogue, message):
        return "not translated"
    if message.fuzzy:
        return "marked fuzzy"
    return "" if _gaps_agree(message) else "other names in the gaps"


def _is_whole(catalogue: Catalog, message: Message) -> bool:
    forms = _texts(message.string)
    wanted = catalogue.num_plurals if message.pluralizable else 1
    return len(forms) == wanted and all(forms)


def _gaps_agree(message: Message) -> bool:
    """The general form has every gap; forms for few may leave out one: the number itself."""
    *few, general = (_named(text) for text in _texts(message.string))
    wanted = _named(_texts(message.id)[-1])
    return general == wanted and all(form <= wanted and len(wanted - form) <= 1 for form in few)


def _named(text: str) -> set[str]:
    return {percent or braces for percent, braces in NAMED.findall(text)}


def _messages(catalogue: Catalog) -> Iterable[Message]:
    return (message for message in catalogue if message.id)


def _texts(words: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (words or "",) if isinstance(words, str | None) else tuple(words)


def _id(message: Message) -> str:
    return _texts(message.id)[0]


def _key(message: Message) -> tuple[str | None, str]:
    return message.context, _id(message)


def _where(message: Message) -> str:
    return ", ".join(sorted({name for name, _line in message.locations})) or message.context or ""


def _name(path: Path) -> str:
    return path.relative_to(ROOT.parent).as_posix()


def _print_problems(problems: list[str]) -> int:
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} to mend.")
    return 1 if problems else 0
