"""Digests of what pages are made of, and the pages that passed a look at their accessibility.

A page is made of the templates that were rendered for it, the components that these call (template
tags and what draws them in `amparo/ui`), and the style sheets and scripts that they load, as they
are written in `web/src`, with the versions of third-party packages. `tests/axe_passed.json` keeps,
for each route, the digest of all this at its last passed look and the templates it had then, so
that a change is seen without rendering anything. Views, forms, translations and Django's own
templates are in no digest: the nightly run looks at every page.

`python -m tests.support.page_digests` takes the passed looks of the last runs into that file.
"""

import ast
import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PASSED_FILE = ROOT / "tests" / "axe_passed.json"
LOOKS = ROOT / "var" / "axe_looks"

LOCK, CONFIG = "web/package-lock.json", "web/vite.config.mjs"
ENTRY_LIST = re.compile(r"input: \{[^}]*\}")
# What a build makes, from the lock and the scripts in `web/build`; the rest is a file of ours.
MADE = re.compile(r"\.made/|^src/(public-)?icons\.svg$")
# Drawn by the template tag of the first, made by the second.
MADE_BY = {"amparo/ui/tags/form_fields.py": ["amparo/ui/forms.py"]}

LOADED_LIBRARIES = re.compile(r"\{%\s*load\s+([^%]+?)\s*%\}")
CALLED_NAMES = re.compile(r"\{%\s*(\w+)|\|(\w+)")
REGISTERED_NAMES = re.compile(
    r'^@?(?:block|register\.\w+)\(\s*(?:name=)?"(\w+)"'
    r"|^@register\.\w+(?:\(.*\))?\n(?:@.*\n)*def (\w+)"
    r"|^register\.\w+\((\w+)\)$",
    re.MULTILINE,
)
ENTRY_POINTS = re.compile(r'vite_asset(?:_url)?\(?\s*"([^"]+)"')
IMPORTED_FILES = re.compile(r'(?:\bfrom|\bimport|\burl)\s*\(?\s*"(\.?[^"]+)"')
DOCUMENT = "<!doctype html>"
# Where a template lies, and what an address is called, say nothing of how a page looks.
NAMES_IN_TEMPLATES = re.compile(
    r'(\{%-?\s*(?:include|extends|url)\s+)"[^"]+"|\{%-?\s*load\s[^%]*%\}|"[\w-]+:[a-z][\w-]*"'
)
NAME_OF_ROUTE = re.compile(r"[a-z_]+:[a-z][a-z-]*")


@dataclass(frozen=True)
class Passed:
    """A page that passed a look in all views: its digest and its templates at that time."""

    digest: str
    templates: frozenset[str]


