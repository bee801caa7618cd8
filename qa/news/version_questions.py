"""Questions about versions: which version is meant, and what is asked of it once that is taken out of the words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from qa.news import version_phrases as vp
from qa.news.version_wording import THE_ARTICLE, plain_wording
from qa.question import STOP_WORDS, words

Which = Literal["first", "latest", "number", "changes"]
# What of the version is asked: its text; its headline; words within its headline; what only it holds; what it holds no
# longer; what it does not hold; of changes: all of them, of figures, of names; how much later it came; which version
# says something.
About = Literal["text", "headline", "in headline", "new", "gone", "missing", "figures", "names", "later", "which"]


@dataclass(frozen=True, slots=True)
class VersionRequest:
    """What a question about versions asks."""

    which: Which
    number: int | None  # for "number"
    question: str  # the question without the words about the version; "changes": the words it is about
    hint: str  # words that say which article: "airport" of "the airport story"; often empty
    about: About = "text"
    listed: bool = False  # all that is new or gone is asked for, not one thing of it
    named: bool = True  # an article is named as such; else the words could be about something that has versions
    phrase: str = ""  # the words about the version, as they stand in the question

    @property
    def label(self) -> str:
        """As it is shown in the understood form of the question."""
        return {"first": "first version", "latest": "latest version", "number": f"version {self.number}"}.get(
            self.which, "what changed between versions"
        )


def read_version(question: str) -> VersionRequest | None:
    """What a question says about versions; None for a question that says nothing of the kind.

    A version phrase is taken out of the words that are searched and read, since no article speaks of its versions.
    """
    if match := vp.WHICH_VERSION.search(question):
        told, rest = _hint(match["hint"] or ""), match["rest"].strip(" ?!.")
        named = bool(match["thing"]) or bool(vp.THE_STORY.search(rest))
        return VersionRequest(
            "changes", None, rest, told or _story(rest)[1], "which", named=named, phrase="which version"
        )
    if vp.HOW_MUCH_LATER.search(question) and (later := _how_much_later(question)):
        return later
    if vp.CHANGES.search(question):
        return _changes(question)
    if match := vp.PHRASE.search(question):
        return _of_version(question, match)
    if match := vp.HEADLINE_OF.search(question):
        return _of_headline(question, match)
    if vp.HEADLINE_CHANGED_TO.search(question.rstrip(" ?.")) and (story := _story(question))[0]:
        return VersionRequest("latest", None, "What is the headline?", story[1], "headline", phrase="changed to")
    if match := vp.UPDATED_STORY.search(question):
        which, number = _which(match)
        rest = _plain(_without(question[: match.start()], question[match.end() :]))
        return _about_headline(VersionRequest(which, number, rest, _hint(match["hint"]), phrase=match.group().strip()))
    return _at_first(question)


def _how_much_later(question: str) -> VersionRequest | None:
    """ "How much later did the second version of the harbour story appear?": None where no version is spoken of."""
    match = vp.PHRASE.search(question) or vp.TWO_VERSIONS.search(question)
    if match is None or vp.OTHER_THING.match(question[match.end() :]):
        return None
    hint = _hint(match["hint"] or "") or _story(question)[1]
    known = STOP_WORDS | vp.WORDS_OF_TIME | {word.lower() for word in hint.split()}
    if not all(w.lower() in known or vp.A_VERSION.match(w) for w in words(question)):
        return None  # "How long after the vote was the mayor seen in the first version?"
    named = bool(vp.ABOUT_THING.search(question) or vp.THE_STORY.search(question))
    return VersionRequest("latest", None, question, hint, "later", named=named, phrase=match.group().strip(" ,()"))


def _of_headline(question: str, match: re.Match[str]) -> VersionRequest | None:
    """ "What was the first headline of the harbour story?": a headline where a version is meant."""
    which, number = _which(match)
    story, hint = _story(question)
    if not (match["thing"] or match["owned"] or story):
        return None  # the first title of a champion
    asked = (
        "headline" if re.search(r"\b(?:what|which)\W*$", question[: match.start()], re.IGNORECASE) else "the headline"
    )
    rest = _joined(question[: match.start()], asked, question[match.end() :])
    hint = _hint(match["hint"] or match["owner"] or match["topic"] or "") or hint
    return _about_headline(VersionRequest(which, number, rest, hint, phrase=match.group()))


def _of_version(question: str, match: re.Match[str]) -> VersionRequest | None:
    """ "How many died in the first version of the harbour story?": a version, named as one."""
    before, after = question[: match.start()], question[match.end() :]
    if match["hint"] and match["topic"]:  # "… of the harbour story about the crane": the question's topic
        after = question[match.start("topic") - len(" about") : match.end()] + after
    if vp.OTHER_THING.match(after):  # the new version of a program, of a law
        return None
    which, number = _which(match)
    hint, thing = _hint(match["hint"] or match["owner"] or match["topic"] or ""), match["thing"] or match["owned"]
    # "the first draft of the report" may be something that somebody drafted.
    named = bool(thing) and bool(vp.STORY_NOUN.match(thing) or vp.VERSION_NOUN.match(match["noun"] or "version"))
    story, of_story = _story(before + after)
    named, hint = named or bool(story), hint or of_story
    if not named and not _set_off(before, match, after):
        return None
    request = VersionRequest(which, number, "", hint, named=named, phrase=match.group().strip(" ,()"))
    if moved := _new_or_gone(before, match, after, request):
        return moved
    rest = _without(before, after)
    if not any(c.isalnum() for c in rest):
        return None
    return _about_headline(replace(request, question=_plain(rest)))


def _at_first(question: str) -> VersionRequest | None:
    """ "What did the harbour story say at first about the crane?": an article says something, and an adverb of time."""
    match, (story, hint) = vp.WHEN_IN_TIME.search(question), _story(question)
    says = vp.STORY_SAYS.search(question) or vp.SPELLED.search(question)
    if match is None or not story or not (says or vp.HEADLINE.search(question)):
        return None
    rest = _joined(question[: match.start()], "", question[match.end() :])
    which: Which = "first" if match["first"] else "latest"
    request = _about_headline(VersionRequest(which, None, _plain(rest), hint, phrase=match.group().strip()))
    return request if says or request.about == "headline" else None


def _story(question: str) -> tuple[str, str]:
    """The words by which a question names an article, and those that say which: ("the ferry story", "ferry")."""
    match = vp.THE_STORY.search(question)
    return (match.group(), _hint(match["hint"])) if match else ("", "")


def _hint(text: str) -> str:
    """The telling words of an article's description: no version of it."""
    return " ".join(w for w in words(text) if w.lower() not in STOP_WORDS and not vp.A_VERSION.match(w))


