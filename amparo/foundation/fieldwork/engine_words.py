"""What the form engine says of itself, in the reader's language: it speaks English alone."""

from django.utils.translation import gettext as _


def engine_words() -> dict[str, str]:
    """By the name under which `web/build/engine.mjs` puts each into the engine."""
    return {
        "send": _("Keep the answers"),
        "add": _("One more:"),
        "remove": _("Remove"),
        "options": _("What can be done with it"),
        "language": _("Language of the form"),
        "errors": _("Answers to look at again: {count}"),
        "required": _("This question must be answered."),
        "constraint": _("The answer does not obey the rule of this question."),
        "fault": _("The form does not open. Fill it in on the plain page."),
        "take_picture": _("Take a picture"),
        "choose_picture": _("Choose a picture"),
        "take_picture_out": _("Take the picture out"),
        "picture": _("The picture that was chosen"),
        "rank": _("Put them in order"),
        "get_location": _("Find this place"),
        "finding": _("Finding the place"),
        "time_taken": _("It has taken: "),
        "cancel": _("Cancel"),
        "save_location": _("Keep this place"),
        "try_again": _("Try again"),
        "no_location": _("The place cannot be found."),
        "allow_location": _("Allow this page to know where you are, in the browser."),
        "no_background_location": _("The place is not known: the form goes on without it."),
        "good": _("Quite exact"),
        "poor": _("Not very exact"),
        "unknown": _("How exact is not known"),
        "today": _("Today"),
        "clear": _("Clear"),
        "empty": _("Nothing to choose from"),
        "search": _("Search"),
        "none_found": _("Nothing found"),
        "choose_day": _("Choose a day"),
        "row": _("Row"),
    }
