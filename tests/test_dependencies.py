"""What an office installs is what the code imports: nothing undeclared, nothing unused."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
EXTRAS = PROJECT["project"]["optional-dependencies"]
# Bindings that are taken where the machine has them: libmagic's, and that of a hardware token.
IF_IT_IS_THERE = {"magic", "pkcs11"}
# Named in settings or in an address of the database, and imported by whoever reads them.
BY_NAME = {"whitenoise", "psycopg"}
COMPARISON = {"numpy", "pyarrow", "splink"}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~ ;]", name, maxsplit=1)[0]).lower()


def declared(requirements) -> set[str]:
    return {plain(each) for each in requirements}


OURS = {"amparo", "amparo_xforms"}


@cache
def sources() -> tuple[tuple[Path, ast.Module], ...]:
    """What an office runs: all modules but those of the tests."""
    paths = [*sorted(ROOT.glob("amparo/**/*.py")), *sorted(ROOT.glob("amparo_xforms/**/*.py"))]
    ours = [each for each in paths if "tests" not in each.parts and each.name != "conftest.py"]
    return tuple((each, ast.parse(each.read_text(encoding="utf-8"))) for each in ours)


def modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and not node.level else []


def imported() -> dict[str, set[str]]:
    """The packages of others that each name at the top of an import stands for."""
    provided = packages_distributions()
    names = {
        module.partition(".")[0]
        for _path, tree in sources()
        for node in ast.walk(tree)
        for module in modules(node)
    }
    theirs = names - set(sys.stdlib_module_names) - OURS - IF_IT_IS_THERE
    return {name: {plain(each) for each in provided.get(name, [name])} for name in theirs}


def locked(name: str) -> set[str]:
    return set(re.findall(r"^([\w.-]+)==", (ROOT / name).read_text(), re.MULTILINE))


def test_every_import_is_declared():
    known = declared(PROJECT["project"]["dependencies"]).union(*map(declared, EXTRAS.values()))
    known |= {"asgiref", "protobuf", "pydantic-core", "botocore"}  # parts of what is declared
    assert {name: each for name, each in imported().items() if not each & known} == {}


def test_every_declared_package_is_imported():
    used = set().union(*imported().values()) | BY_NAME
    assert declared(PROJECT["project"]["dependencies"]) - used == set()
    assert declared(EXTRAS["comparison"]) - used == set()


def test_what_an_office_installs_holds_no_tool_and_no_extra():
    office = locked("requirements.lock")
    tools = declared(PROJECT["dependency-groups"]["dev"])
    assert declared(PROJECT["project"]["dependencies"]) <= office
    assert not office & (
        tools | COMPARISON | {"scipy", "scikit-learn", "openmined-psi", "shapely"}
    )
    assert tools <= locked("requirements-dev.lock")
    for extra in EXTRAS:
        assert declared(EXTRAS[extra]) <= locked(f"{extra}.lock")


@pytest.mark.parametrize("lock", [
    "requirements.lock", "comparison.lock", "boundaries.lock", "link.lock", "clickhouse.lock",
    "requirements-dev.lock",
])  # fmt: skip
def test_every_lock_has_hashes_and_names_no_registry(lock):
    text = (ROOT / lock).read_text()
    blocks = [each for each in re.split(r"\n(?=\S)", text) if each.strip()]
    assert blocks
    assert [each for each in blocks if "--hash=sha256:" not in each] == []
    assert "://" not in text
    assert "--index" not in text


def test_a_package_of_several_locks_has_one_version():
    versions: dict[str, set[str]] = {}
    for lock in ROOT.glob("*.lock"):
        for name, version in re.findall(r"^([\w.-]+)==(\S+)", lock.read_text(), re.MULTILINE):
            versions.setdefault(name, set()).add(version)
    assert {name: each for name, each in versions.items() if len(each) > 1} == {}


def at_once(body) -> Iterator[ast.AST]:
    """What is imported as soon as a module is: not in functions, not for type checkers alone."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            continue
        yield node
        yield from at_once(ast.iter_child_nodes(node))


def test_what_the_extra_brings_is_imported_in_one_place_when_it_is_used():
    package = ROOT / "amparo/foundation/people/deduplication"
    holds = {package / f"{name}.py" for name in ("engine", "classifier", "columns")}
    for path, tree in sources():
        for node in at_once(tree.body):
            brought = {each.partition(".")[0] for each in modules(node)} & COMPARISON
            assert not brought or path in holds, path
            if isinstance(node, ast.ImportFrom) and path.parent == package and node.level == 1:
                assert path in holds or package / f"{node.module}.py" not in holds, path
    for path, tree in demo_sources():  # `make run` makes the demo, and does not install the extra
        for node in at_once(tree.body):
            module = getattr(node, "module", None) or ""
            assert ROOT / f"{module.replace('.', '/')}.py" not in holds, path
            brought = {each.partition(".")[0] for each in modules(node)} & COMPARISON
            assert not brought, path


def test_what_draws_boundaries_is_imported_in_one_place_when_it_is_used():
    package = ROOT / "amparo/foundation/people/boundaries"
    for path, tree in (*sources(), *demo_sources()):
        for node in at_once(tree.body):
            brought = {each.partition(".")[0] for each in modules(node)} & {"shapely"}
            assert not brought or path == package / "drawing.py", path
            names = {each.name for each in getattr(node, "names", [])}
            assert "drawing" not in names or "boundaries" not in str(node.module), path


def demo_sources() -> Iterator[tuple[Path, ast.Module]]:
    for path in (ROOT / "amparo_demo").rglob("*.py"):
        if "tests" not in path.parts:
            yield path, ast.parse(path.read_text())
