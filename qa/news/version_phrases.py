"""The words by which a question speaks of versions of an article, as patterns."""

from __future__ import annotations

import re
from typing import Literal

OLD = r"first|1st|earlier|earliest|original|initial|old|older|oldest|previous|prior"
NEW = r"latest|last|newest|newer|new|later|updated|current|revised|corrected|rewritten|amended|final|most recent"
ORDINALS = {w: i for i, w in enumerate("second third fourth fifth sixth seventh eighth ninth tenth".split(), start=2)}
ORDINALS |= {"2nd": 2, "3rd": 3}
COUNT_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_WHICH = rf"{OLD}|{NEW}|{'|'.join(ORDINALS)}|other"
A_VERSION = re.compile(rf"^(?:{_WHICH})$", re.IGNORECASE)
_STORY = r"articles?|stories|story|pieces?|write-ups?"  # what hardly anything but an article is called
_THING = rf"{_STORY}|reports?|pages?|texts?|documents?|news|posts?"
_VERSION = r"versions?|editions?|drafts?|revisions?"
_VERSIONS = r"versions|editions|drafts|revisions"
_THE = r"(?:the|this|that|its)"
_INNER = r"(?:(?!(?:the|in|of|by|to|from|with|for|on|at|and)\b)[\w.'’-]+\s+)"  # a word of an article's description
# Verbs of which an article can be the subject; "the latest version shipped" is about something else.
SAYING = (
    r"say|says|said|reports?|reported|states?|stated|gives?|gave|names?|named|calls?|called|mentions?|mentioned|spells?|"
    r"spelled|spelt|describes?|described|puts?|blames?|blamed|quotes?|quoted|cites?|cited|carry|carries|carried|adds?|"
    r"added|drops?|dropped|omits?|omitted|identify|identifies|identified|attributes?|attributed|claims?|claimed|tells?|"
    r"told|writes?|wrote|lists?|listed|credits?|credited|refers?|referred|leaves?\s+out|left\s+out|no\s+longer|still|"
    r"speaks?|spoke|transliterates?|renders?|rendered|explains?|explained|characteri[sz]e[sd]?|"
    r"uses?\s+(?:for|the\s+(?:name|word|term|spelling|headline))"
)
_TOPIC = rf"(?:\s+(?:about|on)\s+(?P<topic>[^?.,;()]+?)(?=\s*(?:[?.,;)]|$)|\s+(?:{SAYING})\b))?"
_NAMED = (
    rf"(?:(?P<word>{_WHICH})\s+(?:published\s+|posted\s+|saved\s+)?(?P<noun>{_VERSION})"
    r"|(?:versions?|editions?|drafts?|revisions?)\s+(?:no\.?\s*|number\s+|#)?(?P<digit>\d{1,3}|one|two|three|four|five))"
)
_OWNER = rf"(?:the|this|that)\s+(?P<owner>{_INNER}{{0,5}}?)(?P<owned>{_THING})['’]s?\s+"
_ABOUT_THING = rf"(?:\s+of\s+{_THE}\s+(?P<hint>(?:[\w.'’-]+\s+){{0,5}}?)(?P<thing>{_THING})\b{_TOPIC})?"
PHRASE = re.compile(
    r"[\s,(]{0,4}\b(?:(?:in|according\s+to|by|per|from|of|with|to|within)\s+)?"
    rf"(?:{_OWNER}|the\s+|an?\s+|its\s+)?{_NAMED}\b{_ABOUT_THING}\)?",
    re.IGNORECASE,
)
AS_GIVEN = re.compile(
    r",?\s+as\s+(?:(?:it\s+)?(?:is|was)\s+)?(?:given|reported|stated|told|named|written)$", re.IGNORECASE
)
STORY_NOUN = re.compile(rf"^(?:{_STORY})$", re.IGNORECASE)
VERSION_NOUN = re.compile(r"^versions?$", re.IGNORECASE)
IN_VERSION = frozenset(("in", "within", "according"))
SAID_BY = re.compile(rf"\b(?:{SAYING})$", re.IGNORECASE)
PARTS_OF_TEXT = r"headline|title|heading|byline|wording|lead|text|opening|first\s+(?:line|sentence|paragraph)"
OTHER_THING = re.compile(r"\s+(?:of|for)\b", re.IGNORECASE)
ABOUT_THING = re.compile(
    rf"\b(?:{_VERSION})\s+of\s+{_THE}\s+(?:[\w.'’-]+\s+){{0,5}}?(?:{_THING})\b"
    rf"|\b{_THE}\s+{_INNER}{{0,5}}?(?:{_THING})['’]s?\s+(?:\w+\s+)?(?:{_VERSION})\b",
    re.IGNORECASE,
)
OF_SOMETHING = re.compile(rf"\b(?:{_VERSION})\s+of\b", re.IGNORECASE)
THE_STORY = re.compile(rf"\b(?:the|this|that)\s+(?P<hint>{_INNER}{{0,5}}?)(?:{_STORY})\b", re.IGNORECASE)
# "in the updated ferry story": without the word "version" only where the article is said to be the old or the new one
UPDATED_STORY = re.compile(
    r"[\s,(]{0,4}\b(?:in|according\s+to|by|per|from)\s+the\s+(?P<word>original|updated|revised|corrected|rewritten|amended)\s+"
    rf"(?P<hint>{_INNER}{{0,4}}?)(?:{_STORY})\b\)?",
    re.IGNORECASE,
)
SPELLED = re.compile(r"^\W*how\b.*\b(?:spell(?:ed)?|spelt|written)\b", re.IGNORECASE)
STORY_SAYS = re.compile(
    rf"\b(?:the|this|that)\s+{_INNER}{{0,5}}?(?:{_STORY})\s+(?:(?:at first|originally|initially|first|later|now)\s+)?"
    rf"(?:{SAYING})\b",
    re.IGNORECASE,
)
_UPDATED = r"(?:it|the\s+\w+)\s+was\s+(?:last\s+)?(?:updated|changed|revised|corrected|edited|rewritten)"
_PUBLISHED = r"(?:was\s+)?first\s+(?:published|posted|put\s+online)"
WHEN_IN_TIME = re.compile(
    rf"\s*\b(?:(?P<first>at\s+first|originally|initially|as\s+first\s+published|first|when\s+(?:it\s+)?{_PUBLISHED}|before\s+{_UPDATED})"
    rf"|(?P<later>later|now|eventually|finally|in\s+the\s+end|after\s+{_UPDATED}|once\s+{_UPDATED}|when\s+{_UPDATED}))\b",
    re.IGNORECASE,
)
HEADLINE = re.compile(r"\b(?P<sure>headlines?|headlined)\b|\b(?:titled?|heading|headed)\b", re.IGNORECASE)
HEADLINE_OF = re.compile(
    rf"(?:\b{_OWNER}|\b{_THE}\s+)?\b(?P<word>{_WHICH})\s+(?:headline|title)\b"
    rf"(?:\s+(?:of|on|for|over|above)\s+{_THE}\s+(?P<hint>(?:[\w.'’-]+\s+){{0,5}}?)(?P<thing>{_THING})\b{_TOPIC})?",
    re.IGNORECASE,
)
HEADLINE_CHANGED_TO = re.compile(
    r"^\W*to\s+what\b.*\b(?:headline|title)\b.*\bchanged$|\b(?:headline|title)\b.*\bchanged\s+to$", re.IGNORECASE
)
HOW_MUCH_LATER = re.compile(
    r"^\W*(?:how\s+(?:much|long|many\s+(?:seconds|minutes|hours|days|weeks|months|years))|what)\b.*?\b(?:later|after|time|"
    r"between|apart|passed)\b",
    re.IGNORECASE,
)
WHICH_VERSION = re.compile(
    rf"^\W*(?:in\s+|according\s+to\s+)?which\s+(?:(?:of\s+the\s+(?:\w+\s+)?{_VERSIONS})|version)\b"
    rf"(?:\s+of\s+{_THE}\s+(?P<hint>(?:[\w.'’-]+\s+){{0,5}}?)(?P<thing>{_THING})\b)?\s+(?!of\b)(?P<rest>\S.*)$",
    re.IGNORECASE,
)
WORDS_OF_TIME = frozenset(
    """much long many seconds minutes hours days weeks months years later after time times between apart passed pass
    difference gap interval span lies lie lay elapsed appear appeared come came follow followed published publish posted
    online save saved replaced replace issued released versions version edition editions article story two""".split()
)
# "in the second version but not in the first", "that the first does not say"
BUT_NOT = re.compile(
    rf",?\s*\b(?:(?:but|and)\s+not\s+(?:in\s+)?(?:the\s+)?|that\s+(?:is|are)\s+(?:missing\s+from|not\s+in)\s+(?:the\s+)?|"
    rf"(?:that|which)\s+the\s+)(?:{_WHICH})(?:\s+(?:one|{_VERSION}))?"
    rf"(?:\s+(?:does|did)\s+not(?:\s+(?:say|have|mention|give|report))?)?(?:\s+of\s+{_THE}\s+(?:[\w.'’-]+\s+){{0,5}}?(?:{_THING}))?\b",
    re.IGNORECASE,
)
_CHANGED = (
    r"(?:chang\w*|differ\w*|reworded|revised|corrected|rewritten|altered|(?:spelled|spelt|written)\s+differently)"
)
_LATER = rf"(?:in|with|by)\s+(?:the\s+)?(?:(?:{NEW}|{'|'.join(ORDINALS)})\s+(?:version)|version\s+\w+)"
CHANGES = re.compile(
    rf"^\s*(?:what|which|whose|how)\s+(?:[\w'’-]+\s+){{0,9}}?{_CHANGED}\b(?:.*\b(?:{_VERSIONS}|from\s+(?:the\s+\w+\s+)?"
    rf"version\b.*\bto)\b|\s+{_LATER}\b)"
    rf"|^\s*(?:did|does|do|has|have|was|were)\b.*\b{_CHANGED}\b.*\b(?:{_VERSIONS})\b"
    rf"|\bbetween\s+(?:the\s+)?(?:\w+\s+){{0,2}}(?:{_VERSIONS})\b.*\b{_CHANGED}\b"
    rf"|^\s*(?:what|how)\s+(?:do|did|does)\s+the\s+(?:\w+\s+){{0,2}}(?:{_VERSIONS})\s.*\bdiffer\b"
    rf"|\bdifferences?\s+between\s+(?:the\s+)?(?:\w+\s+){{0,2}}(?:{_VERSION})\b"
    rf"|\b(?:how|what)\s+did\s+the\s+(?:[\w'’-]+\s+){{0,3}}?(?:{_STORY})\s+change\b"
    rf"|\b(?:how|what)\s+did\s+the\s+(?:[\w'’-]+\s+){{0,3}}?(?:{_STORY})['’]s\s+(?:headline|title)\s+change\b"
    rf"|\b(?:how|what)\s+did\s+the\s+(?:headline|title)\s+of\s+the\s+(?:[\w'’-]+\s+){{0,5}}?(?:{_STORY})\s+change\b"
    rf"|\bcompare\s+(?:the\s+)?(?:\w+\s+){{0,2}}(?:{_VERSIONS})\b",
    re.IGNORECASE,
)
TWO_VERSIONS = re.compile(
    rf"\b(?:{_VERSIONS})\b(?:\s+of\s+{_THE}\s+(?P<hint>(?:[\w.'’-]+\s+){{0,5}}?)(?:{_THING})\b)?", re.IGNORECASE
)
BETWEEN = re.compile(
    rf"\b(?:between|across|from|in|among)\s+(?:the\s+)?(?:\w+\s+){{0,3}}?(?:{_VERSION})\b(?:\s+(?:\d+|one)\s+(?:and|to)\s+"
    rf"(?:version\s+)?(?:\d+|two))?(?:\s+of\s+{_THE}\s+(?P<hint>(?:[\w.'’-]+\s+){{0,5}}?)(?:{_THING})\b)?",
    re.IGNORECASE,
)
WORDS_OF_CHANGE = frozenset(
    """number numbers many much change changed changes changing differ differs differed difference differences different
    differently version versions edition editions draft drafts revision revisions figure figures name names spelled
    spelt spelling written corrected altered rewritten
    added dropped removed reworded revised story article report page compare between new old first second third latest
    earlier later updated original""".split()
)
_BE = r"\s*\b(?:was|were|is|are|(?:has|have|had)\s+been)\s+"
# (pattern, on which side of the version it stands, what it says: new there, taken out, or not there)
_Moved = tuple[str, Literal["before", "after"], Literal["new", "gone", "missing"]]
_NEW_OR_GONE: tuple[_Moved, ...] = (
    (rf"{_BE}(?:newly\s+)?(?:added|inserted)\s*$", "before", "new"),
    (r"\s*\b(?:is|are|was|were)\s+new\s*$", "before", "new"),
    (r"\s*\b(?:(?:appear|stand|occur|come)s?|appeared|stood|occurred|came)\s+only\s*$", "before", "new"),
    (r"\s*\bonly\s+(?:(?:appear|stand|occur|come)s?|appeared|stood|occurred|came)\s*$", "before", "new"),
    (r"\s+(?:only|for\s+the\s+first\s+time)\s*$", "before", "new"),
    (rf"{_BE}(?:dropped|removed|cut|deleted|taken\s+out|no\s+longer\s+\w+|gone)\s*$", "before", "gone"),
    (r"\s*\bno\s+longer\s+\w+\s*$", "before", "gone"),
    (rf"{_BE}(?:missing|absent|left\s+out|omitted)\s*$", "before", "missing"),
    (r"^\s*(?:newly\s+)?add\b", "after", "new"),
    (r"^\s*(?:drop|remove|cut|delete|no\s+longer\s+\w+)\b", "after", "gone"),
    (r"^\s*(?:leave\s+out|omit|lack)\b", "after", "missing"),
)
NEW_OR_GONE = tuple((re.compile(pattern, re.IGNORECASE), side, moved) for pattern, side, moved in _NEW_OR_GONE)
PARTS_OF_HEADLINE = frozenset(
    """headline headlines headlined title titled heading headed article story report piece page text news carry carried
    carries bear bore have had run ran runs appear appeared publish published read reads use used uses give given get
    got go went first original originally initial come came put choose chose chosen stand stood top full exact word
    words wording receive received show showed display displayed change changed""".split()
)
THINGS_SAID = frozenset(
    """person people detail details fact facts information sentence sentences paragraph paragraphs passage passages
    line lines thing things else new""".split()
)
