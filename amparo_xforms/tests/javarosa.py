"""JavaRosa, the engine inside ODK Collect, asked what it makes of a record. It needs Java.

pyxform brings JavaRosa along to check forms. `oracle/Oracle.java` is run as it is, never built.
"""

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pyxform

JAVA = shutil.which("java")
JAR = Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"
SOURCE = Path(__file__).parent / "oracle/Oracle.java"


@dataclass
class Verdict:
    """What JavaRosa says of one node."""

    is_relevant: bool
    is_required: bool
    fits: bool | None
    text: str


@dataclass
class Verdicts:
    """What JavaRosa says of a record: every node by its path, and what each question offers."""

    nodes: dict[str, Verdict] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)


class JavaRosa:
    """One engine, kept running: it takes three seconds to wake up."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._process = subprocess.Popen(  # noqa: S603 - our own order
            [
                *(str(JAVA), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                *("-Duser.timezone=UTC", "-Duser.language=en"),
                *("-cp", str(JAR), str(SOURCE)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=20)
        self._process.stdout.close()

    def form(self, xml: str) -> None:
        (self._folder / "form.xml").write_text(xml)
        self._ask(f"form {self._folder}/form.xml")

    def record(self, raw: bytes) -> Verdicts:
        (self._folder / "record.xml").write_bytes(raw)
        verdicts = Verdicts()
        for sort, path, *rest in self._ask(f"record {self._folder}/record.xml"):
            if sort == "node":
                relevant, required, fits, text = rest
                is_fit = fits == "true" if fits else None
                verdicts.nodes[path] = Verdict(
                    relevant == "true", required == "true", is_fit, text
                )
            else:
                verdicts.choices[path] = rest[0].split()
        return verdicts

    def value(self, path: str, source: str) -> str:
        return self._ask(f"rule {path} {source}")[0][2]

    def _ask(self, order: str) -> list[list[str]]:
        self._process.stdin.write(order + "\n")
        self._process.stdin.flush()
        answers = []
        while (line := self._process.stdout.readline().rstrip("\n")) != "end":
            assert line, "the engine fell asleep"
            answers.append(line.split("\t"))
        for answer in answers:
            if answer[0] == "failure":
                raise ValueError(answer[1])
        return answers
