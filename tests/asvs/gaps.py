"""What is not done of the 79, or not whole, and why: said here and nowhere hidden."""

GAPS: dict[str, str] = {
    "V14.3.3": (
        "Browsers keep nothing about anybody, because drafts without a network are not built yet. "
        "When they are, they are to be sealed on the device (work in the field)."
    ),
}
