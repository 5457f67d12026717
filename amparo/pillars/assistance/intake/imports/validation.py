"""What may be wrong with a value in a register, in words for whoever can put it right."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.spreadsheets.validation import ProblemKind

# Dates and ages.
DATE_AMBIGUOUS = ProblemKind(
    "date-ambiguous",
    "error",
    _("The date may be %(day_one)s or %(day_other)s."),
    _("Choose one, say for the whole column which comes first, or write year-month-day."),
)
NO_SUCH_DAY_OF_MONTH = ProblemKind(
    "date-no-such-day",
    "error",
    _("%(month_it)s has %(days)s days."),
    _("Correct the day. If only the month or the year is known, that is enough."),
)
NO_SUCH_MONTH = ProblemKind(
    "date-no-such-month",
    "error",
    _("There is no month %(number)s."),
    _("Correct the date, or say for the whole column which comes first, day or month."),
)
DATE_UNREADABLE = ProblemKind(
    "date-unreadable",
    "error",
    _("This is no date that we can read."),
    _("Write it as year-month-day. The year alone will do, and so will “about 30”."),
)
DATE_TO_COME = ProblemKind(
    "date-to-come", "error", _("This day has not come yet."), _("Correct the year.")
)
DATE_LONG_AGO = ProblemKind(
    "date-long-ago",
    "error",
    _("This was more than %(years)s years ago."),
    _("Correct the year, or leave the cell empty if it is not known."),
)
DATE_NOT_WHOLE = ProblemKind(
    "date-not-whole",
    "error",
    _("The day or the month is missing."),
    _("Write the whole date as year-month-day, or leave the cell empty."),
)
YEAR_OF_TWO_FIGURES = ProblemKind(
    "year-of-two-figures",
    "warning",
    _("The year has two figures. It is read as %(year)s."),
    _("Write four figures if it is another."),
)
DATE_FROM_NUMBER = ProblemKind(
    "date-from-number",
    "warning",
    _("A spreadsheet’s number stands for the date. It is read as %(date)s."),
    _("Mark the column as dates in the file if that is wrong."),
)
DATE_PLACEHOLDER = ProblemKind(
    "date-placeholder",
    "warning",
    _("Programs write this date when they know none. It is left empty."),
    _("Write what is known, if anything is: the year alone will do."),
)
AGE_UNREADABLE = ProblemKind(
    "age-unreadable",
    "error",
    _("This is no age that we can read."),
    _("Write a number of years; “about 30” will do."),
)
AGE_AND_BIRTH_DIFFER = ProblemKind(
    "age-and-birth-differ",
    "warning",
    _("The age and the date of birth are %(years)s years apart. The date is kept."),
    _("Look which of them is right."),
)

# Words that stand for codes.
SEX_AMBIGUOUS = ProblemKind(
    "sex-ambiguous",
    "error",
    _("“M” may stand for a woman (mujer) or for a man (male, masculino)."),
    _("Say for the whole column which it is, or write the word."),
)
WORD_UNKNOWN = ProblemKind(
    "word-unknown",
    "warning",
    _("We do not know this word here. It is left empty."),
    _("Choose the word of the list that says it."),
)
SEX_UNKNOWN = ProblemKind(
    "sex-unknown",
    "error",
    _("We do not know which sex this word means."),
    _("Choose one, or leave the cell empty."),
)
COUNTRY_UNKNOWN = ProblemKind(
    "country-unknown",
    "error",
    _("We do not know this country."),
    _("Choose one, or leave the cell empty."),
)
COUNTRY_DOUBTFUL = ProblemKind(
    "country-doubtful",
    "error",
    _("This may mean more than one country."),
    _("Choose one, or write its whole name."),
)
COUNTRY_OR_NOTHING = ProblemKind(
    "country-or-nothing",
    "error",
    _("This may be the code of a country, or mean that it is not known."),
    _(
        "Say beside the column what such cells mean, write the name of the country, or leave the "
        "cell empty."
    ),
)
LANGUAGE_UNKNOWN = ProblemKind(
    "language-unknown",
    "warning",
    _("We do not know this language. It is left out."),
    _("Choose one of the list."),
)
CONSENT_MISSING = ProblemKind(
    "consent-missing",
    "error",
    _("The consent is missing. Without it nobody is registered."),
    _("Leave this person out, or record an exception."),
)
CONSENT_REFUSED = ProblemKind(
    "consent-refused",
    "error",
    _("This person did not agree. They are not registered."),
    _("Leave the row out, unless they have agreed since."),
)
CONSENT_UNREADABLE = ProblemKind(
    "consent-unreadable",
    "error",
    _("We cannot tell whether this person agreed."),
    _("Write yes or no."),
)

# Numbers that name or reach somebody.
PHONE_UNREADABLE = ProblemKind(
    "phone-unreadable",
    "warning",
    _("No telephone has such a number. It is kept as it is written."),
    _("Correct it, with the code of the country."),
)
NUMBER_SHORTENED = ProblemKind(
    "number-shortened",
    "warning",
    _("A spreadsheet shortened this number and its last figures are lost. It is left out."),
    _("Write it whole, in a column marked as text."),
)
ZEROS_MAY_BE_LOST = ProblemKind(
    "zeros-may-be-lost",
    "warning",
    _("The file holds this as a number: zeros at its beginning may be lost."),
    _("Compare it with the paper; mark the column as text."),
)
EMAIL_UNREADABLE = ProblemKind(
    "email-unreadable",
    "warning",
    _("This is no e-mail address. It is kept as it is written."),
    _("Correct it."),
)

# Names, and the row as a whole.
NAME_WITH_FIGURES = ProblemKind(
    "name-with-figures",
    "warning",
    _("This name holds figures."),
    _("Look whether the columns have slipped."),
)
NAME_MISSING = ProblemKind(
    "name-missing",
    "warning",
    _("This row gives no name. The person enters without one."),
    _("Write any name by which they are known, if they wish."),
)
TEXT_TOO_LONG = ProblemKind(
    "text-too-long",
    "error",
    _("This is longer than %(limit)s signs, too long for such a field."),
    _("Shorten it, or see whether the columns have slipped."),
)
ROW_TWICE = ProblemKind(
    "row-twice",
    "error",
    _("This person stands in the file twice."),
    _("Keep one of the rows; if they are two people, give each a number of their own."),
)
