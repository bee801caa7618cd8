"""The forms in which news text names dates, each with the rule (:mod:`qa.news.date_rules`) that turns it into days."""

from __future__ import annotations

import re

from qa.news import date_rules as rules
from qa.news.date_rules import Context, Rule

__all__ = ["FORMS", "Context", "Rule"]

_MONTH = (
    r"(?:January|Jan\.?|February|Feb\.?|March|Mar\.|April|Apr\.?|May|June|Jun\.|July|Jul\.|August|Aug\.?|"
    r"September|Sept?\.?|October|Oct\.?|November|Nov\.?|December|Dec\.?)(?![a-z])"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:])(?!,\d|\.\d|\s?%)"
_YEAR = r"(?:1[5-9]|20)\d\d(?!\d)"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
_PART = (
    r"(?:(?P<part>early|mid|middle\s+of|late|beginning\s+of|start\s+of|end\s+of|the\s+end"
    r"\s+of)[\s-]+(?:the\s+)?(?:in\s+)?)?"
)
_NUMBER = (
    r"(?:a\s+couple\s+of|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen"
    r"|twenty|thirty|\d{1,3})"
)
_UNIT = r"(?:day|week|fortnight|month|year|decade)s?"
_HOLIDAY = (
    r"(?:New\s+Year['’]s\s+(?:Eve|Day)|New\s+Year['’]s|Christmas(?:\s+(?:Eve|Day))?|Boxing\s+Day|Valentine['’]s\s+Day|"
    r"May\s+Day|Halloween|Easter(?:\s+(?:Sunday|Monday))?|Good\s+Friday|Palm\s+Sunday|Ash\s+Wednesday|"
    r"(?:the\s+)?Fourth\s+of\s+July|Bastille\s+Day|Thanksgiving)"
)


_BEFORE_A_MONTH = "in In since Since by By until Until during During from From of after After before Before"
_TO = rf"(?:\s?[-–]\s?|\s+(?:to|and|through)\s+)(?P<to>{_DAY})"
_OF_DAY = r"(?:\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night))?"
_SMALL = r"(?:,?\s+(?:of\s+)?)"

FORMS: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (re.compile(form), rule)
    for form, rule in (
        (rf"(?:\b{_WEEKDAY},?\s+)?\b(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?:{_TO})?,?\s+(?P<year>{_YEAR})", rules.full),
        (rf"(?:\b{_WEEKDAY},?\s+)?(?<![\d,.$])\b(?P<day>{_DAY})(?:{_TO})?\s+(?:of"
         rf"\s+)?(?P<month>{_MONTH}),?\s+(?P<year>{_YEAR})", rules.full),
        (rf"(?<![\d-])(?P<year>{_YEAR})-(?P<month>0[1-9]|1[0-2])-(?P<day>\d\d)(?!\d)", rules.full),
        (rf"(?:\b{_WEEKDAY},?\s+)?\b(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?:{_TO})?", rules.month_day),
        (rf"(?:\b{_WEEKDAY},?\s+)?(?<![\d,.$])\b(?P<day>{_DAY})(?:{_TO})?\s+(?:of"
         rf"\s+)?(?P<month>{_MONTH})(?!\s+\d)", rules.month_day),
        (rf"\b(?i:{_PART})(?P<month>{_MONTH}){_SMALL}(?P<year>{_YEAR})", rules.month_year),
        (
            rf"\b(?i:{_PART})(?:(?P<how>[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast|[Cc]oming)\s+)"
            rf"(?P<month>{_MONTH})(?!\s+\d)", rules.month,
        ),
        (rf"\b(?i:(?P<part>early|mid|late|end\s+of))[\s-]+(?P<how>)(?P<month>{_MONTH})(?!\s+\d)", rules.month),
        *(
            (rf"(?P<part>)(?P<how>)(?<=\b{word}\s)(?P<month>{_MONTH})(?!\s+\d)", rules.month)
            for word in _BEFORE_A_MONTH.split()
        ),
        (rf"\b(?i:{_PART})(?<![\d,.$£€#/-])(?P<year>{_YEAR})(?![\d,]\d|[.]\d|\s?%|/|-\d)", rules.year),
        (rf"\b(?i:{_PART})(?P<year>(?:1[5-9]|20)\d0)['’]?s\b", rules.decade),
        (rf"\b(?P<how>)(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?:\s+of)?"
         rf"\s+(?P<year>{_YEAR})", rules.season),
        (r"\b(?P<how>[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast)\s+(?P<season>spring|summer|autumn|fall"
         r"|winter)\b(?P<year>)", rules.season),
        (
            rf"\b(?i:(?P<nth>first|second|third|fourth)\s+(?P<unit>quarter|half)\s+of\s+(?:the\s+year\b|"
            rf"(?:this\s+year\b)|(?P<year>{_YEAR})))", rules.quarter,
        ),
        (rf"\b(?:(?P<how>[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming)\s+)?(?P<weekday>{_WEEKDAY}){_OF_DAY}", rules.weekday),
        (r"\b(?i:(?:the\s+)?day\s+(?:before\s+yesterday|after\s+tomorrow))\b", rules.near_today),
        (r"\b(?i:today|tonight|yesterday|tomorrow|this\s+(?:morning|afternoon|evening)|last\s+night)\b",
         rules.near_today),
        (
            r"\b(?i:(?:(?P<part>early|mid|late|end\s+of)[\s-]+(?:in\s+)?)?(?:the\s+)?"
            r"(?P<how>last|this|next|previous|coming)\s+(?P<unit>week|month|year|decade|weekend))\b",
            rules.relative_unit,
        ),
        (r"\b(?i:(?P<part>)(?:over|at|during|on|for)\s+(?P<how>the)\s+(?P<unit>weekend))\b", rules.relative_unit),
        (rf"\b(?i:(?P<count>{_NUMBER})\s+(?P<unit>{_UNIT})\s+ago)\b", rules.ago),
        (rf"\b(?i:(?:the|these)\s+(?:past|last)\s+(?P<count>{_NUMBER})\s+(?P<unit>{_UNIT}))\b", rules.past),
        (
            rf"\b(?i:(?P<count>{_NUMBER})\s+(?P<unit>{_UNIT})\s+(?P<way>later|earlier|afterwards?"
            rf"|previously|prior|before|after))"
            r"(?=\s*[,.;:!?”\"\n]|$)", rules.later,
        ),
        (rf"\b(?i:(?P<count>{_NUMBER})\s+(?P<unit>{_UNIT})\s+(?P<way>later|earlier))\b", rules.later),
        (rf"\b(?i:(?P<count>{_NUMBER}|the)\s+(?P<unit>{_UNIT})\s+(?P<way>after|before))(?=\s+\w)", rules.after),
        (
            r"\b(?i:the\s+(?:next|following|previous|same)\s+(?:day|morning|afternoon|evening"
            r"|night)|that\s+(?:same\s+)?"
            r"(?:day|morning|afternoon|evening|night)|the\s+day\s+(?:before|after)(?=\s*[,.;:]|$))\b", rules.next_day,
        ),
        (rf"\b(?P<name>{_HOLIDAY})(?:,?\s+(?P<year>{_YEAR}))?", rules.holiday),
    )
)  # fmt: skip
