"""What a page says around its text: newsletter boxes, share menus, notes, credits; and captions.

Units are judged by their shape (short, isolated, no sentence), by their place and by wording that only such lines
use. A mark is only set when these agree: running text that is marked by mistake is lost to answers.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from index.bylines import is_credit
from index.lines import Unit
from index.records import Region

_NETWORK = (
    r"(?:facebook|twitter|x|instagram|linkedin|whatsapp|youtube|telegram|reddit|pinterest|tiktok"
    r"|flipboard|threads|bluesky|messenger)"
)
_MAIL = (
    r"(?:newsletters?|news letters?|inbox|e-?mail(?:s| alerts?)?|alerts?|briefings?|daily|weekly|digest"
    r"|updates|bulletins?|push notifications?)"
)
_AGENCY = (
    r"(?:AP|AFP|EPA|PA|UPI|ANSA|EFE|Reuters|Getty(?: Images)?|Associated Press|Shutterstock|Alamy|Bloomberg"
    r"|Xinhua|Handout|"
    r"iStock|Unsplash|Flickr|Wikimedia(?: Commons)?|Creative Commons)"
)
_ANYWHERE: list[tuple[str, re.Pattern[str], int]] = [  # label, wording of the whole unit, most words
    (label, re.compile(pattern, re.IGNORECASE), most)
    for label, pattern, most in [
        ("page note", r"^this (?:article|page|story) is from the source\b.*\bfirst (?:published|seen)\b", 45),
        ("page note", r"^you can find the (?:current|original|latest) (?:article|version|story)\b.*(?:https?://"
         r"|\bat its\b)", 30),
        ("page note", r"^(?:the|this) (?:article|page|story) has (?:been )?changed (?:\d+|once"
         r"|twice)(?: times?)?\b", 25),
        ("page note", r"^version \d+ version \d+$", 4),
        ("page note", r"^\((?:about |over )?\d+ (?:second|minute|hour|day|week|month|year)s? later\)$", 6),
        ("newsletter", rf"^(?:sign|signing) up (?:for|to|here)\b.*\b{_MAIL}\b", 22),
        ("newsletter", rf"^(?:subscribe|register|join)\b.*\b(?:newsletters?|mailing list|{_NETWORK} channel"
         r"|inbox)\b", 25),
        ("newsletter", rf"^get (?:our|the|more|all|your|breaking|daily|weekly|top|today)\b.*\b(?:inbox"
         rf"|newsletters?|delivered|{_MAIL})\b", 25),
        ("newsletter", r"^[\w' ]{0,30}\bnewsletter (?:icon|sign[- ]?up|logo|subscription|banner)\b", 8),
        ("newsletter", r"^by (?:registering|signing up|subscribing|submitting|clicking"
         r"|providing)\b.*\b(?:you (?:agree|accept|consent)|privacy|terms)\b", 60),
        ("newsletter", r"^(?:enter )?your e-?mail(?: address)?[.:*]?$", 6),
        ("newsletter", r"^(?:(?:thank you|thanks) for (?:signing up|subscribing)|you (?:can"
         r"|may) unsubscribe at any time)\b", 20),
        ("social", rf"^(?:like|follow|find|join|connect with|watch)\b.{{0,60}}\bon {_NETWORK}\b", 22),
        ("social", r"^(?:follow|like) us\b", 16),
        ("social", r"^(?:share|tweet|post|pin|send|save)(?: (?:this|it|on|to|via|by|with|article|story|page"
         rf"|now))*(?: (?:{_NETWORK}|e-?mail|friends))*$", 6),
        ("social", rf"^(?:(?:{_NETWORK}|e-?mail|print|share|copy link|link copied|tweet|comments?|save"
         rf"|pocket)\W*){{2,}}$", 14),
        ("menu", r"^(?:e-?mail|print|comments?|share|tweet|save|popular|most popular|most (?:read|viewed|shared)"
         r"|trending(?: now)?|top stories|"
                 r"related(?: (?:stories|articles|content|topics|news|links))?|more (?:stories|news|from .{3,40}"
                 r"|on this story)|read more|"
                 r"recommended(?: for you)?|editors?['’] picks|you (?:may|might) (?:also )?like|also on .{3,40}"
                 r"|latest news|"
                 r"advertisements?|story continues below(?: advertisement)?"
                 r"|article continues below(?: advertisement)?|sponsored(?: content)?|"
                 r"skip to (?:main )?content|back to top|menu|close|log ?in|sign in|subscribe|loading(?:\.\.\."
                 r"|…)?|(?:previous|next)(?: article| story)?|"
                 r"listen to this article|(?:\d+|[a-z]+)[- ]min(?:ute)?s? read|view (?:all )?comments"
                 r"|leave a comment|show (?:more|less))[.:>»→]?$", 8),
        ("widget", r"^[\"“']?swipe (?:left|right|up|down|to|for|through|→)\b.*$", 14),
        ("menu", r"^(?:click|tap) (?:here|below|on|through|the (?:link|image|video|photo))\b.*$", 18),
        ("menu", r"^(?:read|see|watch|listen)(?: (?:more|also|next|on|now))?: .+$|^(?:read|see) also\b.+$", 25),
        ("menu", r"^(?:download|get) (?:the|our) .{0,30}\bapp\b", 16),
        ("cookie notice", r"\b(?:we|this (?:web)?site|our partners) uses? cookies\b|^(?:accept|reject"
         r"|manage)(?: all)?(?: my)? cookies|^(?:cookie|privacy) (?:settings|preferences|policy|notice)$", 60),
        ("subscription", r"^(?:already a subscriber\b|subscribe (?:now|today)|support (?:our|independent"
         r"|quality) journalism|this (?:article|content|story) is (?:only )?"
                         r"(?:for|available to) subscribers)", 30),
        ("copyright", r"^(?:copyright\s+(?:©|\(c\)|(?:19|20)\d\d\b|by\s)|©|\(c\) (?:19|20)\d\d\b)", 45),
        ("copyright", r"^(?:all rights reserved\b|this material may not be published\b)", 30),
        ("correction link", r"^(?:report (?:a typo|an error)|request a correction|our standards:|contact (?:us"
         r"|the (?:author|newsroom))\b)", 20),
    ]
]  # fmt: skip
_PHOTO = re.compile(
    r"^(?:photo(?:graph|s)?|image|picture|video|graphic|illustration)(?: (?:credit|source|copyright|courtesy of"
    rf"|by|via))?\s*[:/|]?\s+.{{2,60}}$|"
    rf"^(?:[A-Z][\w.'’-]*\s){{0,4}}(?:Photos?|Images)$|^(?:[\w.'’ -]+/)?{_AGENCY}(?:\s*(?:/|via)\s*[\w.'’ -]+)*$"
)
_PHOTO_LABEL = re.compile(
    r"^(?:photo(?:graph|s)?|image|picture|video|graphic)(?: (?:credit|source|copyright|courtesy of|by|via)|:)",
    re.IGNORECASE,
)
_CREDIT_AT_END = re.compile(r"\((?P<credit>[^()]{2,140})\)\s*$")
_CREDIT_WORD = re.compile(
    r"\b(?:Photos?|PHOTOS?|Images|Photograph|Pool|POOL)\b|\b[Pp]hoto(?:graph)?s? (?:by|courtesy|from)\b|\bvia [A-Z]"
    rf"|\b[Cc]ourtesy of\b|\b{_AGENCY}$|^{_AGENCY}/|^(?:File(?: photo)?|Supplied|Courtesy|Handout)$"
    r"|^[A-Z][\w.'’-]+ [A-Z][\w.'’ -]+/[A-Z]"
)
_SLASH_CREDIT = re.compile(rf"(?:[\w.'’-]+/{_AGENCY}(?:/[\w.'’ -]+)*|\.\s+(?:AP|AFP|Reuters|Getty Images))$")
_CAPTION_LABEL = re.compile(
    r"^(?:image caption|media caption|caption|photo caption|pictured|file photo"
    r"|figure \d+)\b\s*:?\s*\S",
    re.IGNORECASE,
)
_NEWS_ONLY = frozenset({"menu", "subscription", "correction link"})  # a manual says "Click here", too
_TAIL_WORDS, _TEASER_WORDS, _MOST_TEASERS, _MOST_CHARS = 20, 25, 2, 1000


def mark(units: Sequence[Unit], *, news: bool) -> list[Region]:
    """Furniture and captions among the units, in order.

    Args:
        units: the whole text's units.
        news: does the text look like a news page (byline, credit, publication date …)? Menus and teasers for other
        articles
            are only looked for there: in a contract or a manual an unpunctuated line is a heading or a signature.
    """
    labels = [_label(unit, news) for unit in units]
    _fill_boxes(units, labels)
    _mark_alt_text(units, labels)
    if news:
        _mark_teasers(units, labels)
    return [region for unit, label in zip(units, labels, strict=True) if label for region in _regions(unit, *label)]


def _label(unit: Unit, news: bool) -> tuple[str, str] | None:
    """(kind, label) of a unit by its own wording, or None."""
    if len(unit.text) > _MOST_CHARS:
        return None
    count = len(unit.words)
    if _is_caption(unit):
        return "caption", "caption"
    for label, pattern, most in _ANYWHERE:
        if count <= most and (news or label not in _NEWS_ONLY) and pattern.search(unit.text):
            return "furniture", label
    if is_credit(unit.text):
        return "furniture", "credit"
    if count <= 6 and not unit.ends_sentence and (_PHOTO_LABEL.match(unit.text) or _PHOTO.match(unit.text)):
        return "furniture", "photo credit"
    return None


def _is_caption(unit: Unit) -> bool:
    if len(unit.words) > 90:
        return False
    if _CAPTION_LABEL.match(unit.text):
        return True
    if len(unit.words) >= 8 and not unit.ends_sentence and _SLASH_CREDIT.search(unit.text):
        return True
    match = _CREDIT_AT_END.search(unit.text)
    return (
        match is not None
        and match.start() > 12
        and _CREDIT_WORD.search(match["credit"]) is not None
        and not is_credit(match["credit"])
    )


def _fill_boxes(units: Sequence[Unit], labels: list[tuple[str, str] | None]) -> None:
    """Short lines shut in between two lines of one newsletter or social box belong to the box."""
    boxed = [i for i, label in enumerate(labels) if label and label[1] in {"newsletter", "social"}]
    for left, right in itertools.pairwise(boxed):
        between = range(left + 1, right)
        if len(between) <= 4 and all(len(units[i].words) <= _TAIL_WORDS for i in between):
            for i in between:
                labels[i] = labels[i] or labels[left]


def _mark_alt_text(units: Sequence[Unit], labels: list[tuple[str, str] | None]) -> None:
    """A line that the caption below repeats, or begins with, is the picture's alternative text."""
    for i, unit in enumerate(units[:-1]):
        label = labels[i + 1]
        below = units[i + 1].text
        if label and label[0] == "caption" and not labels[i] and not unit.ends_sentence and below.startswith(unit.text):
            labels[i] = ("furniture", "alt text")


