"""Verbs of speech, and what stands around them: addressees, times, media, asides; word lists and patterns only."""

from __future__ import annotations

import re

PLAIN = """said says told tells wrote writes tweeted reported reports added adds argued argues claimed claims insisted
    insists stated states explained explains noted notes warned warns acknowledged acknowledges admitted admits
    confirmed confirms declared declares denied denies testified recalled recalls predicted predicts estimated
    estimates alleged alleges asserted asserts complained complains concluded concludes conceded concedes
    continued continues cautioned cautions remarked remarks replied replies responded responds stressed stresses
    suggested suggests vowed vows pledged pledges promised promises announced announces emphasized emphasised
    observed mentioned maintained contended contends disclosed revealed reveals posted exclaimed joked repeated
    urged asked threatened lamented hinted commented signaled signalled recounted reiterated boasted
    answered answers believed believes feared fears""".split()
WITH_WORDS = (  # introduce quoted words only: called the verdict "a disgrace"
    "spoke speaks called calls described describes branded dubbed labeled labelled denounced condemned characterized"
).split()
NEEDS_THAT = frozenset(  # take an object that is not what is said: "denied the charge", "continued work"
    """acknowledged acknowledges admits admitted answered answers believed believes feared fears asked
    cautioned cautions claimed claims commented complained complains
    concluded concludes contended continued continues declared declares denied denies disclosed emphasised
    emphasized exclaimed explained explains hinted joked lamented maintained mentioned noted notes observed
    pledged pledges posted predicted predicts promised promises recalled recalls recounted repeated replied
    replies reports responded responds revealed reveals signaled signalled stated states stressed stresses
    suggested suggests threatened urged warned warns writes wrote""".split()
)
INVERTED = frozenset("said says reported reports added wrote".split())  # behind a clause without quotation marks
VERB = re.compile(rf"\b(?:{'|'.join(sorted(set(PLAIN + WITH_WORDS), key=len, reverse=True))})\b")
PARTICIPLE = re.compile(r",\s+(?P<verb>saying|adding|arguing|claiming|insisting|noting|warning|stressing)\s+")
ACCORDING = re.compile(r"\b(?P<verb>[Aa]ccording to)\s+")
ADDRESSEE = re.compile(
    r"\s+(?:[^\s,;:“\"]+\s+){1,10}?(?=that\b)|"
    r"\s+(?:(?:the|an?|his|her|their|its|this|our)\s+)?(?:[A-Z][\w.&’'-]*|reporters|newspaper|radio\s+station|broadcaster|agency|court|council|journalists|lawmakers|parliament|them|him|us|me"
    r"|[a-z]+s)(?:\s+(?:of\s+|and\s+)?[A-Z][\w.&’'-]*)*"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tonight|week|month|year|"
_DAY += "night|morning|evening|afternoon"
_MONTH = "Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec"
_MEDIUM = (
    r"statements?|interviews?|e-?mails?|tweets?|conference|post|posts|letter|speech|briefing|twitter|facebook|instagram|"
    r"telegram|television|tv|radio|report|call|message|note|testimony|remarks|address|release|article|hearing|blog|ruling"
)
ADVERBIAL = re.compile(
    rf"\s+(?:at|in|from|during|outside|on|before|after)\s+(?:[^\s,;:“\"]+\s+){{1,6}}?(?=that\b)"
    rf"|\s+(?:on\s+)?(?:{_MONTH})[a-z]*\.?\s+\d{{1,2}}(?!\d)"
    rf"|\s+(?:(?:on|late|early|earlier|last|this|later)\s+)*(?:{_DAY})\b(?:\s+(?:morning|afternoon|evening|night))?"
    rf"|\s+(?:in|on|via|at|during|by|to)\s+(?:[\w’'-]+\s+){{0,5}}?(?:{_MEDIUM})\b"
    rf"(?:\s+(?:to|with|from|on|by)\s+(?:the\s+)?(?:[A-Z][\w.&’'-]*|reporters|journalists)(?:\s+[A-Z][\w.&’'-]*)*)?"
    r"|\s+(?:later|earlier|again|also|publicly|repeatedly|then|afterward|afterwards)\b",
    re.IGNORECASE,
)
TAIL = re.compile(  # where a reported clause stops being what the speaker says
    r",\s+(?:but|while|although|though|even as|referring to|using)\b|;\s|,\s+according to\b"
    r"|,\s+(?:an?|one|two|three|several|hours|days|\d+)\s+(?:\w+\s+)?(?:after|before|later)\b"
)


ASIDE = re.compile(
    r",\s+(?:as|while|when|after|before|but|and|though|although|even|which|who|where|according|\w+ing"
    r"|(?:an?|one|two|three|several|hours|days|\d+)\s+(?:\w+\s+)?(?:after|before|later))\b"
)
PARENTHESIS = re.compile(r",[^,“\"]{1,90},\s+(?=that\b)|\s+according to [^,“\"]{1,60}(?=,)")
