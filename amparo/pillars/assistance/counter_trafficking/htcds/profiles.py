"""How much of a person leaves: by itself nothing that names them, and more only when it is asked.

Pure Python. Forty fields are core in the standard, and some of them are names, telephones and
addresses: "core" is no protection, so the profile by default leaves all of those out.
"""

from dataclasses import dataclass

from .fields import Field, fields
from .records import HtcdsRecord, only


@dataclass(frozen=True)
class Profile:
    code: str
    names_people: bool
    with_all: bool = False

    def keeps(self) -> set[Field]:
        """The fields that leave. Deprecated ones leave only with everything."""
        return {each for each in fields().values() if self._keeps(each)}

    def of(self, record: HtcdsRecord) -> HtcdsRecord:
        return only(record, self.keeps())

    def _keeps(self, each: Field) -> bool:
        if each.identifies and not self.names_people:
            return False
        return self.with_all or (each.is_core and not each.is_deprecated)


CORE = Profile("core", names_people=False)
NAMED = Profile("named", names_people=True)
FULL = Profile("full", names_people=True, with_all=True)
PROFILES = {each.code: each for each in (CORE, NAMED, FULL)}
