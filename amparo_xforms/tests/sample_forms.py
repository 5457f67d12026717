"""Forms as a field team writes them: a few rows of a spreadsheet, made into an XForm."""

from collections.abc import Mapping
from datetime import datetime

from lxml import etree
from pyxform.xls2xform import convert

from amparo_xforms import Form, Limits, read_form
from amparo_xforms.compiler import CompileContext, compile_rule
from amparo_xforms.evaluator import EvaluationContext
from amparo_xforms.values import Node, to_text
from amparo_xforms.xml import RecordTreeBuilder

NOON = datetime(2026, 5, 1, 12)  # noqa: DTZ001 - by the clock of the place
BARE = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>Intake</h:title><model><instance><data id="intake" version="1"><a/><b/></data>
</instance><bind nodeset="/data/a" type="string"/></model></h:head><h:body/></h:html>"""


def xform(survey: str, choices: str = "", settings: str = "", entities: str = "") -> str:
    """The XForm of a form; `survey` is a table whose first row names the columns."""
    sheets = {"survey": survey, "choices": choices, "entities": entities}
    sheets["settings"] = settings or "form_id | version | form_title \n intake | 1 | Intake"
    text = "\n".join(_sheet(name, rows) for name, rows in sheets.items() if rows)
    return convert(xlsform=text, file_type=".md").xform


def _sheet(name: str, rows: str) -> str:
    lines = [f"| | {row.strip().strip('|')} |" for row in rows.strip().splitlines()]
    return "\n".join([f"| {name} |", *lines])


def instrument(
    survey: str,
    choices: str = "",
    *,
    settings: str = "",
    entities: str = "",
    files: Mapping[str, bytes] | None = None,
    limits: Limits | None = None,
) -> Form:
    """The same, read and ready to be asked."""
    xml = xform(survey, choices, settings, entities)
    return read_form(xml.encode(), files=(files or {}).get, limits=limits)


def record(inside: str, *, form: str = "intake", version: str = "1") -> bytes:
    """What a phone sends."""
    return (
        f'<data id="{form}" version="{version}" xmlns:orx="http://openrosa.org/xforms">{inside}'
        "<orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta></data>"
    ).encode()


def value(source: str, inside: str = "", form: Form | None = None, at: str = "") -> str:
    """What a rule comes to, asked at a question of a record, as words."""
    form = form or read_form(BARE)
    root = RecordTreeBuilder(form).from_xml(etree.fromstring(record(inside)))
    node = next(each for each in root.below() if at in ("", each.path()))
    return asked(form, root, node, source)


def asked(form: Form, root: Node, node: Node, source: str) -> str:
    world = EvaluationContext(form, root, NOON, form.default_language, fills=False)
    rule = compile_rule(source, CompileContext(node.question, form.root, form.lists.names))
    return to_text(world.scalar(rule, node))
