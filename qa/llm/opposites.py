"""Opposites in pairs, and whether a claim has one where its source has the other."""

from __future__ import annotations

from functools import cache

from qa.lexis import Token, stem, tokens

_PAIRS = """
    rise/fall rise/drop rise/decline increase/decrease increase/reduce increase/cut grow/shrink gain/lose gain/fall
    climb/fall climb/drop jump/drop surge/drop soar/plunge soar/fall up/down higher/lower high/low more/less
    more/fewer many/few most/few above/below over/under before/after earlier/later early/late first/last begin/end
    start/end start/finish start/stop open/close opened/closed open/shut arrive/leave arrive/depart enter/leave
    enter/exit join/leave join/quit stay/leave come/go win/lose winner/loser victory/defeat beat/lose
    success/failure succeed/fail pass/fail accept/reject accept/refuse accept/decline approve/reject approve/deny
    agree/disagree agree/refuse allow/ban allow/forbid allow/bar allow/prevent permit/ban permit/forbid
    support/oppose favor/oppose favour/oppose back/oppose welcome/condemn praise/criticize praise/criticise
    praise/condemn praise/denounce confirm/deny admit/deny acknowledge/deny claim/deny accuse/clear convict/acquit
    convict/clear guilty/innocent guilty/cleared charge/clear arrest/release arrest/free jail/free detain/release
    hire/fire hire/dismiss appoint/dismiss buy/sell lend/borrow import/export pay/free free/paid cheap/expensive
    rich/poor strong/weak strengthen/weaken stronger/weaker improve/worsen better/worse best/worst good/bad
    safe/dangerous safe/unsafe healthy/sick alive/dead live/die survive/die born/died young/old new/old
    younger/older bigger/smaller big/small large/small larger/smaller long/short longer/shorter wide/narrow
    fast/slow faster/slower quick/slow easy/difficult easy/hard easier/harder possible/impossible likely/unlikely
    probable/unlikely able/unable true/false correct/wrong right/wrong legal/illegal lawful/unlawful valid/invalid
    common/rare normal/unusual usual/unusual typical/unusual frequent/rare often/rarely often/seldom always/never
    public/private male/female man/woman men/women boy/girl husband/wife father/mother son/daughter brother/sister
    north/south east/west northern/southern eastern/western left/right inside/outside indoors/outdoors
    include/exclude included/excluded with/without present/absent full/empty add/remove raise/lower raise/cut
    lift/impose ease/tighten tighten/loosen extend/shorten expand/shrink expand/reduce widen/narrow build/demolish
    create/destroy save/destroy protect/harm help/harm help/hinder encourage/discourage encourage/deter
    attract/deter attract/repel love/hate like/dislike optimistic/pessimistic confident/doubtful hope/fear
    calm/angry happy/unhappy satisfied/dissatisfied hot/cold warm/cool warmer/cooler wet/dry light/dark day/night
    morning/evening morning/afternoon summer/winter spring/autumn attack/defend offense/defense offensive/defensive
    friend/enemy ally/enemy war/peace victim/suspect plaintiff/defendant employer/employee buyer/seller
    teacher/student doctor/patient landlord/tenant majority/minority maximum/minimum least/most top/bottom
    front/back ahead/behind forward/backward advance/retreat remember/forget know/unaware aware/unaware
    known/unknown named/unnamed clear/unclear certain/uncertain sure/unsure settled/unsettled finished/unfinished
    complete/incomplete permanent/temporary voluntary/mandatory optional/mandatory optional/required
    required/unnecessary necessary/unnecessary needed/unneeded successful/unsuccessful popular/unpopular
    related/unrelated changed/unchanged armed/unarmed insured/uninsured vaccinated/unvaccinated employed/unemployed
    expected/unexpected harmless/harmful useful/useless careful/careless visible/invisible direct/indirect
    formal/informal official/unofficial dependent/independent stable/unstable fair/unfair willing/unwilling
    willing/reluctant keep/abandon keep/drop keep/lose retain/lose maintain/abandon continue/stop continue/end
    continue/halt resume/halt resume/suspend launch/cancel hold/cancel delay/speed accelerate/slow hasten/delay
    postpone/advance question/settle ignore/heed obey/defy comply/defy follow/lead follow/precede host/visit
    send/receive give/take ask/answer teach/learn cause/prevent trigger/prevent conceal/reveal hide/reveal hide/show
    secret/public silent/outspoken several/one both/neither all/none everyone/nobody everything/nothing some/none
    half/whole partly/entirely partly/wholly exempt/subject exactly/roughly domestic/foreign local/national
    local/foreign civilian/military urban/rural fresh/rotten natural/artificial alone/together separate/joint""".split()
_MADE = ("un", "in", "im", "il", "ir", "dis", "non", "mis")  # prefixes that turn a word around


@cache
def _opposites() -> dict[str, frozenset[str]]:
    """Stem → stems of its opposites."""
    found: dict[str, set[str]] = {}
    for one, other in (pair.split("/") for pair in _PAIRS):
        found.setdefault(stem(one), set()).add(stem(other))
        found.setdefault(stem(other), set()).add(stem(one))
    return {word: frozenset(others) for word, others in found.items()}


def opposed(a: Token, b: Token) -> bool:
    """Whether two words are opposites, by the list or by a prefix: "usual", "unusual"."""
    if b.stem in _opposites().get(a.stem, ()):
        return True
    short, long = sorted((a.low, b.low), key=len)
    return len(short) >= 4 and any(long == prefix + short for prefix in _MADE)


def turned(claim: str, source: str) -> list[tuple[str, str]]:
    """Pairs (word of the claim, opposite in the source) of words that the other text does not have itself.

    Empty where there are none. Function words ("before", "more", "without") count too.
    """
    mine, theirs = tokens(claim), tokens(source)
    here, there = {t.stem for t in mine}, {t.stem for t in theirs}
    found = []
    for a in mine:
        if a.stem in there:
            continue
        for b in theirs:
            if b.stem not in here and opposed(a, b):
                found.append((a.word, b.word))
                break
    return found
