"""Random records of a form, and whether the engine and JavaRosa say the same of each."""

import random
import re
from collections.abc import Iterator

from lxml import etree

from amparo_xforms import Form, FormState, evaluate, evaluate_form
from amparo_xforms.submissions import results_agree

from .javarosa import JavaRosa, Verdicts

META = '<meta xmlns="http://openrosa.org/xforms"><instanceID>uuid:1</instanceID></meta>'


def compared_records(
    phone: JavaRosa, form: Form, dice: random.Random, count: int
) -> Iterator[tuple[bytes, Verdicts, FormState]]:
    """Yields random records with what JavaRosa says of each, once the engine has said the same."""
    for _each in range(count):
        sent, verdicts = settled(phone, written(form, invented(form.root, form, dice)))
        assert judged(form, sent) == expected(form, verdicts), sent
        filled = evaluate_form(form, answers_in(form.root, etree.fromstring(sent)))
        assert differing(filled, verdicts) == {}, sent
        yield sent, verdicts, filled


def invented(question, form: Form, dice: random.Random) -> dict:
    """Answers by chance, many of them empty, some of them against the rules."""
    answers: dict = {}
    for name, child in question.children.items():
        if child.is_meta:
            continue
        if child.is_repeat:
            answers[name] = [invented(child, form, dice) for _row in range(dice.randint(1, 4))]
        elif child.children:
            answers[name] = invented(child, form, dice)
        else:
            answers[name] = "" if child.calculate else an_answer(child, form, dice)
    return answers


def an_answer(question, form: Form, dice: random.Random) -> str:
    if dice.random() < 0.2:
        return ""
    if question.choices:
        whole = evaluate_form(form, {})
        names = [
            c.name for c in whole.context.choices_of(question, whole.context.root, filtered=False)
        ]
        many = question.sort == "select_multiple"
        return " ".join(dice.sample(names, dice.randint(1, len(names)) if many else 1))
    places = [f"{dice.uniform(14, 15):.4f} {dice.uniform(-91, -90):.4f} 0 0" for _p in range(4)]
    return {
        "int": str(dice.choice((0, 1, 3, 6, 12, 19, 77, 130))),
        "decimal": f"{dice.uniform(0, 20):.{dice.randint(0, 3)}f}",
        "date": f"{dice.randint(1950, 2025)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
        "dateTime": f"2025-03-{dice.randint(1, 28):02}T{dice.randint(0, 23):02}:30:00.000+00:00",
        "geopoint": places[0],
        "geotrace": ";".join(places),
        "geoshape": ";".join([*places, places[0]]),
    }.get(question.sort, dice.choice(("Luz", "Ana María", "+502 5512 7", "5512 3456", "x", "12")))


def written(form: Form, answers: dict) -> bytes:
    root = etree.Element(form.root.name, {"id": form.id, "version": form.version})
    _write(root, answers)
    root.append(etree.fromstring(META))
    return etree.tostring(root)


def _write(element, answers: dict) -> None:
    for name, answer in answers.items():
        for each in answer if isinstance(answer, list) else [answer]:
            below = etree.SubElement(element, name)
            if isinstance(each, dict):
                _write(below, each)
            else:
                below.text = each


def settled(phone: JavaRosa, sent: bytes) -> tuple[bytes, Verdicts]:
    """The record as the phone would send it: it drops choices that it no longer offers."""
    for _round in range(6):
        verdicts = phone.record(sent)
        after = corrected(sent, verdicts)
        if after == sent:
            break
        sent = after
    return sent, verdicts


def answers_in(question, element) -> dict:
    answers: dict = {}
    for child in element:
        below = question.children.get(etree.QName(child).localname)
        if below is None or below.is_meta:
            continue
        value = answers_in(below, child) if below.children else child.text or ""
        if below.is_repeat:
            answers.setdefault(below.name, []).append(value)
        else:
            answers[below.name] = value
    return answers


def corrected(sent: bytes, verdicts: Verdicts) -> bytes:
    """The record with the calculations that the phone made."""
    root = etree.fromstring(sent)
    for path, verdict in verdicts.nodes.items():
        steps = [step for step in path.split("/")[2:] if step]
        found = root.xpath("/".join(steps)) if "meta" not in path else []
        if found and not len(found[0]):
            found[0].text = verdict.text
    return etree.tostring(root)


def judged(form: Form, raw: bytes) -> set[tuple[str, str]]:
    kinds = ("constraint", "missing-required", "not-relevant-but-answered",
             "different-calculation", "not-evaluated", "wrong-type", "missing-node")  # fmt: skip
    found = evaluate(form, raw).findings
    return {(indexed(each.path), each.kind) for each in found if each.kind in kinds}


def expected(form: Form, verdicts: Verdicts) -> set[tuple[str, str]]:
    said = set()
    for path, verdict in verdicts.nodes.items():
        question = form.find(re.sub(r"\[\d+\]", "", path))
        if question is None or question.is_meta or question.is_group:
            continue
        if not verdict.is_relevant and verdict.text:
            said.add((path, "not-relevant-but-answered"))
        if verdict.is_relevant and verdict.is_required and not verdict.text:
            said.add((path, "missing-required"))
        if verdict.is_relevant and verdict.fits is False:
            said.add((path, "constraint"))
    return said


def differing(filled: FormState, verdicts: Verdicts) -> dict[str, tuple[str, str]]:
    """Where the form, filled in on the server, comes to something else than on the phone."""
    found = {}
    for asked in filled:
        theirs = verdicts.nodes[indexed(asked.path)]
        if asked.is_relevant != theirs.is_relevant:
            found[asked.path] = (str(asked.is_relevant), str(theirs.is_relevant))
        elif asked.is_relevant and asked.question.calculate and not same(asked, theirs.text):
            found[asked.path] = (asked.text, theirs.text)
    return found


def same(asked, theirs: str) -> bool:
    ours = asked.text
    booleans = {"true": "1", "false": "0"}
    return results_agree(ours, theirs, "text") or booleans.get(ours, ours) == booleans.get(
        theirs, theirs
    )


def indexed(path: str) -> str:
    """JavaRosa numbers every step, also where there can be only one."""
    steps = path.split("/")[2:]
    return f"/{path.split('/')[1]}/" + "/".join(
        step if "[" in step else f"{step}[1]" for step in steps
    )
