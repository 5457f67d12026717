"""A form may ask first whether they agree: whoever says no is promised that nothing is kept."""

AGREES, NO = "agrees", "no"


def declined(answers: object) -> bool:
    """Whether the form asks first, and they said no."""
    if isinstance(answers, dict):
        return any(
            (name == AGREES and answer == NO) or declined(answer)
            for name, answer in answers.items()
        )
    return isinstance(answers, list) and any(map(declined, answers))
