#!/usr/bin/env python3
"""Finds names that carry a private word: modules, folders, classes, functions, fields, fixtures, URL names, CSS classes.

Run from the project's root. Reads private_words.csv beside this file (word, scope, say_instead). Scope `any` matches a word
anywhere inside a name (split at underscores and capitals), `module` a file or folder whose name begins with that word, `name` an
identifier that is exactly that word. Looks at Python (also fields of classes), style sheets' classes and TypeScript declarations.
`--summary` prints counts alone; `--skip FOLDER/` leaves a folder out; `--allow FILE` names accepted exceptions, one `path-or-name  # reason` a line.
Exit status 1 where something is found. Standard library only.
"""

import argparse
import ast
import csv
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
URL_NAME = re.compile(r"""\bname=["']([\w:-]+)["']""")
SKIPPED = ("/migrations/", "/locale/", "/node_modules/")
# In the sentence that names a test ordinary verbs are ordinary English; metaphors are not.
IN_TESTS = {
    "house",
    "houses",
    "door",
    "doors",
    "roof",
    "veil",
    "breath",
    "deed",
    "deeds",
    "tongue",
    "tongues",
    "road",
}
ORDINARY = re.compile(
    r"safe_?houses?|in_house|warehouse|households?|opening_?hours|opening_?times|waiting_?lists?|court_?hearings?|audience_reach|"
    r"meetings?|tests/support/cast|doorway|keeping_up|firewall",
    re.IGNORECASE,
)
CSS_CLASS = re.compile(r"\.([a-z][\w-]*)(?=[\s,.:{>+~\[)])")
TS_NAME = re.compile(r"\b(?:class|function|const|let|interface|type|enum)\s+([A-Za-z_]\w*)")


def split(name: str) -> list[str]:
    return [part.lower() for part in PARTS.findall(name)]


def names_in(path: Path) -> list[tuple[int, str]]:
    """(line, name) of what a Python file defines, and of its URL names."""
    source = path.read_text(encoding="utf-8")
    found = []
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.append((node.lineno, node.name))
    bodies = [tree.body, *(node.body for node in nodes if isinstance(node, ast.ClassDef))]
    for node in (node for body in bodies for node in body):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        found += [(node.lineno, target.id) for target in targets if isinstance(target, ast.Name)]
    if path.name == "urls.py" or "/urls/" in str(path):
        for number, line in enumerate(source.splitlines(), 1):
            found += [(number, name) for name in URL_NAME.findall(line)]
    return found


def all_names(path: Path) -> list[tuple[int, str]]:
    """(line, name): of a Python file, or the classes of a style sheet, or what a TypeScript file declares."""
    if path.suffix == ".py":
        return names_in(path)
    pattern = CSS_CLASS if path.suffix == ".css" else TS_NAME
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        (number, name) for number, line in enumerate(lines, 1) for name in pattern.findall(line)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--summary", action="store_true")
    parser.add_argument("--allow", type=Path)
    parser.add_argument("--skip", action="append", default=[], help="a folder not looked at yet")
    options = parser.parse_args()
    with (HERE / "private_words.csv").open(encoding="utf-8") as file:
        rules = {row["word"]: row for row in csv.DictReader(file)}
    allowed = set()
    if options.allow and options.allow.exists():
        allowed = {line.split("#")[0].strip() for line in options.allow.read_text().splitlines()}
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout
    paths = [
        p
        for p in listed.splitlines()
        if not any(s in f"/{p}" for s in SKIPPED) and not p.startswith(tuple(options.skip))
    ]
    found: list[tuple[str, str, str]] = []

    seen_folders = set()
    for path in paths:
        if not path.endswith((".py", ".html", ".ts", ".css")):
            continue
        for part in [*Path(path).parts[:-1], Path(path).stem]:
            place = path if part == Path(path).stem else path[: path.index(part) + len(part)]
            if place in seen_folders or place in allowed:
                continue
            seen_folders.add(place)
            pieces = split(ORDINARY.sub("", part))
            for word in set(pieces):
                rule = rules.get(word)
                if rule and (
                    rule["scope"] == "any" or (rule["scope"] == "module" and pieces[:1] == [word])
                ):
                    found.append((word, place, part))
    for path in (p for p in paths if p.endswith((".py", ".css", ".ts"))):
        for line, name in all_names(Path(path)):
            if name in allowed or f"{path}:{name}" in allowed:
                continue
            for word in set(split(ORDINARY.sub("", name))):
                rule = rules.get(word)
                if name.startswith("test_") and word not in IN_TESTS:
                    continue
                if rule and (
                    rule["scope"] == "any" or (rule["scope"] == "name" and name.lower() == word)
                ):
                    found.append((word, f"{path}:{line}", name))

    counts = Counter(word for word, _, _ in found)
    if not options.summary:
        for word, place, name in found:
            print(
                f"{place}: {name}: “{word}” → {rules[word]['say_instead'] or 'an ordinary word'}"
            )
    print(", ".join(f"{word} {count}" for word, count in counts.most_common()))
    print(f"{len(found)} names with a private word, {len(counts)} words")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
