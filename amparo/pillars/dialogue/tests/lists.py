"""Small lists of recommendations in the layouts in which they are published, all made up."""

import io
from collections.abc import Sequence

import docx

HEADS = {
    "second": ("Recommendation", "Position", "Full list of themes", "Assessment"),
    "third": ("Recommendation", "Position", "Full list of themes", "Assessment/comments"),
    "fourth": (
        "Recommendation and recommending State", "Position of the State under review",
        "Human rights themes and groups of persons", "Relevant SDGs",
    ),
}  # fmt: skip

type Cells = Sequence[str]


def docx_list(layout: str | Cells, *rows: Cells, before: str = "") -> bytes:
    """A document with one table under the heads of a layout, or under its own. A row of one cell
    spans all of it, as a theme does.
    """
    heads = HEADS[layout] if isinstance(layout, str) else layout
    document = docx.Document()
    if before:
        document.add_paragraph(before)
    table = document.add_table(rows=1, cols=4)
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.text = text
    for row in rows:
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[-1]).text = row[0]
            continue
        for cell, text in zip(cells, row, strict=False):
            lines = text.split("\n")
            cell.text = lines[0]
            for line in lines[1:]:
                cell.add_paragraph(line)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


SECOND = docx_list(
    "second",
    ("Theme: A12 Acceptance of international norms",),
    ("115.1 Ratify the convention (Portugal, Slovakia);\nSource of position: A/EX/1 - Para. 3",
     "Supported", "A12 Acceptance of international norms\nAffected persons:\n- children", ""),
    ("115.163 Respect the rights of migrants (Nigeria).\nSource of position: A/EX/1 - Para. 5",
     "Noted", "G4 Migrants\nAffected persons:\n- migrants", ""),
)  # fmt: skip
THIRD = docx_list(
    "third",
    ("Theme: Acceptance of international norms",),
    ("121.2 Complete the ratification (Ukraine); Increase efforts towards it (Slovakia);\n"
     "Source of Position: A/EX/2 - Para 121", "Supported",
     "- Acceptance of international norms\nSDGs: \n- 16 - PEACE AND JUSTICE", ""),
    ("122.11 Apply Convention (No. 29) (Venezuela (Bolivarian Republic of));\n"
     "Source of Position: A/EX/2/Add.1 - Para.5", "Noted", "- Labour\nSDGs:\n- 8 - WORK", ""),
)  # fmt: skip
FOURTH = docx_list(
    "fourth",
    ("Theme: Refugees & asylum seekers",),
    ("140.7 Accede to the convention (Maldives) (Portugal);\n"
     "Source of Position: A/EX/3/Add.1 - Para.3", "Supported", "- Refugees",
     "- 10 - REDUCED INEQUALITIES\n- 16 - PEACE AND JUSTICE"),
    ("140.253 Register stateless persons (Costa Rica);\n"
     "Source of Position: A/EX/3/Add.1 - Para.5", "Noted", "- Refugees", ""),
)  # fmt: skip
