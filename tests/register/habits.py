"""How people of one language spell the names of another: rules of orthographies, not of ours.

They are written from how each language writes its sounds (Spanish seseo, French "ou", the
standards for Cyrillic, Wade-Giles beside Pinyin…), and know nothing of how names are compared.
"""

from functools import lru_cache

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
