"""Pure rules: reading time, size of text messages, sentences of headings."""

import pytest

from amparo.foundation.people.messaging.templates import message_size
from amparo.pillars.advocacy.message_bank.channel_texts import as_sentence
from amparo.pillars.advocacy.message_bank.reading_time import reading_time


def test_a_text_takes_its_words_over_those_of_a_minute():
    time = reading_time("one two three four five six seven", 140)
    assert (time.word_count, time.seconds, time.pace) == (7, 3, 140)


def test_figures_are_read_one_by_one_and_signs_not_at_all():
    assert reading_time("Call 0800 11 — now !", 60).word_count == 1 + 4 + 2 + 1


def test_nothing_takes_no_time():
    assert reading_time("", 140).seconds == 0


def test_a_pace_that_nobody_speaks_at_is_refused():
    with pytest.raises(ValueError, match="no pace of speech"):
        reading_time("words", 0)


@pytest.mark.parametrize(
    ("heading", "said"),
    [("Help is free", "Help is free."), ("¿Le ofrecen?", "¿Le ofrecen?"), ("هل؟", "هل؟")],
)
def test_a_heading_ends_like_a_sentence_when_it_is_read_aloud(heading, said):
    assert as_sentence(heading) == said


def test_an_arabic_text_message_has_fewer_letters_in_a_part():
    assert message_size("a" * 160).parts == 1
    assert message_size("ب" * 71).parts == 2
