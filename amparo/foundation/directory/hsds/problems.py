"""What may be wrong in a directory of others, and what to do about it."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.spreadsheets.validation import ProblemKind

# The whole file.
NOT_HSDS = ProblemKind(
    "hsds-other",
    "error",
    _("This is not a directory in the form of HSDS that we can read."),
    _("Ask for HSDS 3 as JSON, or as a tabular data package: a ZIP with one CSV for each table."),
)
TOO_LARGE = ProblemKind(
    "hsds-too-large",
    "error",
    _("This directory is larger than we can look through at once (%(limit)s)."),
    _("Ask for it in parts, one region or one organization at a time."),
)
# One service.
MISSING = ProblemKind(
    "hsds-missing", "error", _("This is missing."), _("Write it, or ask whoever sent the file.")
)
TWICE = ProblemKind(
    "hsds-twice",
    "error",
    _("This identifier stands here twice."),
    _("Keep the one that is true and take the other out."),
)
TOO_LONG = ProblemKind(
    "hsds-too-long",
    "error",
    _("This is longer than %(limit)s characters."),
    _("Shorten it: nobody reads that much on a phone."),
)
NO_ORGANIZATION = ProblemKind(
    "hsds-no-organization",
    "error",
    _("No organization with a name stands behind this service."),
    _("Write which organization offers it."),
)
UNKNOWN_KIND = ProblemKind(
    "hsds-unknown-kind",
    "error",
    _("We do not know which kind of help this is."),
    _("Choose above which kind such services are, or ask for the kinds of help of Amparo."),
)
# The service enters; this part of it does not.
NOT_UNDERSTOOD = ProblemKind(
    "hsds-not-understood",
    "warning",
    _("This was not understood and is left out."),
    _("Write it into the service once it has entered."),
)
HOURS_LEFT_OUT = ProblemKind(
    "hsds-hours",
    "warning",
    _("These hours are not weekly, or were not understood. They are left out."),
    _("Write the hours into the service once it has entered."),
)
NO_SUCH_PLACE = ProblemKind(
    "hsds-no-place",
    "warning",
    _("No such town is on our list of places: the service is not found near it."),
    _("Add the town to the places, then bring the file in again."),
)
NO_LOCATION = ProblemKind(
    "hsds-no-location",
    "warning",
    _("No place is told: it enters as help by telephone."),
    _("Write where it is given once it has entered."),
)
NAMES_LEFT_OUT = ProblemKind(
    "hsds-person",
    "warning",
    _("The name of a person is left out: a public list must not put colleagues in danger."),
    _("Nothing: the function, the telephone and the e-mail enter."),
)
PHONE_LEFT_OUT = ProblemKind(
    "hsds-phone",
    "warning",
    _("A further telephone is left out: we show one."),
    _("Look whether the first is the right one, and write the other into the description."),
)
GUARDED = ProblemKind(
    "hsds-guarded",
    "warning",
    _("Here this is kept secret. What the file says of it is not taken over."),
    _("Nothing. Who looks after it changes it by hand."),
)
