"""A handbook made up for tests: 40 sections in four languages, with all that the grammar has."""

import io
from datetime import UTC, datetime

from PIL import Image

from amparo.foundation.content.figures import store_form
from amparo.foundation.content.grammar import normalise
from amparo.foundation.content.publication import (
    PrintLabels,
    Publication,
    PublishedPicture,
    Section,
)

VOCABULARY = {
    "en": "first safe shelter listen person child office paper phone water night road family "
    "interpreter consent record answer question trained nurse border help today",
    "es": "primero seguro albergue escuchar persona niña oficina papel teléfono agua noche camino "
    "familia intérprete consentimiento registro respuesta pregunta formada enfermera frontera",
    "fr": "premier sûr foyer écouter personne enfant bureau papier téléphone eau nuit route "
    "famille interprète consentement dossier réponse question formée infirmière frontière",
    "ar": "أول آمن مأوى استمع شخص طفل مكتب ورقة هاتف ماء ليل طريق عائلة مترجم موافقة سجل جواب "
    "سؤال مدربة ممرضة حدود مساعدة اليوم",
}
LABELS = {
    language: PrintLabels(*words.replace("#", "{number}").split(", "))
    for language, words in {
        "en": "done, to do, Table #, Note #, Back to #, Contents, Notes",
        "es": "hecho, pendiente, Tabla #, Nota #, Volver a #, Índice, Notas",
        "fr": "fait, à faire, Tableau #, Note #, Retour à #, Sommaire, Notes",
        "ar": "تم, لم يتم, جدول #, حاشية #, عودة إلى #, المحتويات, الحواشي",
    }.items()
}
SECTIONS, BOXES = 40, 26


def picture():
    written = io.BytesIO()
    Image.new("RGB", (64, 32), (0, 80, 90)).save(written, "PNG")
    return store_form(written.getvalue())


def sentence(language, number, length=9):
    words = VOCABULARY[language].split()
    chosen = [words[(number * 7 + at * (at + number)) % len(words)] for at in range(length)]
    return f"{' '.join(chosen)} {number}."


def section_text(language, at, digest):
    def say(offset, length=9):
        return sentence(language, at * 20 + offset, length)

    parts = [
        f"{say(0)} **{say(1, 2)}** *{say(2, 2)}* `code {at}`[^a]",
        f"## {say(3, 4)}",
        f"{at % 4 + 1}. {say(4)}\n   - {say(5)}\n   - [{say(6, 3)}](https://example.org/{at})\n\n"
        f"   {say(7)}\n{at % 4 + 2}. {say(8)}",
        f"### {say(9, 3)}",
        f"> {say(10)}\n>\n> {say(11)}",
    ]
    if at % 4 == 0:
        head = f"| {say(12, 2)} | {say(13, 1)} |\n| --- | --: |"
        rows = "\n".join(f"| {say(14 + row, 4)} | **{row}** |" for row in range(5))
        parts.append(f"{head}\n{rows}")
    if at < BOXES // 2:
        parts.append(f"- [ ] {say(15, 4)}\n- [x] {say(16, 4)}")
    if at == 2:
        parts.append(f"![{say(17, 3)}](figure:{digest})")
    parts.append(f"{say(18, 3)}\\\n{say(19, 3)}[^b]")
    parts += [f"[^a]: {say(20, 5)}", f"[^b]: *{say(21, 2)}* {say(22, 3)}"]
    return normalise("\n\n".join(parts))


def handbook(language):
    figure = picture()
    sections = tuple(
        Section(
            f"s{at}",
            sentence(language, at, 3),
            section_text(language, at, figure.digest),
            level=1 if at % 3 == 0 else 2,
        )
        for at in range(SECTIONS)
    )
    stored = PublishedPicture(figure.content, figure.media_type, figure.width, figure.height)
    return Publication(
        title=sentence(language, 99, 3),
        language=language,
        sections=sections,
        labels=LABELS[language],
        identifier=f"urn:uuid:7e4d2f5e-0c2a-4b8e-9d55-0000000000{len(language)}1",
        modified_at=datetime(2026, 11, 1, 9, 30, tzinfo=UTC),
        publisher="Amparo",
        edition="2.1",
        pictures={figure.digest: stored},
    )
