"""Closed classes of English words and forms of verbs: what shallow reading of a question rests on.

Nothing in here is about any topic: function words, irregular verbs, and the commonest verbs, person nouns and given
names, so that a phrase can be told from the verb after it and "she" from "he".
"""

from __future__ import annotations

import re

AUXILIARIES = frozenset(
    """is are am was were be been being do does did has have had can could will would shall should may might must isn't
    aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't couldn't won't wouldn't shouldn't 'd
    'll 's 're""".split()
)
BE = frozenset("is are am was were isn't aren't wasn't weren't 's 're".split())
HAVE = frozenset("has have had hasn't haven't hadn't".split())
WH = frozenset("who whom whose what which when where why how".split())
DETERMINERS = frozenset(
    """the a an this that these those its his her their my our your some any all each every both no""".split()
)
PRONOUNS = frozenset(
    """i you he she it we they me him us them himself herself itself themselves anyone anybody anything someone
    somebody something everyone everybody everything nobody nothing there here himself one hers theirs""".split()
)
PREPOSITIONS = frozenset(
    """about above according across after against along amid among apart around as at before behind below beneath
    beside besides between beyond by despite down during except for from in including inside into like near of
    off on onto out outside over past per since than through throughout to toward towards under unlike until
    till up upon via with within without versus""".split()
)
CONJUNCTIONS = frozenset(
    """and or but nor that if whether because while although though so unless when where who whom which whose how
    why what""".split()
)
ADVERBS = frozenset(
    """again ago already also always at ever far finally first just last later long never not now often once only
    originally perhaps previously really recently soon still then therefore today together tomorrow too twice
    usually yesterday yet else instead actually exactly though currently personally publicly officially""".split()
)

_IRREGULAR = """be was been,bear bore born,become became become,begin began begun,break broke broken,
bring brought brought,build built built,buy bought bought,catch caught caught,choose chose chosen,
come came come,cost cost cost,cut cut cut,deal dealt dealt,die died died,do did done,draw drew drawn,
drink drank drunk,drive drove driven,eat ate eaten,fall fell fallen,feed fed fed,feel felt felt,
fight fought fought,find found found,flee fled fled,fly flew flown,forbid forbade forbidden,
forget forgot forgotten,get got got,give gave given,go went gone,grow grew grown,hang hung hung,
have had had,hear heard heard,hide hid hidden,hit hit hit,hold held held,hurt hurt hurt,keep kept kept,
know knew known,lay laid laid,lead led led,leave left left,lend lent lent,let let let,lie lay lain,
lose lost lost,make made made,mean meant meant,meet met met,pay paid paid,put put put,quit quit quit,
read read read,ride rode ridden,ring rang rung,rise rose risen,run ran run,say said said,see saw seen,
seek sought sought,sell sold sold,send sent sent,set set set,shake shook shaken,shoot shot shot,
shut shut shut,sing sang sung,sink sank sunk,sit sat sat,sleep slept slept,speak spoke spoken,
spend spent spent,spread spread spread,stand stood stood,steal stole stolen,stick stuck stuck,
strike struck struck,swear swore sworn,sweep swept swept,swim swam swum,take took taken,
teach taught taught,tear tore torn,tell told told,think thought thought,throw threw thrown,
understand understood understood,wake woke woken,wear wore worn,win won won,withdraw withdrew withdrawn,
write wrote written"""
_FORMS = [tuple(entry.split()) for entry in _IRREGULAR.split(",")]
BASE_OF = {form: forms[0] for forms in _FORMS for form in forms[1:]}
PARTICIPLES = frozenset(forms[2] for forms in _FORMS)
PASTS = frozenset(forms[1] for forms in _FORMS)
_COMMON_BASES = """accept accuse act add adopt affect agree aim allow announce answer appear apply appoint approve argue
    arrest     arrive ask attack attend ban beat believe belong blame block call carry cause change charge claim close
    collapse collect come compare complain confirm consider contain continue cover create criticise criticize
    cross decide declare defeat defend demand deny depend describe destroy die disappear discover donate draft
    earn employ end escape estimate expect explain face fail fear finish fire fly follow force happen hate help
    hire hope host identify include increase injure intend introduce invest invite involve join jump kill land
    last launch learn like list live look love manage march mention miss move name need nominate obtain offer
    open oppose order own participate pass pick plan play plead pledge point praise predict prefer present
    prevent produce promise propose protest prove provide publish pull push raise reach react receive recommend
    record recover reduce refuse reject release remain remember remove replace reply report represent require
    rescue resign respond rest resume retire return reveal save score serve share show sign speak sponsor start
    stay stop study suffer suggest supply support survive talk target test thank threaten tour trade travel try
    turn use visit vote wait walk want warn watch weigh wish wonder work worry wound""".split()
