"""A list of pledges in the demo that waits for a decision: its own total is not what was found.

Everything says in its title that it is made up.
"""

import io

from amparo.foundation.core import clock
from amparo.pillars.dialogue.imports import apply_import, check_import, read_head
from amparo.pillars.dialogue.models import RecommendationImport, SourceDocument
from amparo_demo.world import World

POLICY = "policy"
HEAD = "Número,Compromiso,Estado que recomienda,Posición,Tema"
FIRST = f"""{HEAD}
1.1,Abrir una ventanilla de registro civil en cada paso fronterizo,Bolivia,Compromiso voluntario,Documentos
1.2,Publicar cada año cuántas solicitudes de residencia se responden,Bolivia,Compromiso voluntario,Documentos
1.3,No detener a ninguna niña ni a ningún niño por su situación migratoria,Bolivia,Compromiso voluntario,Niñez
"""  # noqa: E501 - as its publisher wrote it
LATER = f"""{HEAD}
1.1,Abrir una ventanilla de registro civil en cada paso fronterizo y en cada hospital,Bolivia,Compromiso voluntario,Documentos
1.2,Publicar cada año cuántas solicitudes de residencia se responden,Bolivia,Compromiso voluntario,Documentos
1.4,Traducir los formularios al aimara y al quechua,Bolivia; Perú,Compromiso voluntario,Documentos
1.5,Formar a quienes trabajan en frontera en protección de la niñez,Bolivia,Tal vez,Niñez
,,Bolivia,Compromiso voluntario,Niñez
"""  # noqa: E501 - as its publisher wrote it


def fill(world: World) -> None:
    by = world.users[POLICY]
    with clock.at(world.at(-90, "10:00")):
        document = SourceDocument.record(
            by=by, kind=SourceDocument.Kind.PLEDGES, language="es", country="BO",
            title="Lista de compromisos voluntarios (inventada)", adopted_on=world.day(-90),
        )  # fmt: skip
        first = _received(document, FIRST, by, 3)
        apply_import(first, by=by)
    with clock.at(world.at(-1, "16:00")):
        _received(document, LATER, by, 5)


def _received(document: SourceDocument, text: str, by, total: int) -> RecommendationImport:
    received = RecommendationImport.receive(
        document, io.BytesIO(text.encode()), by=by, office=by.office, name="compromisos.csv",
        format="csv", origin="pledge", language="es", country="BO",
        stated_on=document.adopted_on, stated_total=total,
    )  # fmt: skip
    check_import(received, by=by, mapping=read_head(received).guessed)
    return received
