"""Dictionaries, lists and sets of modules that are changed after their module was written.

Such a container is a registry that nobody declared, or a cache. Found in the source: a name at the
top of a module that another module changes, or a function of its own. What a module does to its
own container outside of functions only builds it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAKES = {"dict", "list", "set", "defaultdict", "deque", "Counter", "OrderedDict"}
LITERALS = (ast.Dict, ast.List, ast.Set, ast.DictComp, ast.ListComp, ast.SetComp)
CHANGES = {
    "add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem",
    "popleft", "remove", "setdefault", "update",
}  # fmt: skip


def changed_containers() -> set[str]:
    """Returns the paths of all containers of our packages that are changed from elsewhere."""
    modules = dict(_modules())
    imports = {name: dict(_imports(name, tree)) for name, tree in modules.items()}
    passed_on = {
        f"{name}.{each}": path for name in modules for each, path in imports[name].items()
    }
    containers = {f"{name}.{each}" for name, tree in modules.items() for each in _containers(tree)}
    changed = {path for name, tree in modules.items() for path in _changes(name, tree, imports)}
    return containers & {_origin(path, passed_on) for path in changed}


def _origin(path: str, passed_on: dict[str, str]) -> str:
    """Where it was made, although it was imported from a module that only imports it too."""
    seen: set[str] = set()
    while path in passed_on and path not in seen:
        seen.add(path)
        path = passed_on[path]
    return path


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.glob("amparo/**/*.py")) + sorted(ROOT.glob("amparo_xforms/**/*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if not {"tests", "migrations"} & {*parts}:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            tree.is_package = parts[-1] == "__init__"
            yield ".".join(parts).removesuffix(".__init__"), tree


def _containers(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and _is_container(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (each.id for each in targets if isinstance(each, ast.Name))


def _is_container(value: ast.expr | None) -> bool:
    made_by = value.func if isinstance(value, ast.Call) else None
    return isinstance(value, LITERALS) or getattr(made_by, "id", "") in MAKES


def _changes(module: str, tree: ast.Module, imports: dict[str, dict[str, str]]) -> set[str]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    own = {
        f"{module}.{name.id}"
        for function in functions
        for name in _changed(function)
        if isinstance(name, ast.Name)
    }
    return own | {path for each in _changed(tree) if (path := _path(each, imports[module]))}


def _imports(module: str, tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            ups = node.level - (1 if getattr(tree, "is_package", False) else 0)
            above = module.split(".")[: len(module.split(".")) - ups] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((each.asname or each.name, f"{base}.{each.name}") for each in node.names)


def _changed(tree: ast.AST) -> Iterator[ast.expr]:
    """Yields what is changed in place: by a method, by an item, or by `|=` and its like."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in CHANGES:
                yield _whole(node.func.value)
        elif isinstance(node, ast.Assign | ast.Delete):
            yield from (_whole(each) for each in node.targets if isinstance(each, ast.Subscript))
        elif isinstance(node, ast.AugAssign):
            yield _whole(node.target)


def _whole(changed: ast.expr) -> ast.expr:
    while isinstance(changed, ast.Subscript):
        changed = changed.value
    return changed


def _path(changed: ast.expr, imported: dict[str, str]) -> str:
    if isinstance(changed, ast.Name):
        return imported.get(changed.id, "")
    if isinstance(changed, ast.Attribute) and isinstance(changed.value, ast.Name):
        module = imported.get(changed.value.id, "")
        return f"{module}.{changed.attr}" if module else ""
    return ""