def _mark_teasers(units: Sequence[Unit], labels: list[tuple[str, str] | None]) -> None:
    """Headlines of other articles: unpunctuated lines in the tail beside other furniture, or between two paragraphs."""
    prose = [i for i, unit in enumerate(units) if unit.is_prose and unit.ends_sentence and not labels[i]]
    if len(prose) < 3:
        return
    tail = range(prose[-1] + 1, len(units))
    if any(labels[i] for i in tail):
        for i in tail:
            if not labels[i] and _is_teaser(units[i], least=4):
                labels[i] = ("furniture", "related link")
    between = [i for i in range(prose[0] + 1, prose[-1]) if i - 1 in prose and i + 1 in prose and not labels[i]]
    teasers = [i for i in between if _is_teaser(units[i], least=9)]
    for i in teasers if len(teasers) <= _MOST_TEASERS else []:  # more of them are the text's own sub-headings
        labels[i] = ("furniture", "related link")


def _is_teaser(unit: Unit, least: int) -> bool:
    text = unit.text
    plain = (
        not unit.ends_sentence and text[-1] not in ":;,-–—" and text[0] not in "-*•#>|\"“'‘(" and not text[0].islower()
    )
    return (
        plain
        and least <= len(unit.words) <= _TEASER_WORDS
        and not re.match(r"\d+[.)]|.*[“\"”:|]|.*\b[A-Za-z]+\(", text)
    )


def _regions(unit: Unit, kind: str, label: str) -> list[Region]:
    """The region a unit becomes; a caption loses an alternative text that is glued before it."""
    if kind == "furniture":
        return [Region(unit.start, unit.end, "furniture", label)]
    glued = next((n for n in range(len(unit.text) // 2, 14, -1) if unit.text[n:].startswith(unit.text[:n])), 0)
    if glued and len(unit.text) == unit.end - unit.start:
        first = Region(unit.start, unit.start + glued, "furniture", "alt text")
        return [first, Region(unit.start + glued, unit.end, "caption", label)]
    return [Region(unit.start, unit.end, "caption", label)]
