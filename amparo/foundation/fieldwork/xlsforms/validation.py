"""Problems of XLSForms: what may be wrong or unsafe in a form, and what to do about it."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.spreadsheets.validation import ProblemKind

from ..form_problems import FAULTS

# The whole file.
NO_SURVEY = ProblemKind(
    "form-no-survey",
    "error",
    _("This file has no sheet called “survey” with questions in it, so it is no XLSForm."),
    _("Give the sheet with the questions this name, or choose another file."),
)
NOT_UTF8 = ProblemKind(
    "form-not-utf8",
    "error",
    _("The letters of this file cannot be read."),
    _("Save it as XLSX, or as CSV in UTF-8."),
)
TOO_LONG = ProblemKind(
    "form-too-long",
    "error",
    _("This form has more than %(limit)s lines."),
    _("Put long lists of choices into a file of their own, or make several forms of it."),
)
NOT_MADE = ProblemKind(
    "form-not-made",
    "error",
    _("No form can be made of it. The converter says: %(said)s"),
    _("Mend this in the workbook and bring it again."),
)
ENGINE = ProblemKind(
    "form-engine",
    "error",
    _("The engine inside ODK Collect does not take it. It says: %(said)s"),
    _("Mend this in the workbook and bring it again."),
)
TOO_MUCH = ProblemKind(
    "form-too-much",
    "error",
    _(
        "This workbook is larger than a form may be: most of it is probably empty rows or "
        "pictures."
    ),
    _("Delete the empty rows below the questions and the pictures, save it, and import it again."),
)
UNREADABLE_CSV = ProblemKind(
    "form-unreadable-csv",
    "error",
    _("This CSV file cannot be read: a cell is too long, or a quotation mark is never closed."),
    _("Correct it in a spreadsheet program, or save the form as XLSX."),
)
COLUMN_TWICE = ProblemKind(
    "form-column-twice",
    "error",
    _(
        "The column “%(column)s” stands twice in the sheet “%(sheet)s”, so one of them would be "
        "lost."
    ),
    _("Delete one of the two, or give it the name of the language that it holds."),
)
# The settings.
NO_FORM_ID = ProblemKind(
    "form-no-id",
    "error",
    _("The form has no “form_id” that we can use."),
    _("Write one in the sheet “settings”: one line, at most %(limit)s characters."),
)
NO_VERSION = ProblemKind(
    "form-no-version",
    "error",
    _("The “version” of this form is too long."),
    _(
        "Write a shorter one in the sheet “settings”, at most %(limit)s characters, or leave it "
        "empty."
    ),
)
ID_MADE = ProblemKind(
    "form-id-made",
    "warning",
    _("The form has no “form_id”. It is called %(code)s, as its file."),
    _("Give the next version a file of the same name, or write this “form_id” in “settings”."),
)
VERSION_MADE = ProblemKind(
    "form-version-made",
    "warning",
    _("The form has no “version”. This one is called %(version)s."),
    _("Nothing to do: the next workbook that you import gets a version of its own."),
)
NO_TITLE = ProblemKind(
    "form-no-title",
    "warning",
    _("The form has no “form_title”."),
    _("Write in the sheet “settings” what people shall call it."),
)
LANGUAGE_MISSING = ProblemKind(
    "form-language",
    "warning",
    _("The form does not speak this language: %(language_code)s."),
    _("Translate its columns, or fill it only with people who read one of its languages."),
)
TELLS_WHO = ProblemKind(
    "form-tells-who",
    "warning",
    _("The name of each filled form (“instance_name”) could say who somebody is. It is left out."),
    _("Make it of the day and of a number: it stands in lists on the phone, in clear."),
)
# One line.
NOT_TRANSLATED = ProblemKind(
    "form-not-translated",
    "warning",
    _("This has no translation in %(language)s. The words of another language stand there."),
    _("Translate it in the workbook if people read this language."),
)
NO_MESSAGE = ProblemKind(
    "form-no-message",
    "warning",
    _(
        "It must be answered, and nothing says so in words. “Please answer this question” is "
        "shown."
    ),
    _("Write in “required_message” what to show instead."),
)
NO_REASON = ProblemKind(
    "form-no-reason",
    "warning",
    _("An answer may be refused here, and nothing says why. A general sentence is shown."),
    _("Write in “constraint_message” what to answer instead."),
)
NO_PURPOSE = ProblemKind(
    "form-no-purpose",
    "warning",
    _("“%(purpose)s” is no purpose of consent. The purpose chosen on this page counts."),
    _("Write a purpose of consent in “bind::amparo:purpose”, or leave it empty."),
)
NO_SENSITIVITY = ProblemKind(
    "form-no-sensitivity",
    "warning",
    _("“%(sensitivity)s” is no class of answers. The class chosen on this page counts."),
    _(
        "Write identity, contact, location, narrative, medical or plain in "
        "“bind::amparo:sensitivity”, or leave it empty."
    ),
)
NO_RECORD = ProblemKind(
    "form-no-record",
    "warning",
    _("No record is called %(record)s: the answer stays in the form, and nowhere else."),
    _("Take a name from the table in the handbook, or leave “bind::amparo:target” empty."),
)
NO_FIELD = ProblemKind(
    "form-no-field",
    "warning",
    _("The record %(record)s has no “%(field)s” for an answer to go to."),
    _("Take a name from the table in the handbook, or leave “bind::amparo:target” empty."),
)
NO_SUCH_ANSWER = ProblemKind(
    "form-no-such-answer",
    "warning",
    _("No choice of this question is called %(answer)s, so its answer would never count."),
    _("Write the name of one of its choices in “bind::amparo:target_when”, such as no."),
)
ASKS_A_MAP = ProblemKind(
    "form-map",
    "warning",
    _("This would ask a map of a stranger where somebody is. The map is left out."),
    _("Nothing to do: the place itself is still recorded."),
)
NOT_HERE = ProblemKind(
    "form-not-here",
    "warning",
    _("A question of this kind (%(type)s) can be filled in ODK Collect, not in the browser."),
    _("Ask it in another way, or fill the form in Collect alone."),
)
OUTSIDE = ProblemKind(
    "form-outside",
    "warning",
    _("This would send answers elsewhere (%(setting)s). It is left out."),
    _("Nothing to do: answers come to this Amparo site only."),
)
# Rules that cannot be followed, as the evaluator tells them.
RULES = {
    code: ProblemKind(f"form-{code}", "error", words, _("Correct the rule in the workbook."))
    for code, words in FAULTS.items()
}
