"""Code lists, with the threats: a standard protection risk, or a class of harm."""

from amparo.foundation.core.code_lists.codes import (
    Choices,
    choices,
    find,
    label,
    lazy_choices,
    load,
    names,
    require,
    terms,
    tree,
)

__all__ = [
    "choices",
    "find",
    "label",
    "lazy_choices",
    "load",
    "names",
    "require",
    "require_threat",
    "suggested_rights",
    "terms",
    "threat_label",
    "threats",
    "tree",
]

# A threat is one of the fifteen standard protection risks, or a class of harm.
THREATS = ("protection_risk", "harm")


def threat_label(code: str) -> str:
    return next((label(name, code) for name in THREATS if find(name, code)), code)


def require_threat(code: str) -> None:
    if code and not any(find(name, code) for name in THREATS):
        raise ValueError(f"{code} is no threat that we know.")


def threats() -> "list[tuple[str, Choices]]":
    """Every threat one may name, grouped: classes of harm first, then the standard risks."""
    return [(label("ingredient", "threat"), choices("harm")), ("", choices("protection_risk"))]


def suggested_rights(service_type: str) -> list[str]:
    """Returns the rights that an unmet need of this service may concern: a suggestion, which a
    person confirms. Empty where none is suggested.
    """
    term = find("service_type", service_type)
    suggested = term.extra.get("suggested_rights", ()) if term else ()
    return [code for code in suggested if find("right", code)]
