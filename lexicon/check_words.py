"""Check the words of the product against lexicon.csv. Run from the project root: python <path>/check_words.py

(a) no msgid holds a term of `do_not_use`; no msgstr holds one marked es:, fr: or ar:
(b) a msgid of one or two words without msgctxt stands in one source file only
(c) titles, menu entries and buttons have at most five words
(d) with --strict-labels: two msgids that differ only in article, "the", case or full stop

Exit status 1 if anything was found. --list prints every finding; without it, counts and the first ten of each.
`allowed_words.txt` beside this file holds, one a line, msgids that may stay, or paths ending in / whose texts may.
"""

import argparse
import ast
import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
LANGUAGES = ("es", "fr", "ar")
LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+(".*")$')
MARKUP = re.compile(
    r'(?:<h[12][^>]*>|<title>|<button[^>]*>|<a [^>]*class="(?:btn|button)[^>]*>)\s*\{%\s*translate\s+"([^"]+)"'
    r'|\{%\s*(?:page_head|panel|button|link_button|menu_line|quick_action)\s+_\("([^"]+)"\)'
)


def entries(path):
    """The entries of one catalogue: dicts with msgid, msgstr and where they stand."""
    entry, field = {"files": set()}, None
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if not line.strip():
            if entry.get("msgid"):
                yield entry
            entry, field = {"files": set()}, None
        elif line.startswith("#:"):
            entry["files"] |= {re.sub(r":\d+$", "", place) for place in line[2:].split()}
        elif found := LINE.match(line):
            field = found[1]
            entry[field] = ast.literal_eval(found[2])
        elif line.startswith('"') and field:
            entry[field] += ast.literal_eval(line)


def whole(term):
    """A pattern for a whole phrase. One with a capital is a label: it stands first; a single word stands alone."""
    if term[:1].isupper():
        return re.compile("^" + re.escape(term) + (r"(?![\w})-])" if " " in term else r"[.:?]?$"))
    return re.compile(r"(?<![\w{(-])" + re.escape(term) + r"(?![\w})-])", re.IGNORECASE)


def lexicon():
    """Patterns of words not to use, by language, and what masks them."""
    words, masks = defaultdict(list), defaultdict(list)
    with (HERE / "lexicon.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for term in filter(None, (part.strip() for part in row["do_not_use"].split(";"))):
                code, _, rest = term.partition(":")
                language, text = (code, rest) if code in LANGUAGES else ("en", term)
                words[language].append((whole(text), text, row[language]))
            for language in ("en", *LANGUAGES):
                masks[language].append(re.sub(r"\s*\([^)]*\)", "", row[language]))
    return words, {code: any_of(terms) for code, terms in masks.items()}


def any_of(terms):
    """A pattern for any of these terms, the longest first: what the glossary itself says is never a finding."""
    return re.compile(
        "|".join(rf"\b{re.escape(x)}\b" for x in sorted(set(terms), key=len, reverse=True) if x),
        re.I,
    )


def offences(text, words, mask):
    """Findings of one text."""
    bare = mask.sub("", text)
    labels = (
        (pattern, word, say, text if pattern.pattern.startswith("^") else bare)
        for pattern, word, say in words
    )
    return [
        f"{text!r}: {word!r}, say {say!r}"
        for pattern, word, say, where in labels
        if pattern.search(where)
    ]


def main():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--list", action="store_true")
    options.add_argument("--strict-labels", action="store_true")
    options.add_argument("--locale", default="amparo/locale")
    options.add_argument(
        "--ceiling",
        type=Path,
        help="a file of lines `kind count`: fail only where more is found; lower it when fewer are",
    )
    given = options.parse_args()
    words, masks = lexicon()
    list_of = HERE / "allowed_words.txt"
    allowed = set(list_of.read_text(encoding="utf-8").splitlines()) if list_of.exists() else set()
    allowed = {line for line in allowed if line and not line.startswith("# ")}  # reasons
    folders = tuple(item for item in allowed if item.endswith("/"))
    found, seen, alike = defaultdict(list), set(), defaultdict(set)
    for code in LANGUAGES:
        for entry in entries(Path(given.locale) / code / "LC_MESSAGES" / "django.po"):
            msgid, context = entry["msgid"], entry.get("msgctxt", "")
            if msgid in allowed or (
                folders and entry["files"] and all(f.startswith(folders) for f in entry["files"])
            ):
                continue
            for name, text in entry.items():
                if name.startswith("msgstr"):
                    found[f"a-{code}"] += offences(text, words[code], masks[code])
            if (msgid, context) in seen:
                continue
            seen.add((msgid, context))
            found["a-en"] += offences(msgid, words["en"], masks["en"])
            if not context and len(msgid.split()) <= 2 and len(entry["files"]) > 1:
                found["b"].append(
                    f"{msgid!r} in {len(entry['files'])} files: {', '.join(sorted(entry['files'])[:3])}"
                )
            alike[
                " ".join(re.sub(r"\b(a|an|the|it|them)\b|[.?:]", "", msgid.lower()).split())
            ].add(msgid)
    for page in Path(given.locale).parent.rglob("*.html"):
        for hit in MARKUP.finditer(page.read_text(encoding="utf-8")):
            label = hit[1] or hit[2]
            if len(label.split()) > 5 and label[-1] not in ".?" and label not in allowed:
                found["c"].append(f"{label!r} in {page}")
    if given.strict_labels:
        found["d"] = [" = ".join(sorted(group)) for group in alike.values() if len(group) > 1]
    for kind in sorted(found):
        print(f"({kind}) {len(found[kind])}")
        for line in found[kind] if given.list else found[kind][:10]:
            print("   ", line)
    if given.ceiling:
        ceiling = {
            kind: int(count)
            for kind, count in map(str.split, given.ceiling.read_text().splitlines())
        }
        lower = {kind: len(found[kind]) for kind in ceiling if len(found[kind]) < ceiling[kind]}
        if lower:
            print("lower the ceiling:", *(f"{kind} {count}" for kind, count in lower.items()))
        return 1 if any(len(lines) > ceiling.get(kind, 0) for kind, lines in found.items()) else 0
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
