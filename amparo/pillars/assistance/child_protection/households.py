"""Who in a household counts as a parent or legal guardian of a child, and who as a relative.

A pure rule. Each relation is a code of `family_relation`: what somebody is to whoever speaks for
the household. Unaccompanied and separated are those of the Inter-agency Guiding Principles on
Unaccompanied and Separated Children (2004): apart from both parents, without or with other
relatives. Which codes say so is our choice, for the safety of the child: a "child in their care",
or one beside the partner of a parent, is not known to be with a parent or legal guardian.
"""

from collections.abc import Iterable

# What the child is to whoever speaks for the household, and what the adult is.
Pair = tuple[str, str]

HEAD, GUARDIAN, UNRELATED = "head", "guardian", "unrelated"
PARENTS: frozenset[Pair] = frozenset(
    {("child", HEAD), (HEAD, "parent"), (HEAD, GUARDIAN), ("sibling", "parent")}
)
SPOUSES: frozenset[Pair] = frozenset({("partner", HEAD), (HEAD, "partner")})

WITH_PARENT, RELATIVES, NO_RELATIVES, NOBODY = "parent", "relatives", "unrelated", "nobody"


def adults_found(pairs: Iterable[Pair]) -> str:
    """Returns the closest kind of adult in the household of a child.

    `pairs` holds what the child and each adult of their household are.
    """
    known = set(pairs)
    if known & PARENTS:
        return WITH_PARENT
    if any(UNRELATED not in pair and pair not in SPOUSES for pair in known):
        return RELATIVES
    return NO_RELATIVES if known else NOBODY