def _which(match: re.Match[str]) -> tuple[Which, int | None]:
    groups = match.groupdict()
    if digit := groups.get("digit"):
        return "number", vp.COUNT_WORDS.get(digit.lower()) or int(digit)
    word = match["word"].lower()
    if word in vp.ORDINALS:
        return "number", vp.ORDINALS[word]
    if re.fullmatch(vp.OLD, word):
        return "first", None
    return "latest", None


def _set_off(before: str, match: re.Match[str], after: str) -> bool:
    """Whether a bare "the first version" can be an article's: it stands apart, or it says, gives or names something.

    "When did the latest version ship?" is about something else that has versions.
    """
    if re.match(rf"\s+(?:{vp.SAYING})\b", after, re.IGNORECASE):
        return True
    start = match.group().lstrip(" ,(").split(maxsplit=1)[0].lower()
    ends = not after.strip(" ?!.,)") or after.lstrip().startswith((",", ")", ":"))
    begins = not before.strip() or before.rstrip().endswith((",", "(")) or match.group().lstrip().startswith("(")
    if start in ("of", "from") and before.strip():
        return bool(ends and re.search(rf"\b(?:{vp.PARTS_OF_TEXT})$", before.rstrip(), re.IGNORECASE))
    if start == "by":
        return bool(ends and vp.SAID_BY.search(before.rstrip()))
    if _moved(before, match, after):
        return True
    return (start in vp.IN_VERSION and (ends or begins)) or match.group().lstrip().startswith("(") or start == "per"


def _without(before: str, after: str) -> str:
    """The question with the phrase cut out, as a question again."""
    before, after = vp.AS_GIVEN.sub("", before.strip(" ,(")), after.strip(" ,)")
    if re.search(r"\b(?:did|does|do|was|is)$", before, re.IGNORECASE):  # "What did | say about the bridge?"
        return _joined(before, THE_ARTICLE, after)
    text = re.sub(r"^(?:say|says|said)\s+", "", _joined(before, "", after).lstrip(",;: "), flags=re.IGNORECASE)
    return text[:1].upper() + text[1:]


