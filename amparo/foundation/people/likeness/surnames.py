"""Whole names that are written as one word: 김철수 is Kim Chul-soo, 王小明 is Wang Xiaoming.

Only where the first sign is a family name that many bear; the word as it stands is kept beside it.
"""

import re
import unicodedata

from .letters import plain
from .names import Part, skeleton

_KOREAN = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민나진지엄채원천방공"
    "현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국은편용리림로"
) | {"남궁", "황보", "제갈", "사공", "선우", "서문", "독고"}
# How those write themselves whose name is seldom written by the rule.
_BY_HABIT = {
    "김": "kim", "이": "lee", "박": "park", "강": "kang", "고": "ko", "권": "kwon", "구": "koo",
    "곽": "kwak", "오": "oh", "임": "lim", "노": "noh", "최": "choi",
}  # fmt: skip
_CHINESE = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓邓鄧冯馮曹彭曾"
    "肖萧蕭田董潘袁蔡蒋蔣余于杜叶葉程魏苏蘇吕呂丁任卢盧姚沈钟鍾姜崔谭譚陆陸范汪廖石金韦韋贾賈夏付傅方"
    "邹鄒熊白孟秦邱侯江尹薛闫閻段雷龙龍黎史陶贺賀毛郝顾顧龚龔邵万萬覃武钱錢戴严嚴莫孔向常"
) | {
    "欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官", "司徒", "东方", "東方", "皇甫",
}  # fmt: skip
_ONE_WORD = re.compile("[가-힣]{3,4}|[一-鿿]{3,4}")
_OF_FAMILIES = _KOREAN | _CHINESE


def taken_apart(name: str) -> tuple[Part, ...]:
    """Given name and family name of what is written as one word; nothing where it is not both."""
    if name.isascii():
        return ()
    word = unicodedata.normalize("NFC", name.strip())
    if not _ONE_WORD.fullmatch(word):
        return ()
    long = 2 if word[:2] in _OF_FAMILIES else 1
    family, given = word[:long], word[long:]
    if family not in _OF_FAMILIES or len(given) > 2:
        return ()
    return _part(plain(given)), _part(_BY_HABIT.get(family) or plain(family))


def _part(word: str) -> Part:
    return Part(word, skeleton(word))