class Sources:
    """The files below `root` that pages are made of, each read once."""

    def __init__(self, root: Path = ROOT):
        self.root = root
        # Hundreds of pages are made of the same files.
        self._read = cache(self._read)
        self._summarize = cache(self._summarize)
        self._find_called = cache(self._find_called)
        self._find_entry_points = cache(self._find_entry_points)
        self._find_loaded = cache(self._find_loaded)
        self._find_packages = cache(self._find_packages)

    def compute_digest(self, templates: Iterable[str]) -> str | None:
        """Returns the digest of a page with these templates; None where one of them is gone."""
        templates = set(templates)
        if not templates or not templates <= self.templates.keys():
            return None
        files = self.find_files(templates)
        lines = "".join(sorted(self._summarize(path) for path in files - {LOCK}))
        if LOCK in files:
            lines += self._summarize_packages(files)
        return hashlib.sha256(lines.encode()).hexdigest()[:16]

    def find_files(self, templates: Iterable[str]) -> set[str]:
        """Returns all that a page with these templates is made of, as paths below the root."""
        files = {self.templates[name] for name in templates}
        files = files.union(*(self._find_called(path) for path in files))
        entries = set().union(*(self._find_entry_points(path) for path in files))
        web = set().union(*(self._find_loaded(entry) for entry in entries))
        return files | web | set(self.build_scripts if web else ())

    def find_layout(self, templates: Iterable[str]) -> str | None:
        """Returns the template that all others of a page stand in: the one with the document."""
        found = (name for name in sorted(templates) if name in self.templates)
        return next((name for name in found if DOCUMENT in self._read(self.templates[name])), None)

    @cached_property
    def templates(self) -> dict[str, str]:
        """All templates of the project, by the name under which they are loaded."""
        paths = (self.root / "amparo").rglob("templates/**/*.html")
        found = (path.relative_to(self.root).as_posix() for path in paths)
        return {path.partition("/templates/")[2]: path for path in sorted(found)}

    @cached_property
    def libraries(self) -> dict[str, str]:
        """The modules that `{% load … %}` finds, by their name there."""
        found = (path for path in self.components if "/templatetags/" in path)
        return {Path(path).stem: path for path in found if not path.endswith("__init__.py")}

    @cached_property
    def components(self) -> dict[str, set[str]]:
        """The modules that draw markup, each with all of them that it imports, itself included."""
        package = self.root / "amparo"
        paths = {*package.rglob("templatetags/*.py"), *package.glob("ui/*.py")}
        paths |= {*package.glob("ui/tags/*.py"), *package.glob("ui/charts/*.py")}
        found = {path.relative_to(self.root).as_posix() for path in paths}
        imports = {path: self._imports(path) & found for path in found}
        return {path: _follow(path, imports.__getitem__) for path in found}

    @cached_property
    def registered(self) -> dict[str, set[str]]:
        """The names of template tags and filters that each component registers."""
        found = {path: REGISTERED_NAMES.findall(self._read(path)) for path in self.components}
        return {path: set(chain.from_iterable(each)) - {""} for path, each in found.items()}

    @cached_property
    def build_scripts(self) -> list[str]:
        scripts = sorted((self.root / "web" / "build").glob("*.mjs"))
        found = [path.relative_to(self.root).as_posix() for path in scripts]
        return [*found, CONFIG, LOCK]

    def _find_called(self, template: str) -> set[str]:
        """Returns the components whose tags and filters a template calls."""
        source = self._read(template)
        loaded = set(" ".join(LOADED_LIBRARIES.findall(source)).split()) & self.libraries.keys()
        names = set(chain.from_iterable(CALLED_NAMES.findall(source)))
        offered = {path for each in loaded for path in self.components[self.libraries[each]]}
        called = {path for path in offered if self.registered[path] & names}
        return set().union(*(self.components[path] for path in called))

    def _find_entry_points(self, path: str) -> set[str]:
        return set(ENTRY_POINTS.findall(self._read(path)))

    def _imports(self, path: str) -> set[str]:
        """Returns the paths that a module's imports may stand for, whether they exist or not."""
        found = {*MADE_BY.get(path, [])}
        for node in ast.walk(ast.parse(self._read(path))):
            if isinstance(node, ast.ImportFrom):
                package = path.split("/")[: -node.level] if node.level else []
                base = "/".join([*package, *(node.module or "").split(".")]).rstrip("/")
                found |= {f"{base}.py", f"{base}/__init__.py"}
                found |= {f"{base}/{alias.name}.py" for alias in node.names}
        return found

    def _find_loaded(self, entry: str) -> set[str]:
        """Returns a file of `web/src` and all that it imports there, however deep."""
        return set() if _is_made(entry) else _follow(f"web/{entry}", self._imports_of_web)

    def _imports_of_web(self, path: str) -> set[str]:
        if not path.endswith((".ts", ".css")):
            return set()
        named = set(IMPORTED_FILES.findall(self._read(path)))
        # A style sheet names its neighbours as they are; a script that does means a package.
        ours = {each for each in named if each.startswith(".") or path.endswith(".css")}
        joined = (os.path.normpath(f"{path}/../{each.partition('?')[0]}") for each in ours)
        return {self._find_web(each) for each in joined if not _is_made(each)}

    def _find_web(self, path: str) -> str:
        """Returns the file that an import stands for."""
        for each in (path, f"{path}.ts", f"{path}.d.ts"):
            if (self.root / each).is_file():
                return each
        raise FileNotFoundError(path)

    def _summarize(self, path: str) -> str:
        """Returns the digest of what counts of a file: not where it lies, nor how it names
        other files and addresses.
        """
        text = self._read(path)
        if path.endswith(".html"):
            text = NAMES_IN_TEMPLATES.sub(lambda found: found[1] or "", text)
        elif path.endswith(".py"):
            text = ast.unparse(_WithoutNames().visit(ast.parse(text)))
        return f"{hashlib.sha256(text.encode()).hexdigest()}\n"

    def _summarize_packages(self, files: Iterable[str]) -> str:
        """Returns the third-party packages that a page is made of, by their content: those that
        its scripts and sheets import, and those that every build takes.
        """
        scripts = (path for path in files if path.startswith("web/") and path != LOCK)
        found = set().union(*(self._find_packages(path) for path in scripts))
        told = {name: self.packages[f"node_modules/{name}"]["integrity"] for name in found}
        return json.dumps(told, sort_keys=True)

    @cached_property
    def packages(self) -> dict[str, dict]:
        """The third-party packages that are locked, by where they lie."""
        return json.loads(self._read(LOCK))["packages"]

    def _find_packages(self, path: str) -> set[str]:
        """Returns the third-party packages that a script or sheet imports."""
        source = self._read(path)
        return {name for name in self.packages[""]["dependencies"] if _names_package(source, name)}

    def _read(self, path: str) -> str:
        """Returns what counts of a file, the same on every machine."""
        text = (self.root / path).read_bytes().replace(b"\r\n", b"\n").decode()
        # Which other pages have a script of their own says nothing of this one.
        return ENTRY_LIST.sub("input: {}", text) if path == CONFIG else text


class _WithoutNames(ast.NodeTransformer):
    """Takes from a module what it imports and how it names addresses."""

    def visit_Import(self, _node: ast.Import) -> None:
        return None

    def visit_ImportFrom(self, _node: ast.ImportFrom) -> None:
        return None

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        is_route = isinstance(node.value, str) and NAME_OF_ROUTE.fullmatch(node.value)
        return ast.Constant("") if is_route else node