BASES = frozenset(_COMMON_BASES) | frozenset(forms[0] for forms in _FORMS)
NOT_PARTICIPLES = frozenset(
    """briefing red bed shed seed need speed breed deed feed weed sled hundred united wed ted fred king thing
    something anything ring  spring string morning evening building wing during ceiling wedding meeting
    beijing hearing""".split()
)

PERSON_NOUNS = frozenset(
    """man woman boy girl child teenager baby person father mother brother sister son daughter wife husband widow
    grandson granddaughter grandfather grandmother uncle aunt cousin nephew niece friend boss chief king queen
    prince princess pope bishop priest president mayor senator governor minister premier chancellor judge lawyer
    attorney doctor nurse professor coach captain general colonel admiral sergeant soldier guard pilot actor
    actress singer author artist poet chef journalist spokesman spokeswoman spokesperson chairman chairwoman
    candidate suspect victim killer gunman rival successor predecessor founder ceo director manager leader owner
    analyst expert secretary ambassador commissioner student teacher player goalkeeper goalie quarterback
    striker congressman congresswoman lawmaker thief hero partner fiance fiancee boyfriend girlfriend
    mother-in-law father-in-law brother-in-law sister-in-law guitarist drummer speaker chair chairperson
    treasurer mechanic engineer architect economist scientist farmer fisherman driver worker nurse editor
    reporter producer composer designer inventor mathematician historian politician defendant survivor witness
    resident tenant patient official sheriff deputy detective prosecutor""".split()
)
GROUP_NOUNS = frozenset("people police crew staff family couple media team band group men women children".split())
ORGANISATION_NOUNS = frozenset(
    """company firm airline league team club party group agency bank court council committee panel body union
    university college school hospital paper newspaper network channel studio brand label band organisation
    organization charity corporation retailer manufacturer startup association commission ministry department
    government army navy church""".split()
)
PLACE_NOUNS = frozenset(
    """country city town village state province region county island place area district venue building stadium station
    airport hotel museum church school hospital prison camp base port harbour harbor park house home river lake
    mountain valley beach street square hall theatre theater bar pub restaurant factory mine zoo""".split()
)
SHE_NAMES = frozenset(
    """alice amanda amy ana andrea angela angelina anita ann anna anne annie barbara beth betty britney camilla carla
    carmen carol caroline catherine charlotte chloe christina christine cindy clara claire deborah diana diane
    dorothy elena elizabeth ella ellen emily emma erin eva fatima fiona gabriela gloria grace greta hannah
    heather helen hillary ingrid irene isabel jane janet jennifer jessica jill joan joanna judith julia julie
    kamala karen kate katherine kathy katie kim kimberly kristen laura lauren leah leila lena linda lisa liz
    lucia lucy madonna margaret maria marie martha mary meghan melania melissa michelle mia monica nadia nancy
    naomi natalie nicole nina nora olga olivia oprah pamela patricia paula rachel rebecca renee rihanna rita
    rosa rose ruth samantha sandra sara sarah serena sharon sofia sonia sophie stephanie susan sylvia taylor
    teresa theresa tina ursula valerie vanessa venus victoria wendy yoko""".split()
)
HE_NAMES = frozenset(
    """aaron abdul abraham adam ahmed alan albert alejandro alexander ali andrew anthony antonio arthur barack ben
    benjamin bernard bill bob boris brian bruce carlos charles charlie christopher daniel dave david dennis
    diego dmitry donald douglas ed edward elon emmanuel eric ethan fernando francis francisco frank fred gary
    george gerald gordon graham greg harold harry henry hugh hugo ian ibrahim igor isaac ivan jack jacob james
    jason jeff jeffrey jeremy jerry jesse jim joe john jonathan jorge jose joseph joshua juan julian justin karl
    keith ken kenneth kevin kyle larry lars leo leonard louis luis luke malcolm marcus mark martin matthew
    michael miguel mike mitch mohamed mohammad mohammed muhammad nathan neil nicholas nick oliver omar oscar
    pablo patrick paul pedro peter philip phillip rafael ralph raymond ricardo richard rishi robert roger ronald
    rudy russell ryan samuel scott sean sergei simon stephen steve steven stuart thomas tim timothy tom tony
    tyler victor vincent vladimir volodymyr walter warren wayne william""".split()
)


