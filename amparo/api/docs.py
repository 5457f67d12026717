"""The documentation of the API, a public page: no scripts, no other machine."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

METHODS = ("get", "post", "put", "patch", "delete")


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    from .api import api

    schema = api.get_openapi_schema()
    return render(
        request, "api/docs.html", {"about": schema["info"], "calls": list(_endpoints(schema))}
    )


def _endpoints(schema: dict) -> Iterator[dict]:
    for path, by_method in schema["paths"].items():
        for method in METHODS:
            if method in by_method:
                yield _endpoint(method, path, by_method[method], schema)


def _endpoint(method: str, path: str, told: dict, schema: dict) -> dict:
    sent = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    return {
        "id": told["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": told.get("summary", ""),
        "about": told.get("description", ""),
        "asks_for_a_token": bool(told.get("security")),
        "given": [
            {
                "name": each["name"],
                "where": each["in"],
                "kind": _type_name(each["schema"]),
                "is_needed": each.get("required", False),
                "about": each.get("description", ""),
            }
            for each in told.get("parameters", [])
        ],
        "sent": list(_fields(_resolved(sent.get("schema", {}), schema))),
        "answers": [
            {"status": status, "fields": list(_fields(_resolved(_answer_schema(answer), schema)))}
            for status, answer in told.get("responses", {}).items()
        ],
    }


def _answer_schema(answer: dict) -> dict:
    return answer.get("content", {}).get("application/json", {}).get("schema", {})


def _resolved(told: dict, schema: dict) -> dict:
    """The schema itself, where it is named; of a list, that of what it lists."""
    if told.get("type") == "array":
        return _resolved(told.get("items", {}), schema)
    if "$ref" in told:
        return schema["components"]["schemas"][told["$ref"].rpartition("/")[2]]
    return told


def _fields(told: dict) -> Iterator[dict]:
    needed = told.get("required", [])
    for name, each in told.get("properties", {}).items():
        yield {
            "name": name,
            "kind": _type_name(each),
            "is_needed": name in needed,
            "about": each.get("description", ""),
        }


def _type_name(told: dict) -> str:
    """In the words of JSON Schema, which those who write programs know."""
    if "enum" in told:
        return " | ".join(map(str, told["enum"]))
    if "const" in told:
        return str(told["const"])
    if "anyOf" in told:
        return " | ".join(_type_name(each) for each in told["anyOf"])
    if told.get("type") == "array":
        return f"[{_type_name(told.get('items', {}))}]"
    named = told.get("$ref", "").rpartition("/")[2]
    return str(named or told.get("format") or told.get("type", ""))