def _follow(start: str, imports: Callable[[str], set[str]]) -> set[str]:
    """Returns what is reached from `start`, itself included."""
    found, waiting = set(), [start]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += imports(path)
    return found


def _is_made(path: str) -> bool:
    return MADE.search(path.removeprefix("web/")) is not None


def _names_package(source: str, name: str) -> bool:
    """Whether a script or sheet imports a package, or a file of it."""
    return re.search(rf"""["'`/]{re.escape(name)}["'`/]""", source) is not None


def choose_routes(routes: Iterable[str], passed: dict[str, Passed], sources: Sources) -> list[str]:
    """Returns the routes whose pages differ from their last passed look, and one per layout."""
    routes = list(routes)
    changed = {route for route in routes if is_changed(passed.get(route), sources)}
    always = set(choose_one_per_layout(routes, passed, sources))
    return [route for route in routes if route in changed | always]


def is_changed(page: Passed | None, sources: Sources) -> bool:
    digest = sources.compute_digest(page.templates) if page else None
    return digest is None or digest != page.digest


def choose_one_per_layout(
    routes: Iterable[str], passed: dict[str, Passed], sources: Sources
) -> list[str]:
    """Returns, for each layout, the route whose page is made of the most templates."""
    richest: dict[str | None, str] = {}
    known = [route for route in routes if route in passed]
    for route in sorted(known, key=lambda route: (len(passed[route].templates), route)):
        richest[sources.find_layout(passed[route].templates)] = route
    return sorted(richest.values())


@contextmanager
def record_templates() -> Iterator[set[str]]:
    """Collects the names of the project's templates that are rendered meanwhile."""
    from django.test.signals import template_rendered

    found: set[str] = set()

    def note(template, **signal) -> None:
        origin = template.origin
        if origin.template_name and Path(origin.name).is_relative_to(ROOT / "amparo"):
            found.add(origin.template_name)

    template_rendered.connect(note)
    try:
        yield found
    finally:
        template_rendered.disconnect(note)


def keep_looks(templates: Mapping[str, Collection[str]]) -> None:
    """Notes what was looked at, until `main` takes it into the committed file.

    A page that passed in all views comes with its templates; one that did not, with none.
    """
    LOOKS.mkdir(parents=True, exist_ok=True)
    sources = Sources()
    with (LOOKS / f"{os.getpid()}.jsonl").open("a") as file:
        for route, names in templates.items():
            line = [route, sources.compute_digest(names), *sorted(names)]
            file.write(json.dumps(line) + "\n")


def read_looks() -> dict[str, Passed]:
    """Returns the last look at each page; one that did not pass is like one at an old state."""
    found = {}
    for path in sorted(LOOKS.glob("*.jsonl"), key=lambda path: path.stat().st_mtime):
        for line in path.read_text().splitlines():
            route, digest, *templates = json.loads(line)
            found[route] = Passed(digest, frozenset(templates))
    return found


def read_passed() -> dict[str, Passed]:
    """Returns what the committed file says, by route."""
    if not PASSED_FILE.exists():
        return {}
    written = json.loads(PASSED_FILE.read_text())
    return {
        route: Passed(digest, frozenset([*written["shared"][shared], *own]))
        for route, (digest, shared, *own) in written["pages"].items()
    }


def write_passed(passed: dict[str, Passed]) -> None:
    """Writes one line per route: its digest, the key of a shared list, and its own templates.

    The templates of `amparo/ui` are kept as lists that many pages share. The key of a list is a
    digest of it, so that two branches never give one key to two lists.
    """
    shared, pages = {}, {}
    for route, page in passed.items():
        common = sorted(name for name in page.templates if name.startswith("ui/"))
        key = hashlib.sha256("\n".join(common).encode()).hexdigest()[:8]
        shared[key] = common
        pages[route] = [page.digest, key, *sorted(page.templates - set(common))]
    parts = {"pages": pages, "shared": shared}
    written = ",\n".join(f'"{name}": {_format_lines(lines)}' for name, lines in parts.items())
    PASSED_FILE.write_text(f"{{\n{written}\n}}\n", newline="\n")


def _format_lines(lines: dict[str, list[str]]) -> str:
    each = (f"{json.dumps(name)}: {json.dumps(value)}" for name, value in sorted(lines.items()))
    return "{\n" + ",\n".join(each) + "\n}"


def main() -> int:
    """Takes the passed looks into the committed file, except at pages that have changed since."""
    import django

    django.setup()
    from tests.support.route_permissions import PAGES

    sources, looks = Sources(), read_looks()
    fresh = {route: page for route, page in looks.items() if not is_changed(page, sources)}
    passed = {route: page for route, page in (read_passed() | fresh).items() if route in PAGES}
    write_passed(passed)
    for path in LOOKS.glob("*.jsonl"):
        path.unlink()
    waiting = sum(is_changed(passed.get(route), sources) for route in PAGES)
    print(  # noqa: T201
        f"{len(fresh)} pages passed, {len(looks) - len(fresh)} did not or have changed since; "
        f"{waiting} of {len(PAGES)} pages have changed since they passed."
    )
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.site.settings")
    sys.exit(main())
