"""Words for what is wrong with a question of a file: what it is, and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .question_files import MOST_QUESTIONS, Wrong

_WORDS: dict[Wrong, str | Promise] = {
    Wrong.NO_CLOSING_BRACE: _("The answers begin with { and do not end. Write } after them."),
    Wrong.NO_OPENING_BRACE: _("There is a } without a { before it. Write { before the answers."),
    Wrong.NO_EMPTY_LINE: _(
        "A second question begins here without an empty line before it. Put one between them."
    ),
    Wrong.NO_TEXT: _("The question has no text. Write what is asked."),
    Wrong.NO_RIGHT_ANSWER: _("No answer is right. Mark one with = or a weight of 100 %%."),
    Wrong.TWO_RIGHT_ANSWERS: _(
        "Two answers are right where one is asked. Leave one, or give each a weight."
    ),
    Wrong.FEW_ANSWERS: _("There is one answer to choose from. Offer at least two."),
    Wrong.EMPTY_ANSWER: _("An answer has no text. Write it or remove it."),
    Wrong.WEIGHT: _(
        "The weights of the right answers do not make 100 %%, or one is no number. Correct them."
    ),
    Wrong.NUMBER: _("This is no number, or its tolerance is none. Write it like 3 or 3.5:0.2."),
    Wrong.TOO_LONG: _("A text is longer than 4,000 letters, or a name than 200. Shorten it."),
    Wrong.MATCHING: _(
        "Matching questions cannot be asked here. Make one question of each pair, with the others"
        " as wrong answers."
    ),
    Wrong.ESSAY: _(
        "Questions answered in free text are left out: a test here is marked by itself."
    ),
    Wrong.DESCRIPTION: _("This is a text without a question. It is left out."),
    Wrong.OTHER_TYPE: _("Questions of this type cannot be asked here. It is left out."),
    Wrong.PICTURE: _(
        "A picture or sound is left out. Read the question: can it be answered without it?"
    ),
    Wrong.NOT_XML: _("The file is damaged from this line on. Export it again."),
    Wrong.NOT_A_QUIZ: _("This is no question file of Moodle. Export the questions as Moodle XML."),
    Wrong.UNSAFE_XML: _(
        "The file declares entities or a document type of its own, which could do harm. Export"
        " the questions again as Moodle XML."
    ),
    Wrong.TOO_MANY: _(
        "The file holds more than %(count)s questions. What comes from this line on is left out:"
        " divide the file."
    ),
    Wrong.NOTHING: _("No question was found in the file. Is it GIFT or Moodle XML?"),
    Wrong.NOT_TEXT: _("The letters of the file cannot be read. Save it as UTF-8."),
    Wrong.TOO_LARGE: _("This file is larger than 1 MB. Divide it and import the parts."),
}


def problem_words(wrong: Wrong) -> str:
    """Returns the sentence for it, in the reader's language."""
    return str(_WORDS[wrong]) % {"count": MOST_QUESTIONS}