def bare(word: str) -> str:
    """A word in lower case without its possessive ending and closing full stop."""
    return re.sub(r"['’]s?$", "", word.lower().replace("’", "'")).rstrip(".")


def is_participle(word: str) -> bool:
    """Whether a word looks like "broken", "wounded" or "rising"."""
    low = word.lower()
    if low in NOT_PARTICIPLES or not low.isalpha():
        return False
    return low in PARTICIPLES or (len(low) > 4 and low.endswith(("ed", "ing")))


def is_finite(word: str) -> bool:
    """Whether a word looks like a verb in a tense: "bought", "called", "pays"."""
    low = word.lower()
    if low in PASTS or (is_participle(low) and low.endswith("ed")):
        return True
    return any(low == base + ending for ending in ("s", "es") for base in (low[: -len(ending)],) if base in BASES)


def base_form(word: str) -> str:
    """The base of a regular or irregular past: "wounded" → "wound", "sold" → "sell"; the word itself otherwise."""
    low = word.lower()
    if low in BASE_OF:
        return BASE_OF[low]
    if not low.endswith("ed") or len(low) < 5:
        return low
    stem = low[:-2]
    if low[:-1] in BASES or stem.endswith(
        ("at", "iz", "is", "uc", "rg", "rc", "ng", "v", "as", "us", "os", "id", "ir")
    ):
        return low[:-1]
    if stem in BASES:
        return stem
    if stem.endswith("i"):
        return stem[:-1] + "y"
    return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "sl" else stem


def is_plural(noun: str) -> bool:
    """Whether a common noun looks plural."""
    low = bare(noun)
    return low in GROUP_NOUNS - {"team", "band", "group"} or (
        low.endswith("s") and not low.endswith(("ss", "us", "is", "news", "series")) and len(low) > 3
    )


COUNTRIES = frozenset(
    """afghanistan africa albania algeria america angola antarctica argentina armenia asia australia austria azerbaijan
    bahrain bangladesh belarus belgium bolivia bosnia botswana brazil britain bulgaria cambodia cameroon canada
    chad chile china colombia congo croatia cuba cyprus denmark ecuador egypt england estonia eswatini ethiopia
    europe fiji finland france gabon gambia georgia germany ghana greece guatemala guinea haiti honduras hungary
    iceland india indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya korea kosovo
    kuwait laos latvia lebanon liberia libya lithuania luxembourg madagascar malawi malaysia mali malta
    mauritius mexico moldova mongolia montenegro morocco mozambique myanmar namibia nepal netherlands nicaragua
    niger nigeria norway oman pakistan palestine panama paraguay peru philippines poland portugal qatar romania
    russia rwanda scotland senegal serbia singapore slovakia slovenia somalia spain sudan sweden switzerland
    syria taiwan tanzania thailand togo tunisia turkey uganda ukraine uruguay us u.s. usa uk u.k. eu uae
    uzbekistan venezuela vietnam wales yemen zambia zimbabwe""".split()
)


def singular(noun: str) -> str:
    """A rough singular, good enough to compare nouns: "countries" → "country"."""
    low = bare(noun)
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    return low[:-1] if is_plural(low) and low.endswith("s") else low
