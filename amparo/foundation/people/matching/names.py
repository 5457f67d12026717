"""The parts of a name, the phonetic keys that its spellings share, nicknames, and joined names.

محمد, Mohamed, Mohammed and Muhammad have the same key; so do Quispe and Kispe, عبد الرحمن and
Abdurrahman, Nasr al-Din and Nasreddine. Nicknames of one group may be of one person. 김철수 is
read as Kim Chul-soo, 王小明 as Wang Xiaoming.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from .transliteration import MAX_WORD_LENGTH, MAX_WORDS, to_plain_latin

_PARTICLES = frozenset(
    (
        "al", "el", "ul", "as", "es", "ar", "ad", "at", "ash", "ibn", "bin", "bn", "bint", "bnt",
        "ben", "abn", "umm", "um", "wld", "ould", "wuld", "ag", "ait", "aal", "de", "del", "la",
        "las", "los", "da", "dos", "das", "do", "di", "du", "des", "van", "von", "der", "den",
        "ter", "le", "y", "e", "i", "ogly", "oglu", "kyzy", "qizi", "kizi", "bte", "binti", "wa",
    )
)  # fmt: skip
_SERVANT = frozenset(
    (
        "abd", "abdu", "abdul", "abdel", "abdal", "abdur", "abder", "abdus", "abdes", "abdou",
        "abdol", "abdoul", "abdil",
    )
)  # fmt: skip
_FATHER_OF = frozenset(("abu", "abou", "abo", "aboo", "abw"))
_ARTICLES = frozenset(
    ("al", "el", "ul", "ur", "er", "ar", "as", "es", "us", "ad", "ed", "ud", "an", "en", "il")
)
# What never stands alone: "of the faith", "of God". It belongs to the word before it.
_OF_FAITH = frozenset(("din", "deen", "dine", "dyn", "uddin", "eddine", "eldin", "aldin", "aldyn"))
_OF_GOD = frozenset(("allah", "ullah", "llah", "allh", "oullah"))
_ATTACHED_SERVANT = re.compile(r"abd(?:[aeiou]{1,2}l?|l)?(?=[a-z]{3})")
_ATTACHED_FAITH = re.compile(r"(?<=[a-z]{3})(?:[aeou]{0,2}(?:d?d|ld)(?:ine|een|in|yn))\Z")
_ATTACHED_GOD = re.compile(r"(?<=[a-z]{3})[aeou]{0,2}l{1,2}ah?\Z")
_ATTACHED_ARTICLE = re.compile(
    r"(?:[ae]l(?=[bcdfghjkmnpqrstvwxyz])|dela(?=[bcdfghjkmnpqrstvwxyz]))(?=[a-z]{4})"
)

# Capitals stand for a sound that is written with two letters.
_DIGRAPHS = (
    ("tsch", "S"), ("tch", "S"), ("sch", "S"), ("sh", "S"), ("ch", "S"), ("kh", "h"), ("gh", "g"),
    ("th", "t"), ("dh", "d"), ("ph", "f"), ("qu", "k"), ("ck", "k"), ("tz", "s"),
    ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("sc", "s"), ("nb", "mb"), ("np", "mp"),
)  # fmt: skip
_SAME = str.maketrans(
    {"q": "k", "c": "k", "z": "s", "v": "b", "w": "u", "y": "i", "d": "t", "p": "b", "j": "g"}
)
_ROUGH = str.maketrans({"S": "s", "h": "", "f": "b", "g": "k", "l": "r"})
_DOUBLES = re.compile(r"(.)\1+")
_SPOKEN_W = re.compile(r"(?<=.)w(?=[aeio])")  # Marwan, Marouane, Kowalski
_SOFT_C = re.compile(r"c(?=[eiy])")


@dataclass(frozen=True, slots=True)
class NamePart:
    """One part of a name: as it is written in plain letters, and its phonetic key."""

    word: str
    phonetic_key: str


def parts_of(name: str) -> tuple[NamePart, ...]:
    """The parts of one name in order, without particles (al-, de la, bin…)."""
    words = _joined(to_plain_latin(name).split()[:MAX_WORDS])
    telling = [word for word in words if word not in _PARTICLES] or words
    return tuple(NamePart(word, phonetic_key(word)) for word in telling)


def words_of(*names: str) -> list[str]:
    """The words of these names in plain letters, in order."""
    return [part.word for name in names if name for part in parts_of(name)]


def phonetic_keys(*names: str) -> list[str]:
    """Their phonetic keys in order, each once; a single letter tells nothing and is left out."""
    found = [part.phonetic_key for name in names if name for part in parts_of(name)]
    return [key for key in dict.fromkeys(found) if len(key) > 1]


def sorted_phonetic_keys(*names: str) -> list[str]:
    """The different phonetic keys of all the parts of these names, in a fixed order."""
    return sorted(phonetic_keys(*names))


# Of phonetic keys alone: a process remembers nobody’s name.
@lru_cache(maxsize=5_000)
def coarse_phonetic_key(key: str) -> str:
    """A key without what scripts and ears disagree on: h, l, soft and hard, b, v, w and f."""
    sounds = key.translate(_ROUGH).replace("nk", "N")  # ng is one sound
    return _DOUBLES.sub(r"\1", sounds) or key


def phonetic_key(word: str) -> str:
    """A word without what spelling changes: vowels, doubles, letters that sound alike."""
    word = _of_one_spelling(word)
    word = _SOFT_C.sub("s", word)
    word = _SPOKEN_W.sub("b", word.replace("oua", "wa").replace("oue", "we"))
    word = "h" + word[1:] if word[:1] == "x" else word  # Xasan is Hasan in Somali
    word = word.replace("x", "ks")
    for pair, single in _DIGRAPHS:
        word = word.replace(pair, single)
    word = word.translate(_SAME)
    head = "a" if word[:1] in "aeiou" else word[:1]
    consonants = head + "".join(sign for sign in word[1:] if sign not in "aeiou")
    consonants = _DOUBLES.sub(r"\1", consonants)
    return consonants[:-1] if len(consonants) > 2 and consonants[-1] == "h" else consonants


def _of_one_spelling(word: str) -> str:
    """What is put together in many ways, in one: Abdurrahman, Nasreddine, Attaullah, Elmasri."""
    if found := _ATTACHED_SERVANT.match(word):
        rest = word[found.end() :]
        return "abd" + _end_in_one_spelling(rest)
    if len(word) >= 7 and (found := _ATTACHED_ARTICLE.match(word)):
        word = word[found.end() :]
    return _end_in_one_spelling(word)


def _end_in_one_spelling(word: str) -> str:
    if found := _ATTACHED_FAITH.search(word):
        return word[: found.start()] + "din"
    if found := _ATTACHED_GOD.search(word):
        return word[: found.start()] + "la"
    return word


def _joined(words: list[str]) -> list[str]:
    """Words that are one name together, made one word."""
    found: list[str] = []
    waiting = ""
    for word in words:
        word = word[:MAX_WORD_LENGTH]
        if waiting and word in _ARTICLES:
            continue
        if waiting:
            found.append(waiting + _without_article(word))
            waiting = ""
        elif word in _SERVANT or word in _FATHER_OF:
            waiting = "abd" if word in _SERVANT else "abu"
        elif found and (ending := _ending(word)):
            _drop_article(found)
            found[-1] += ending
        else:
            found.append(word)
    return [*found, waiting] if waiting else found


def _ending(word: str) -> str:
    if word in _OF_FAITH:
        return "din"
    return "ullah" if word in _OF_GOD else ""


def _drop_article(words: list[str]) -> None:
    if len(words) > 1 and words[-1] in _ARTICLES:
        words.pop()


def _without_article(word: str) -> str:
    return word[2:] if len(word) > 3 and word[:2] in ("al", "el") else word


# Nicknames: names of one group may be of one person.
#
# Drawn by hand from what is common in the languages we meet; a name may stand in several groups.
# Korean family names stand here too, for those who bear them write them in as many ways.

_GROUPS = """
jose pepe chepe pepito joselito josep yusuf youssef yousef joseph josef giuseppe
francisco paco pancho kiko curro francesc francesco frank francois
maria mari mary marie maryam mariam miriam meryem marya ma
guadalupe lupe lupita
dolores lola
concepcion concha conchita
mercedes meche merche
rosario charo chayo
rosa rosita
jesus chucho chuy
ignacio nacho
enrique quique kike henry heinrich henri
luis lucho luisito louis ludwig
roberto beto robert bob bobby rob
alberto beto tito albert
humberto beto
eduardo lalo edu edward eddie ed
guillermo memo guille william bill billy will guillaume wilhelm
antonio tono tonio anthony tony antoine anton
fernando nando fer
manuel manolo manu lolo emmanuel
rafael rafa
miguel migue michael mike mikhail misha michel mikael
juan juancho juanito john johnny jean ivan vanya yahya johannes hans ivan
carlos carlitos charlie charles karl
ana anita anna anne hannah anya
isabel isa chabela elizabeth beth liz elisabeth bella
teresa tere teresita theresa
patricia paty pati pat
margarita marga mago margaret maggie
gabriela gaby gabi
alejandro ale alex alexander aleksandr sasha alexandre iskandar eskandar sandro
alejandra ale alex alexandra aleksandra sasha sandra
victoria vicky vika
beatriz bety betty
carmen carmela
cristina cris tina christina kristina
daniel dani danny
david davi dawud daoud daud dawit
santiago santi chago diego jaime james jacob yaqub
sebastian sebas
leonardo leo
gregorio goyo grigori grisha gregory
pedro perico peter pierre petro pyotr boutros
pablo pablito paul paulo pavel boulos
jorge coque george georges georgy jirjis yuri
andres andresito andrew andrei andre
nicolas nico nicholas nikolai kolya
vicente chente vincent
ramon moncho
sofia sofi sophia sophie
valentina vale
ximena jimena
esteban stephen steven stefan stephane stepan
mohamed mohammed mohammad muhammad muhamad mohamad mohamud mamadou mamadu mehmet med mo moh
ahmed ahmad ahmet amadou amadu hamidou
abdullah abdallah abdoulaye abdulai abdi abdilahi
ibrahim ibrahima brahim abraham abram avraham ebrahim
suleiman sulayman souleymane solomon soliman sulaiman
ismail ismael ismaila esmail
musa moussa moses moise moises
isa issa eisa jesus
harun aaron haroun
ayub ayoub job
yunus younes jonas
aisha aicha aysha ayesha aissatou aishatu ayse asha caasha
fatima fatma fatimah fatoumata fatou fatu fadumo faadumo fatemeh
khadija khadidja kadidiatou khadra hadija hatice xadiija
zainab zeinab zaynab zeynep zineb
amina aminata amna aamina
mariam mariama maryam maryan
omar umar oumar omer cumar
ali aly aliou aliyu cali
hassan hasan xasan assane hasane
hussein husayn hossein huseyin xuseen hussain housseini ousseynou
usman osman uthman ousmane othman cusmaan
yusuf yousuf yusef youssouf yuusuf
abubakar aboubacar bubacar abubakr boubacar
mahmoud mahmud mamoudou
tatiana tanya
ekaterina katya catalina katherine kate catherine cata
dmitri dima
vladimir volodya vova
evgeni zhenya eugene eugenio
natalia natasha nati
olena elena lena helena helen elenita
oleksandr oleksandra
mykola mikola
tewodros tedros theodore teodoro
giorgis georgis
haile hailu
thomas tomas tommy
mateo matthew mathieu matias matteo
marcos mark marc marcus
lucas luke luc luka
felipe philip philippe pipe
javier javi xavier
joaquin quino joachim
raquel rachel
"""
# Korean family names as their bearers write them; by the rule, by habit, in the north.
_KOREAN_ENDINGS = """
gim kim
lee yi rhee rhie li ri
bak park pak bahk
choe choi choy
jeong jung chung chong
gang kang
jang chang
jo cho joh
yun yoon youn
im lim rim yim
seo suh
sin shin
gwon kwon
an ahn
yu yoo you ryu
jeon jun chun
go ko koh
mun moon
bae pae
baek paik paek
heo hur huh
no noh roh
gwak kwak
ju joo
woo wu
gu koo ku
byeon byun pyon
yeom youm yum
seong sung
"""


def _members() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate((_GROUPS + _KOREAN_ENDINGS).split("\n")):
        for name in line.split():
            found[name].add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


_MEMBERS = _members()


def are_nicknames(first: str, second: str) -> bool:
    """Whether one of them may be short for the other, or both for a third."""
    groups = _MEMBERS.get(first)
    return bool(groups and not groups.isdisjoint(_MEMBERS.get(second, ())))


def nicknames_of(word: str) -> list[str]:
    """What else somebody of this name may be called; few, and in a fixed order."""
    groups = _MEMBERS.get(word, frozenset())
    return [name for name, numbers in _MEMBERS.items() if name != word and numbers & groups]


# Whole names that are written as one word.
#
# Only where the first sign is a family name that many bear; the word as it stands is kept too.

_KOREAN_SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민나진지엄채원천방공"
    "현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국은편용리림로"
) | {"남궁", "황보", "제갈", "사공", "선우", "서문", "독고"}
# How those write themselves whose name is seldom written by the rule.
_USUAL_SPELLINGS = {
    "김": "kim", "이": "lee", "박": "park", "강": "kang", "고": "ko", "권": "kwon", "구": "koo",
    "곽": "kwak", "오": "oh", "임": "lim", "노": "noh", "최": "choi",
}  # fmt: skip
_CHINESE_SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓邓鄧冯馮曹彭曾"
    "肖萧蕭田董潘袁蔡蒋蔣余于杜叶葉程魏苏蘇吕呂丁任卢盧姚沈钟鍾姜崔谭譚陆陸范汪廖石金韦韋贾賈夏付傅方"
    "邹鄒熊白孟秦邱侯江尹薛闫閻段雷龙龍黎史陶贺賀毛郝顾顧龚龔邵万萬覃武钱錢戴严嚴莫孔向常"
) | {
    "欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官", "司徒", "东方", "東方", "皇甫",
}  # fmt: skip
_ONE_WORD = re.compile("[가-힣]{3,4}|[一-鿿]{3,4}")
_SURNAMES = _KOREAN_SURNAMES | _CHINESE_SURNAMES


def split_one_word_name(name: str) -> tuple[NamePart, ...]:
    """Given name and family name of what is written as one word; nothing where it is not both."""
    if name.isascii():
        return ()
    word = unicodedata.normalize("NFC", name.strip())
    if not _ONE_WORD.fullmatch(word):
        return ()
    long = 2 if word[:2] in _SURNAMES else 1
    family, given = word[:long], word[long:]
    if family not in _SURNAMES or len(given) > 2:
        return ()
    return _part(to_plain_latin(given)), _part(
        _USUAL_SPELLINGS.get(family) or to_plain_latin(family)
    )


def _part(word: str) -> NamePart:
    return NamePart(word, phonetic_key(word))
