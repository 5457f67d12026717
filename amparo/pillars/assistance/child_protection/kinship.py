"""What somebody of a household is to a child, from what both are to who speaks for the household.

A pure rule. Each relation is a code of `family_relation`. Where two relations do not say what the
one is to the other, nothing is guessed: the partner of a parent may be no parent of the child.
"""

HEAD, RELATIVE = "head", "relative"

# By what the child is to the head: what the others are to the child, by what they are to the head.
_TO_CHILD: dict[str, dict[str, str]] = {
    "child": {
        HEAD: "parent", "child": "sibling", "parent": "grandparent", "sibling": RELATIVE,
        "grandparent": RELATIVE, "relative": RELATIVE,
    },
    "sibling": {
        HEAD: "sibling", "sibling": "sibling", "parent": "parent", "grandparent": "grandparent",
        "child": RELATIVE, "grandchild": RELATIVE, "relative": RELATIVE,
    },
    "grandchild": {HEAD: "grandparent", "parent": RELATIVE, "sibling": RELATIVE},
    "parent": {HEAD: "child", "grandchild": RELATIVE},
    "partner": {HEAD: "partner"},
    "relative": {HEAD: RELATIVE},
    "ward": {HEAD: "guardian"},
    "guardian": {HEAD: "ward"},
    "unrelated": {HEAD: "unrelated"},
}  # fmt: skip


def relation_to_child(of_child: str, of_other: str) -> str:
    """Returns the code of the relation; empty where what is recorded does not say it."""
    if of_child == HEAD:
        return of_other
    return _TO_CHILD.get(of_child, {}).get(of_other, "")