def _plain(rest: str) -> str:
    """A question about the article that is left, asked of what the article reports."""
    named, _ = _story(rest)
    text = rest.replace(named, THE_ARTICLE, 1) if named else rest
    worded = plain_wording(text)
    return rest if worded.rstrip("?") == text.rstrip("?") else worded


def _joined(before: str, middle: str, after: str) -> str:
    text = " ".join(f"{before} {middle} {after}".split())
    return re.sub(r"\s+([?.!,])", r"\1", text).strip(" ,")


def _about_headline(request: VersionRequest) -> VersionRequest:
    """The request, as one for the headline or for something in it where its question speaks of one."""
    speaks = vp.HEADLINE.search(request.question)
    if speaks is None:
        return request
    known = {w.lower() for w in words(request.hint)} | vp.PARTS_OF_HEADLINE
    telling = [w for w in words(request.question) if w.lower() not in STOP_WORDS and not vp.A_VERSION.match(w)]
    whole = all(w.lower() in known for w in telling) and re.match(
        r"\s*(?:what|which|how|(?:under|with|by)\s+(?:what|which))\b", request.question, re.IGNORECASE
    )
    if whole:
        return replace(request, about="headline")
    return replace(request, about="in headline") if speaks["sure"] else request


def _moved(before: str, match: re.Match[str], after: str) -> tuple[str, About, bool] | None:
    """Where a version is said to add something, to drop it or not to have it: (what is asked, which of these, whether
    "only" says so); None for every other question."""
    if match.group().lstrip().startswith((",", "(")) or re.match(r"\W*how\s+(?:many|much)\b", before, re.IGNORECASE):
        return None  # "How many beds were added in version 2?": a count is not what an editor adds
    said = re.sub(rf"^\s*(?:{vp.SAYING}|have|contain|hold)\b", "", after, flags=re.IGNORECASE)
    if found := vp.BUT_NOT.match(said):
        asked = re.sub(r"\s*\b(?:do|does|did)\s*$", "", before)
        return _joined(asked, "", said[found.end() :]), "new", True
    does = re.search(r"\s*\b(?:do|does|did)$", before)
    for pattern, side, about in vp.NEW_OR_GONE:
        found = pattern.search(before if side == "before" else after)
        if found and side == "before":
            return _joined(before[: found.start()], "", after), about, not re.search(r"added|inserted", found.group())
        if found and does:
            return _joined(before[: does.start()], "", after[found.end() :]), about, False
    return None


def _new_or_gone(before: str, match: re.Match[str], after: str, request: VersionRequest) -> VersionRequest | None:
    """ "Whose verdict was added in the second version?": what one version holds and another does not."""
    moved = _moved(before, match, after)
    if moved is None:
        return None
    asked, about, only = moved
    if about == "new" and not only and request.which == "first":
        return None  # nothing is added in a first version: the words are about the world
    idle = STOP_WORDS | vp.WORDS_OF_CHANGE | vp.THINGS_SAID
    listed = not any(w.lower() not in idle for w in words(asked)) or bool(
        re.match(r"^\W*what\s+(?:(?:else|is)\s+)?(?:about|on|of)\b", asked, re.IGNORECASE)
    )
    return replace(request, question=" ".join(_topic(asked)) if listed else asked, about=about, listed=listed)


def _changes(question: str) -> VersionRequest | None:
    if vp.OF_SOMETHING.search(question) and not vp.ABOUT_THING.search(question):
        return None  # the versions of a bill, of a program
    between = vp.BETWEEN.search(question)
    told = (between["hint"] if between else "") or _story(question)[1]
    named = bool(vp.ABOUT_THING.search(question) or vp.THE_STORY.search(question))
    rest = question[: between.start()] + " " + question[between.end() :] if between else question
    topic = [w for w in _topic(rest) if w not in told.split()]
    about: About = "text"
    if vp.HEADLINE.search(rest):
        about, topic = "headline", []
    elif re.search(r"\b(?:figures?|numbers?|toll|count)\b", rest, re.IGNORECASE):
        about = "figures"
    elif re.search(r"\b(?:names?|spell\w*|spelt)\b", rest, re.IGNORECASE):
        about = "names"
    phrase = between.group().strip() if between else ""
    return VersionRequest("changes", None, " ".join(topic), _hint(told), about, True, named, phrase)


def _topic(text: str) -> list[str]:
    """The words that say what a question about changes is about."""
    without = STOP_WORDS | vp.WORDS_OF_CHANGE | vp.COUNT_WORDS.keys()
    return [w for w in words(text) if w.lower() not in without and not w.isdigit()]
