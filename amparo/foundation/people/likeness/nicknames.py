"""What people are called for short: names of one group may be of one person.

Drawn by hand from what is common in the languages we meet; a name may stand in several groups.
Korean family names stand here too, for those who bear them write them in as many ways.
"""

from collections import defaultdict

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
_KOREAN = """
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
    for number, line in enumerate((_GROUPS + _KOREAN).split("\n")):
        for name in line.split():
            found[name].add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


_MEMBERS = _members()


def are_one(first: str, second: str) -> bool:
    """Whether one of them may be short for the other, or both for a third."""
    groups = _MEMBERS.get(first)
    return bool(groups and not groups.isdisjoint(_MEMBERS.get(second, ())))


def others_of(word: str) -> list[str]:
    """What else somebody of this name may be called; few, and in a fixed order."""
    groups = _MEMBERS.get(word, frozenset())
    return [name for name, numbers in _MEMBERS.items() if name != word and numbers & groups]
