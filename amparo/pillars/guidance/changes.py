"""What changed between two editions in one language: section by section, segment by segment."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from amparo.foundation.content.segments import Segment, State, compare, segments, word_diff
from amparo.ui.languages import direction

from .models import Edition, Section, SectionText


@dataclass(frozen=True)
class SectionChange:
    """A section of the newer edition, or one that went; its passages that are not as before."""

    title: str
    state: State
    passages: tuple[SafeString, ...]

    @property
    def label(self) -> Promise | str:
        """What became of the section, where it came or went."""
        events = {State.ADDED: Section.Events.added, State.REMOVED: Section.Events.removed}
        return events[self.state].label if self.state in events else ""


@dataclass(frozen=True)
class Comparison:
    """Two editions beside each other in one language."""

    older: Edition
    newer: Edition
    language: str
    sections: tuple[SectionChange, ...]

    @property
    def direction(self) -> str:
        return direction(self.language)


def compare_editions(older: Edition, newer: Edition, language: str) -> Comparison:
    """Returns what changed. Two queries."""
    before, after = _texts(older, language), _texts(newer, language)
    changes = [_of(before.get(key), text) for key, text in after.items()]
    changes += [_of(text, None) for key, text in before.items() if key not in after]
    return Comparison(
        older, newer, language, tuple(each for each in changes if each.state != State.SAME)
    )


def _texts(edition: Edition, language: str) -> dict[str, SectionText]:
    texts = edition.texts.filter(language=language).select_related("section")
    return {each.section.key: each for each in texts.order_by("section__order")}


def _of(before: SectionText | None, after: SectionText | None) -> SectionChange:
    if before is None or after is None:
        whole = after or before
        state = State.ADDED if before is None else State.REMOVED
        said = [each.plain for each in segments(whole.markdown)] if whole else []
        mark = _added if before is None else _removed
        return SectionChange(whole.title if whole else "", state, tuple(map(mark, said)))
    if before.digests == after.digests:
        return SectionChange(after.title, State.SAME, ())
    passages = tuple(_passages(before, after))
    return SectionChange(after.title, State.CHANGED, passages)


def _passages(before: SectionText, after: SectionText) -> Iterator[SafeString]:
    if before.title != after.title:
        yield _words(before.title, after.title)
    old, new = segments(before.markdown), segments(after.markdown)
    for change in compare([each.digest for each in old], [each.digest for each in new]):
        if change.state == State.SAME:
            continue
        yield _passage(
            old[change.old] if change.old is not None else None,
            new[change.new] if change.new is not None else None,
        )


def _passage(old: Segment | None, new: Segment | None) -> SafeString:
    if old is None or new is None:
        return _removed(old.plain) if old else _added(new.plain if new else "")
    if old.plain == new.plain:  # other emphasis, another address: the words alone say nothing
        return _words(old.text, new.text)
    return _words(old.plain, new.plain)


def _words(old: str, new: str) -> SafeString:
    said = {State.REMOVED: _removed, State.ADDED: _added}
    runs = ((said[state](run) if state in said else run,) for state, run in word_diff(old, new))
    return format_html_join("", "{}", runs)


# What is drawn is also said: colour and lines alone are not heard.


def _added(words: str) -> SafeString:
    if not words.strip():
        return format_html("{}", words)
    return format_html(
        '<ins><span class="only-heard">{} </span>{}<span class="only-heard"> {}</span></ins>',
        _("added:"), words, _("end of addition"),
    )  # fmt: skip


def _removed(words: str) -> SafeString:
    if not words.strip():
        return format_html("{}", words)
    return format_html(
        '<del><span class="only-heard">{} </span>{}<span class="only-heard"> {}</span></del>',
        _("removed:"), words, _("end of removal"),
    )  # fmt: skip
