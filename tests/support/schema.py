"""The tables of each app as diagrams: `python -m tests.support.schema` writes docs/schema.md."""

import os
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "schema.md"
# Areas in the order of the layers, with the apps of each.
AREAS = {
    "Foundation": "amparo.foundation.",
    "Assistance": "amparo.pillars.assistance",
    "Advocacy": "amparo.pillars.advocacy",
    "Evidence": "amparo.pillars.evidence",
    "Guidance": "amparo.pillars.guidance",
    "Dialogue": "amparo.pillars.dialogue",
    "Training": "amparo.pillars.training",
}
HEAD = """# Tables and how they point to each other

Made from the models by `python -m tests.support.schema`; a test fails where this page is old.
Lines run from the record that points to the one it points to; a record of another app stands with
the name of its app before it. Fields are on the models.
"""


def text() -> str:
    from django.apps import apps

    parts, drawn = [HEAD], set()
    for area, prefix in AREAS.items():
        parts.append(f"\n## {area}\n")
        for app in apps.get_app_configs():
            models = sorted(app.get_models(), key=lambda model: model.__name__)
            if app.name.startswith(prefix) and models:
                parts.extend(_app(app, models))
                drawn.add(app.label)
    return "".join(parts)


def _app(app, models) -> Iterator[str]:
    yield f"\n### {app.label} ({len(models)} tables)\n\n```mermaid\nerDiagram\n"
    for model in models:
        yield f"    {model.__name__}\n"
        for field in model._meta.get_fields():
            if field.concrete and field.remote_field and not field.auto_created:
                yield f"    {_line(model, field)}\n"
    yield "```\n\n| Table | What a row is |\n|---|---|\n"
    for model in models:
        yield f"| `{model.__name__}` | {_first_sentence(model)} |\n"


def _line(model, field) -> str:
    other = field.related_model
    name = other.__name__
    if other._meta.app_label != model._meta.app_label:
        name = f"{other._meta.app_label}__{name}"
    shape = "|o--||" if field.one_to_one else "}o--||" if field.many_to_one else "}o--o{"
    if field.null:
        shape = shape.replace("||", "o|")
    return f'{model.__name__} {shape} {name} : "{field.name}"'


def _first_sentence(model) -> str:
    written = " ".join((model.__doc__ or "").split())
    if written.startswith(f"{model.__name__}("):  # Django's own list of the fields
        return ""
    return written.split(". ")[0].rstrip(".").replace("|", "/")


def write() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.site.settings")
    django.setup()
    PAGE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    write()
