"""What could not be mapped: in which row, of which field, what it said, and what to do about it.

An error keeps the person out until the file is put right; with a warning they enter, and what is
on no list is kept as it was written.
"""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.spreadsheets.validation import ProblemKind

# Of the whole file: nobody enters.
NOT_HTCDS = ProblemKind(
    "htcds-no-field",
    "error",
    _("No column of this file is a field of HTCDS 2.0."),
    _("Take the names of the fields as the standard writes them, as in prs_Gender."),
)
SWAPPED = ProblemKind(
    "htcds-swapped",
    "error",
    _("The column %(field)s holds what belongs to %(other)s. Columns seem to be swapped."),
    _("Put each value under the name of its field, and bring the file again."),
)
NOT_JSON = ProblemKind(
    "htcds-not-json",
    "error",
    _("This file is not JSON that we can read, from record %(record)s on."),
    _("Ask for it again, or take it as CSV."),
)
RECORD_TOO_LONG = ProblemKind(
    "htcds-record-too-long",
    "error",
    _("Record %(record)s of this file is too long to be one person."),
    _("Ask who sent it. If it is yours, save it as CSV and bring that in."),
)

# Of the columns: told once, nobody stays out.
UNKNOWN_COLUMN = ProblemKind(
    "htcds-unknown-column",
    "warning",
    _("This column is no field of HTCDS 2.0. What it says is kept aside, sealed, and not mapped."),
    _("Rename it if one of the fields is meant."),
)
COLUMN_TWICE = ProblemKind(
    "htcds-column-twice",
    "warning",
    _("Another column before it is the field %(field)s already. This one is kept aside."),
    _("Leave one of them in the file."),
)

TEMPLATE_ROWS = ProblemKind(
    "htcds-template-rows",
    "warning",
    _("Rows of the template that hold a running number and nothing else: %(count)s."),
    _("They are not counted as records. If somebody is missing, fill the row in."),
)

# Of a row: it stays out.
BAD_DATE = ProblemKind(
    "htcds-date",
    "error",
    _("This is no day that we can read without guessing."),
    _("Write it as year, month and day: 2021-12-24."),
)
BAD_NUMBER = ProblemKind(
    "htcds-number",
    "error",
    _("This is no number that can be true here."),
    _("Write a whole number in figures, or leave it empty."),
)
BAD_DEGREES = ProblemKind(
    "htcds-degrees",
    "error",
    _("This is no place on the earth."),
    _("Write degrees with a point, as in -4.0052, or leave it empty."),
)
BAD_YES_NO = ProblemKind(
    "htcds-yes-no",
    "error",
    _("This can be read neither as yes nor as no."),
    _("Write TRUE or FALSE, or leave it empty."),
)
AFTER_TODAY = ProblemKind(
    "htcds-after-today",
    "error",
    _("This day has not come yet."),
    _("Correct the year, or leave it empty."),
)
RECORD_TWICE = ProblemKind(
    "htcds-record-twice",
    "error",
    _("The same record stands in the file twice."),
    _("Leave one of them, or give each a key of its own."),
)
EMPTY_ROW = ProblemKind(
    "htcds-empty-row",
    "error",
    _("This row tells nothing in any field of HTCDS 2.0."),
    _("Fill it in, or take it out."),
)

# Of a row: it enters.
UNKNOWN_CODE = ProblemKind(
    "htcds-unknown-code",
    "warning",
    _("This is on no list of the standard. It is kept as a local code."),
    _("Correct it if one of the codes is meant; it leaves as “Other” with a note beside it."),
)
TEXT_FOR_CODE = ProblemKind(
    "htcds-text-for-code",
    "warning",
    _("The standard has a list here, and this is free text. It was added to the details."),
    _("Choose a reason in the case."),
)
NOT_E164 = ProblemKind(
    "htcds-phone",
    "warning",
    _("This is no telephone number of E.164. It is kept as it is written."),
    _("Write it with + and the number of the country."),
)
