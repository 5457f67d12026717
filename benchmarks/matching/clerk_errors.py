"""How clerks write names down: by ear, in a hurry, from memory, as their language spells."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from .cultures import NamePart
from .households import TODAY, Someone
from .rates import Rates

OFFICES = 120


@dataclass(slots=True)
class Written:
    """What one registration says; `changes` tells what the clerk did, for whoever checks."""

    given_names: str
    family_names: str
    second_family_name: str
    original_name: str
    father_name: str
    mother_name: str
    sex: str
    birth_date: date | None
    birth_year: int | None
    birth_precision: str
    nationality: str
    birth_place: str
    document: str
    phone: str
    office: int
    changes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return self.given_names, self.family_names, self.second_family_name, self.original_name


class Clerk:
    """One day at one office: a family that comes together is spelt alike."""

    def __init__(self, chance: Random, rates: Rates, office: int):
        self._random = chance.random
        self._chance = chance
        self.rates = rates
        self.office = office
        self._spelt: dict[NamePart, str] = {}
        self._changes: list[str] = []

    def write(self, someone: Someone, *, is_first: bool = True) -> Written:
        self._changes = []
        names = self._names(someone)
        native = self._native(someone)
        if native and self._happens("native_only", self.rates.native_only):
            names = ("", "", "")
        born, year, precision = self._birth(someone)
        return Written(
            *names,
            native,
            self._parent(someone.father, self.rates.father),
            self._parent(someone.mother, self.rates.mother),
            self._sex(someone.sex),
            born,
            year,
            precision,
            self._land(someone),
            self._spell(someone.place, someone) if self._random() < self.rates.place else "",
            self._document(someone, is_first),
            self._phone(someone, is_first),
            self.office,
            tuple(self._changes),
        )

    def _happens(self, what: str, rate: float) -> bool:
        if self._random() >= rate:
            return False
        self._changes.append(what)
        return True

    # Names

    def _names(self, someone: Someone) -> tuple[str, str, str]:
        given = [self._given(word, someone) for word in self._given_words(someone)]
        family = [self._spell(word, someone) for word in someone.family]
        given, family, second = self._into_fields(someone, given, family)
        fields = [" ".join(given), " ".join(family), second]
        if fields[1] and self._happens("swapped", self.rates.swapped):
            fields[0], fields[1] = fields[1], fields[0]
        if self._random() < self.rates.joined:
            self._join(fields)
        if self._random() < self.rates.plain_letters:
            fields = [plain(each) for each in fields]
        if self._happens("typing", self.rates.typing):
            self._mistype(fields)
        if self._random() < self.rates.capitals:
            fields = [each.upper() for each in fields]
        return fields[0], fields[1], fields[2]

    def _given_words(self, someone: Someone) -> tuple[NamePart, ...]:
        given = someone.given
        if len(given) > 1 and self._happens("no_second_given", self.rates.no_second_given):
            return given[:1]
        if someone.culture.middle and self._random() < 0.4:
            return given + someone.father[:1]
        return given

    def _given(self, word: NamePart, someone: Someone) -> str:
        if word.pets and self._happens("nickname", self.rates.nickname):
            return word.pets[int(self._random() * len(word.pets))]
        return self._spell(word, someone)

    def _into_fields(
        self, someone: Someone, given: list[str], family: list[str]
    ) -> tuple[list[str], list[str], str]:
        naming = someone.culture.naming
        if len(family) < 2:
            return given, family, ""
        if naming == "chain":
            if self._happens("no_grandfather", self.rates.no_grandfather):
                family = family[:1]
            return given, family, ""
        dropped = self._happens("no_second_family", self.rates.no_second_family)
        if naming == "mother_first":  # the last is the one that stays
            return given, family[1:] if dropped else family, ""
        if dropped:
            return given, family[:1], ""
        if self._random() < 0.15:  # both in one line of the form
            return given, [f"{family[0]}{self._chance.choice('- ')}{family[1]}"], ""
        return given, family[:1], family[1]

    def _spell(self, word: NamePart, someone: Someone) -> str:
        """As spelt before on this day, or by ear."""
        known = self._spelt.get(word)
        if known is None:
            known = self._spelt[word] = self._by_ear(word, someone.culture.habits)
        return known

    def _by_ear(self, word: NamePart, habits: str) -> str:
        spellings, said = word.spellings, word.spellings[0]
        if len(spellings) > 1 and self._random() < self.rates.other_spelling:
            said = spellings[1 + int(self._random() * (len(spellings) - 1))]
        if self._random() < self.rates.habit and (others := other_spellings(said, habits)):
            self._changes.append("habit")
            said = others[int(self._random() * len(others))]
        return said

    def _join(self, fields: list[str]) -> None:
        """Abdul Rahman, Abdul-Rahman, Abdulrahman."""
        which = 0 if " " in fields[0] else 1
        if " " in fields[which]:
            self._changes.append("joined")
            head, _space, tail = fields[which].partition(" ")
            joint = self._chance.choice(("-", ""))
            fields[which] = head + joint + (tail if joint else tail.lower())

    def _mistype(self, fields: list[str]) -> None:
        filled = [number for number, text in enumerate(fields) if len(text) > 2]
        if filled:
            which = filled[int(self._random() * len(filled))]
            fields[which] = mistyped(fields[which], self._chance)

    def _native(self, someone: Someone) -> str:
        words = someone.given + someone.family
        if not words[0].native or self._random() >= self.rates.native:
            return ""
        in_order = someone.family + someone.given if someone.culture.script == "han" else words
        return ("" if someone.culture.script == "han" else " ").join(w.native for w in in_order)

    def _parent(self, words: tuple[NamePart, ...], rate: float) -> str:
        if self._random() >= rate:
            return ""
        told = words if self._random() < 0.6 else words[:1]
        return " ".join(self._spelt.get(word) or word.spellings[0] for word in told)

    # What else the form asks

    def _birth(self, someone: Someone) -> tuple[date | None, int | None, str]:
        if someone.is_guessed:
            return self._guess(someone.born)
        if not self._happens("birth", 1 - self.rates.exact_birth):
            return someone.born, someone.born.year, "exact"
        turn = self._random()
        if turn < 0.2:
            return None, someone.born.year + self._chance.choice((-1, 0, 0, 1)), "year"
        born = _misread(someone.born, self._chance)
        return born, born.year, "exact"

    def _guess(self, born: date) -> tuple[date | None, int, str]:
        """An age that was estimated: a 1 January, and another at the next office."""
        year = born.year
        if self._happens("guessed_anew", self.rates.guessed_anew):
            year += round(self._chance.gauss(0, 1.6))
        year = min(year, TODAY.year - 1)
        if self._random() < 0.75:
            return date(year, 1, 1), year, "estimated"
        return None, year, "year"

    def _sex(self, sex: str) -> str:
        if not self._happens("wrong_sex", self.rates.wrong_sex):
            return sex
        return "male" if sex == "female" else "female"

    def _land(self, someone: Someone) -> str:
        if not self._happens("other_land", self.rates.other_land):
            return someone.land
        lands = someone.culture.lands.parts
        return lands[int(self._random() * len(lands))].spellings[0]

    def _document(self, someone: Someone, is_first: bool) -> str:
        if self._random() >= self.rates.document:
            return ""
        number = self._shown(someone.documents, self.rates.same_document, is_first)
        if number and self._happens("document_error", self.rates.document_error):
            at = 1 + int(self._random() * (len(number) - 1))
            number = f"{number[:at]}{int(self._random() * 10)}{number[at + 1 :]}"
        return number

    def _phone(self, someone: Someone, is_first: bool) -> str:
        if self._random() >= self.rates.phone:
            return ""
        other = f"{someone.phone[:-8]}{int(self._random() * 9e7) + 10_000_000}"
        return self._shown((someone.phone, other), self.rates.same_phone, is_first)

    def _shown(self, pair: tuple[str, ...], same: float, is_first: bool) -> str:
        return pair[0] if is_first or self._random() < same else pair[1]


def _misread(born: date, chance: Random) -> date:
    ways: list[Callable[[], date]] = [
        lambda: born.replace(month=born.day, day=born.month),
        lambda: born + timedelta(days=chance.choice((-10, -1, 1, 10))),
        lambda: born.replace(month=born.month % 12 + 1, day=min(born.day, 28)),
        lambda: born.replace(
            year=born.year + chance.choice((-2, -1, 1, 2)), day=min(born.day, 28)
        ),
        lambda: date(born.year, 1, 1),
    ]
    if born.day > 12 or born.day == born.month:
        ways = ways[1:]
    return min(ways[int(chance.random() * len(ways))](), TODAY)


# How people of one language spell the names of another: rules of orthographies, not of ours.
#
# They are written from how each language writes its sounds (Spanish seseo, French "ou", the
# standards for Cyrillic, Wade-Giles beside Pinyin…), and know nothing of how names are compared.

# "what stands > what another hand writes"; `$` marks the end of a word, `^` its beginning.
HABITS = {
    "spanish": "b>v v>b z>s s>z ce>se ci>si ll>y y>ll ^h> ge>je gi>ji je>ge qu>k ^hu>w x>s rr>r "
    "n$>nn ^y>j ^j>y í>i ñ>n ny>ñ ^e>he gui>gi th>t ie>ye",
    "portuguese": "s>z z>s ç>ss ss>s x>ch ch>x ão>ao lh>l nh>n th>t l$>u ei>e v>w e$>i o$>u ^h> "
    "qu>k ou>o é>e",
    "french": "ou>u u>ou oua>wa ch>sh c>k k>c qu>k ph>f th>t y>i i>y ss>s dj>j j>dj eau>o in>en "
    "é>e è>e e$> gu>g ^w>ou ^h> oi>wa s$>",
    "english": "ee>i oo>u i>ee ck>k ph>f f>ph sh>ch c>k k>c y$>ie ie>y ia>iya ow>au ll>l nn>n "
    "tt>t ss>s e$> ou>o gh>g z>s",
    "arabic": "kh>h kh>ch gh>g q>k q>g k>q ou>u u>ou oo>u u>oo ee>i i>ee ai>ei ay>ai aa>a a>aa "
    "dh>d dh>z th>t th>s sh>ch j>g j>dj a$>ah ah$>a y$>i i$>y al->el- al->al el->al w>ou e>i "
    "i>e u>o o>u mm>m ss>s ll>l h$> z>dh d>dh s>ss",
    "somali": "x>h h>x ^c> ^a>ca dh>d kh>q aa>a uu>u ii>i q>k q>g a>aa sh>ch o$>a a$>o w>u e>i",
    "ethiopic": "ts>s s>ts k>q q>k e>a a>e e>i i>e y>i i>y ie>e w>u gh>g g>gh h$> bb>b ss>s tt>t "
    "kh>k tch>ch u>ou f>ff z>s ^h> th>t c>k ye>e",
    "persian": "v>w w>v q>gh gh>q eh>a a$>eh ou>u oo>u u>oo ee>i i>ee kh>x j>dj ollah>ullah "
    "i$>y y$>i z>s s>z mm>m ss>s ei>ey ay>ai zh>j e>i sh>ch dd>d",
    "southasian": "s>sh sh>s j>z z>j a>o o>a v>b v>w w>v oo>u ee>i i>ee ph>f bh>b dh>d th>t kh>k "
    "gh>g y>i ah$>a a$>ah au>ow ch>c t>th d>dh e>i f>ph u>oo",
    "tamil": "th>t t>th s>ch ch>s k>h g>k d>t t>d b>p p>b zh>l j>y y>i i>y ai>ei a$>ah sh>s oo>u "
    "v>w n>nn l>ll r>rr",
    "burmese": "ky>ch gy>j th>t hl>l hp>p ht>t kh>k aw>or ay>e ei>ay oe>o o>oe w>ou ny>gn ai>ine "
    "nn>n y>i n>nn sh>s hs>s ar>a u>oo aung>ong",
    "vietnamese": "ph>f th>t ng>n nh>n kh>k gi>z qu>kw y>i i>y tr>ch x>s ch>tr uy>ui ng>ngh",
    "chinese": "zh>ch x>hs q>ch j>ch z>ts c>ts b>p d>t g>k ng$>n n$>ng r>j ao>au ui>uei ei>ai "
    "yu>u wu>u ian>ien",
    "cyrillic": "kh>ch kh>h kh>x zh>j zh>z ch>tch ch>tsch sh>sch sh>s y>i i>y ii>iy ii>y ii>i "
    "yu>iu yu>ju iu>yu ya>ia ya>ja ia>ya v>w h>g g>h ev$>eff ov$>off ts>tz ts>c u>ou sky>ski "
    "ie>e ye>e nn>n x>ks ks>x",
}  # fmt: skip

_RULES = {
    name: tuple(tuple(rule.split(">")) for rule in rules.split()) for name, rules in HABITS.items()
}


@lru_cache(maxsize=200_000)
def other_spellings(word: str, habits: str) -> tuple[str, ...]:
    """Every spelling that one habit makes of a word; none where no habit applies."""
    lowered = word.lower()
    made = (_rewritten(word, lowered, *rule) for rule in _RULES[habits])
    return tuple(dict.fromkeys(each for each in made if each and each != word))


def _rewritten(word: str, lowered: str, what: str, by: str) -> str:
    plain = what.strip("^$")
    if what.startswith("^"):
        at = 0 if lowered.startswith(plain) else -1
    elif what.endswith("$"):
        at = len(word) - len(plain) if lowered.endswith(plain) else -1
    else:
        at = lowered.find(plain)
    if at < 0:
        return ""
    by = by.capitalize() if word[at].isupper() else by
    changed = word[:at] + by + word[at + len(plain) :]
    return changed[:1].upper() + changed[1:] if word[0].isupper() else changed


# Typing mistakes, and keyboards without accents.

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {
    sign: row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    for row in _ROWS
    for at, sign in enumerate(row)
}
# What a handwritten form is read as.
_READ_AS = (("rn", "m"), ("m", "rn"), ("n", "u"), ("u", "n"), ("cl", "d"), ("a", "o"), ("o", "a"),
            ("e", "c"), ("l", "t"), ("h", "b"), ("v", "r"), ("y", "g"), ("i", "e"))  # fmt: skip


@lru_cache(maxsize=200_000)
def plain(text: str) -> str:
    """Without accents, as many keyboards leave it."""
    if text.isascii():
        return text
    text = text.replace("đ", "d").replace("Đ", "D")
    parts = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def mistyped(text: str, chance: Random) -> str:
    """One mistake: a key beside, one left out, one twice, two exchanged, or misread by hand."""
    at = 1 + int(chance.random() * (len(text) - 2))
    turn = chance.random()
    if turn < 0.28:
        beside = _BESIDE.get(text[at].lower(), "")
        return text[:at] + (chance.choice(beside) if beside else "") + text[at + 1 :]
    if turn < 0.48:
        return text[:at] + text[at + 1 :]
    if turn < 0.6:
        return text[: at + 1] + text[at:]
    if turn < 0.78:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return _misread_letter(text, chance)


def _misread_letter(text: str, chance: Random) -> str:
    found = [pair for pair in _READ_AS if pair[0] in text[1:]]
    if not found:
        return text[:-1]
    what, by = chance.choice(found)
    return text[0] + text[1:].replace(what, by, 1)
