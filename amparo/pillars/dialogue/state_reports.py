"""A draft of a State's report, put together out of what the record holds of each commitment:
its words, the position, who bears it, what they reported, what was reviewed, and the figure.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from amparo.foundation.content.document import (
    Block,
    Document,
    Emphasis,
    Inline,
    Item,
    List,
    Paragraph,
    Strong,
    Text,
)
from amparo.foundation.content.docx_writer import write_docx
from amparo.foundation.content.markdown import write
from amparo.foundation.content.pdf import publication_pdf
from amparo.foundation.content.publication import PrintLabels, Publication, Section
from amparo.foundation.core.clock import now
from amparo.foundation.core.records import new_reference
from amparo.ui import formats

from .commitment_parts import with_parts
from .models import Commitment, CommitmentText, ProgressLine, Review

MOST = 500


@dataclass(frozen=True)
class ReportFormat:
    label: str
    media_type: str
    write: Callable[[Publication], bytes]


FORMATS = {
    "docx": ReportFormat(
        "DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        write_docx,
    ),
    "pdf": ReportFormat("PDF", "application/pdf", publication_pdf),
}  # fmt: skip

GROUPS = {
    "theme": pgettext_lazy("commitment", "Theme"),
    "bearer": gettext_lazy("Duty bearer"),
    "document": pgettext_lazy("commitments", "Source document"),
}


@dataclass(frozen=True)
class ReportWish:
    """What somebody asks for: the language, how it is grouped, and the words around it."""

    title: str
    language: str
    group: str = "theme"
    introduction: str = ""
    publisher: str = ""


def compose_report(rows: QuerySet[Commitment], wish: ReportWish) -> Publication:
    """Returns the draft in the language that was asked for. Wordings that are not translated
    stand in their own language, and are marked as such.
    """
    found = list(with_parts(rows.order_by("document", "year", "serial"))[:MOST])
    with translation.override(wish.language):
        texts = _translations(found, wish.language)
        sections = [*_introduction(wish, len(found))]
        for number, (title, members) in enumerate(_grouped(found, wish.group), 1):
            sections.append(Section(f"group-{number}", title, "", 1))
            sections += [
                _section(each, texts.get(each.pk), wish.language, f"c-{number}-{at}")
                for at, each in enumerate(members, 1)
            ]
        return Publication(
            title=wish.title, language=wish.language, sections=tuple(sections),
            labels=_labels(), identifier=f"urn:uuid:{new_reference()}", modified_at=now(),
            publisher=wish.publisher,
            edition=_("Draft of %(day)s") % {"day": formats.with_year(formats.as_day(now()))},
        )  # fmt: skip


def _translations(found: Iterable[Commitment], language: str) -> dict[int, CommitmentText]:
    rows = CommitmentText.objects.filter(commitment__in=found, language=language)
    return {each.commitment_id: each for each in rows}


def _introduction(wish: ReportWish, count: int) -> Iterator[Section]:
    said = _("What institutions reported stands beside what somebody else reviewed. Where nothing "
             "was reported, that is said.")  # fmt: skip
    blocks: list[Block] = [_paragraph(wish.introduction)] if wish.introduction.strip() else []
    counted = _("Commitments in this report: %(count)s.") % {"count": formats.number(count)}
    blocks += [_paragraph(counted), _paragraph(said)]
    yield Section("introduction", pgettext("report", "Introduction"), write(Document(blocks)))


def _grouped(found: Iterable[Commitment], group: str) -> Iterator[tuple[str, list[Commitment]]]:
    groups: dict[str, list[Commitment]] = defaultdict(list)
    for each in found:
        groups[_group_of(each, group)].append(each)
    last = {
        "bearer": _("No duty bearer recorded"), "document": _("No source document recorded"),
    }.get(group, _("No theme recorded"))  # fmt: skip
    for name in sorted(filter(None, groups), key=str.casefold):
        yield name, groups[name]
    if "" in groups:
        yield last, groups[""]


def _group_of(each: Commitment, group: str) -> str:
    if group == "document":
        return each.document.name if each.document else ""
    if group == "bearer":
        bearers = cast(Any, each).bearers_now
        return bearers[0].organization.name if bearers else ""
    return each.theme


def _section(each: Commitment, text: CommitmentText | None, language: str, key: str) -> Section:
    parts = cast(Any, each)
    head = each.number if not each.reference else f"{each.number} · {each.reference}"
    own = each.language == language
    blocks: list[Block] = [_paragraph(each.text if own or text is None else text.text)]
    if text is not None and not own:
        blocks.append(Paragraph((Emphasis((Text(_kind_of(text)),)),)))
    blocks += [_list(_facts(each, parts)), *_said(parts)]
    marked = {0: each.language} if text is None and not own else {}
    return Section(key, head, write(Document(blocks)), 2, marked)


def _kind_of(text: CommitmentText) -> str:
    return (
        pgettext("commitment", "Official translation")
        if text.is_official
        else _("Translation, not official")
    )


def _facts(each: Commitment, parts: Any) -> Iterator[tuple[str, str]]:
    """What is known of it as label and value."""
    authors = formats.join_list(one.label for one in each.authors.all())
    if authors:
        is_pledge = each.origin == Commitment.Origin.PLEDGE
        yield (
            (
                pgettext("pledge", "Made by")
                if is_pledge
                else pgettext("recommendation", "Recommended by")
            ),
            authors,
        )
    if parts.positions_now:
        yield pgettext("recommendation", "Position"), _position(parts.positions_now[-1])
    bearers = formats.join_list(one.organization.name for one in parts.bearers_now)
    yield _("Duty bearer"), bearers or pgettext("duty bearer", "Not recorded")
    yield pgettext("commitment", "Status"), str(each.state_label(each.office.today()))
    if each.deadline:
        yield _("Deadline"), formats.with_year(each.deadline)
    elif each.has_no_deadline:
        yield _("Deadline"), _("No deadline was set")
    if each.target is not None:
        yield pgettext("indicator", "Target"), _amount(each.target, each.unit)
    if each.baseline is not None:
        yield pgettext("indicator", "Baseline"), _amount(each.baseline, each.unit)


def _amount(value, unit: str) -> str:
    return f"{formats.number(value)} {unit}".strip()


def _position(position) -> str:
    said = str(position.get_answer_display())
    if position.stated_on:
        said = f"{said}, {formats.with_year(position.stated_on)}"
    return f"{said} ({position.source})" if position.source else said


def _said(parts: Any) -> Iterator[Block]:
    """What each institution reported last, and the last review; or that there is nothing."""
    latest: dict[int, ProgressLine] = {}
    for line in parts.reported:
        latest.setdefault(line.report.organization_id, line)
    if not latest:
        yield _paragraph(_("No progress was reported."))
    for line in latest.values():
        yield _titled(
            _("%(institution)s reported for %(since)s to %(until)s: %(progress)s")
            % {
                "institution": line.report.organization.name,
                "since": formats.with_year(line.report.since),
                "until": formats.with_year(line.report.until),
                "progress": line.get_progress_display(),
            }
        )
        yield from _words_of(line, line.evidence)
    if parts.reviewed:
        review: Review = parts.reviewed[0]
        yield _titled(
            _("Review of %(day)s: %(progress)s")
            % {
                "day": formats.with_year(formats.as_day(review.at)),
                "progress": review.get_progress_display(),
            }
        )
        yield from _words_of(review, review.evidence)
    else:
        yield _paragraph(_("Nobody reviewed this commitment yet."))


def _words_of(said: ProgressLine | Review, evidence: str) -> Iterator[Block]:
    for each in said.text.splitlines():
        if each.strip():
            yield _paragraph(each)
    facts = []
    if evidence:
        facts.append((_("What shows it"), evidence))
    if said.figure is not None:
        facts.append((pgettext("indicator", "Figure"), _amount(said.figure, said.commitment.unit)))
    if facts:
        yield _list(facts)


def _paragraph(text: str) -> Paragraph:
    return Paragraph((Text(" ".join(text.split())),))


def _titled(text: str) -> Paragraph:
    return Paragraph((Strong((Text(" ".join(text.split())),)),))


def _list(facts: Iterable[tuple[str, str]]) -> List:
    items = []
    for label, value in facts:
        inlines: tuple[Inline, ...] = (
            Strong((Text(f"{label}:"),)), Text(f" {' '.join(value.split())}"),
        )  # fmt: skip
        items.append(Item([Paragraph(inlines, is_item=True)]))
    return List(items)


def _labels() -> PrintLabels:
    return PrintLabels(
        done=pgettext("report, box", "Done"), open=pgettext("report, box", "Open"),
        table=pgettext("report", "Table"), footnote=pgettext("report", "Note"),
        back=pgettext("report", "Back to the text"), contents=pgettext("report", "Contents"),
        notes=pgettext("report", "Notes"),
    )  # fmt: skip
