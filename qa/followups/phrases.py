"""The noun phrases of a question, found by shallow reading: who does it, what it is done to, where, and what is asked.

No tagger is loaded: function words bound a phrase, and the auxiliary before a subject says what form the verb after it
has ("did the agency approve": a base form; "has the fire burned": a participle), so that the verb is left out of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from qa.followups import word_classes as wc
from qa.followups.phrase_kinds import Kind, kind_of
from qa.followups.tagging import Token, tokens

__all__ = ["Phrase", "Role", "phrases"]

Role = Literal["asked", "subject", "object", "prep", "owner"]

_TITLE = re.compile(r"^(?:mr|mrs|ms|dr|sen|rep|gov|gen|col|lt|sgt|capt|prof|rev|st|jr|sr|no|[a-z])$", re.IGNORECASE)
_ATTACHED = frozenset("of in at for on from near between against about over with behind".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase of a question: ``question[start:end] == text``."""

    text: str
    start: int
    end: int
    head: str  # its last word in lower case
    role: Role
    kind: Kind
    plural: bool
    preposition: str = ""
    full: str = ""  # with the phrases that belong to it: "the mine in Cumbria"

    @property
    def named(self) -> bool:
        """Whether a capitalised name is in it."""
        return bool(re.search(r"(?<!\w)[A-Z]", self.text))


_NOMINAL = frozenset(("NUM", "NAME", "WORD", "QUOTE"))


def phrases(text: str) -> list[Phrase]:
    """The noun phrases of ``text`` in order; none where it names nothing.

    Args:
        text: a question, or any short piece of English.

    Returns:
        Phrases whose offsets are those of ``text``; ``full`` takes in what hangs on them.
    """
    found = _Reading(text).run()
    return [replace(p, full=_full(text, found, i)) for i, p in enumerate(found)]


class _Reading:
    """One pass over the words of a question."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = tokens(text)
        self.pending: str | None = None  # the auxiliary whose verb has not come yet
        self.verb_seen = False
        self.subject_seen = False
        self.found: list[Phrase] = []

    def run(self) -> list[Phrase]:
        """All phrases, owners before what they own."""
        at, preposition, asked = 0, "", False
        while at < len(self.words):
            word = self.words[at]
            if word.tag == "WH":
                asked = at <= 1 or asked
                at, preposition = self._after_wh(at), ""
                if at < len(self.words) and self.words[at].tag in ("WORD", "NAME", "NUM") and asked:
                    if word.low == "who" or (wc.is_finite(self.words[at].text) and word.low == "what"):
                        self.verb_seen, at, asked = True, at + 1, False
                        continue
                    at = self._phrase(at, "asked", "")
                asked = False
                continue
            if word.tag == "AUX":
                self.pending = word.low
            elif word.tag == "PREP":
                preposition = word.low
                if word.low == "to" and self._infinitive(at + 1):
                    self.verb_seen, preposition, at = True, "", at + 1
            elif word.low == "that" and self._complementiser(at):
                preposition = ""
            elif word.tag == "WORD" and not preposition and self._lone_verb(word):
                self.pending, self.verb_seen = None, True
            elif word.tag == "PRON":
                at = self._verb_after_pronoun(at)
                preposition = ""
            elif word.low == "last" and self.pending and self.subject_seen and not self._nominal(at + 1):
                self.pending, self.verb_seen = None, True
            elif word.tag == "DET" or word.tag in _NOMINAL:
                role: Role = "prep" if preposition else "object" if self.verb_seen else "subject"
                at = self._phrase(at, role, preposition)
                preposition = ""
                continue
            elif word.tag in ("MARK", "CONJ"):
                preposition = ""
            at += 1
        return self.found

    def _after_wh(self, at: int) -> int:
        """Past "how many", "what", "which"; the noun asked about starts there."""
        low = self.words[at].low
        at += 1
        if low == "how" and at < len(self.words) and self.words[at].tag not in ("AUX", "DET", "PRON"):
            at += 1
        return at

    def _lone_verb(self, word: Token) -> bool:
        """Whether a word behind an auxiliary and its subject is the verb: "were killed", "last host"."""
        if self.subject_seen:
            return self.pending is not None
        asked = bool(self.found) and self.found[0].role == "asked"
        who = self.words[0].low == "who"
        return self.pending in wc.BE | wc.HAVE and (asked or who) and wc.is_participle(word.text)

    def _nominal(self, at: int) -> bool:
        return at < len(self.words) and self.words[at].tag in _NOMINAL

    def _infinitive(self, at: int) -> bool:
        """Whether a verb's base form stands at ``at``, behind "to"."""
        if at >= len(self.words) or self.words[at].tag != "WORD":
            return False
        low, after = self.words[at].low, self.words[at + 1].tag if at + 1 < len(self.words) else "MARK"
        return low in wc.BASES or low.endswith(("ize", "ise", "ify")) or after in ("DET", "NAME", "QUOTE")

    def _complementiser(self, at: int) -> bool:
        """ "that" before a clause ("said that locals left"), not before one noun ("that league")."""
        after = self.words[at + 1] if at + 1 < len(self.words) else None
        return after is not None and (after.tag in ("NAME", "DET", "PRON", "NUM") or wc.is_plural(after.text))

    def _verb_after_pronoun(self, at: int) -> int:
        """ "did he resign": the word after the subject pronoun is the verb."""
        if self.pending and at + 1 < len(self.words) and self.words[at + 1].tag in ("WORD", "ADV"):
            self.pending, self.verb_seen = None, True
            return at + (1 if self.words[at + 1].tag == "WORD" else 0)
        return at

    def _phrase(self, at: int, role: Role, preposition: str) -> int:
        """Keep the phrase that starts at ``at``; returns where to go on."""
        end = self._stretch(at)
        stop = self._verb(at, end, role)
        verb = stop < end
        if stop > at and not (stop == at + 1 and self.words[at].tag == "DET"):
            self.subject_seen = self.subject_seen or role == "subject"
            self._keep(at, stop, role, preposition)
        if verb:
            self.pending, self.verb_seen = None, True
            return stop + 1
        return max(end, at + 1)

    def _stretch(self, at: int) -> int:
        """Where the run of nominal words that starts at ``at`` ends."""
        end = at + 1
        while end < len(self.words):
            word, before = self.words[end], self.words[end - 1]
            if word.tag == "QUOTE" and before.tag == "NAME" and not self._name_follows(end):
                break
            if word.text == "." and _TITLE.match(before.text) and self._name_follows(end):
                end += 1
                continue
            joins = word.low in ("de", "bin", "ibn", "al", "el", "van", "von", "&") and before.tag == "NAME"
            if joins and self._name_follows(end):
                end += 1
                continue
            if word.low in ("first", "last", "only") and before.tag == "DET":
                end += 1
                continue
            if word.tag not in _NOMINAL or self._new_subject(at, end):
                break
            end += 1
        return end

    def _new_subject(self, at: int, end: int) -> bool:
        """ "the reason | Diaz gave", "the day | Oslo voted": a clause's subject behind a noun."""
        before, word = self.words[end - 1], self.words[end]
        nouns = [w for w in self.words[at:end] if w.tag == "WORD"]
        if word.tag != "NAME" or before.tag != "WORD" or self.words[at].tag != "DET" or not nouns:
            return False
        closes = end + 1 < len(self.words) and self.words[end + 1].tag in ("WORD", "CONJ")
        return closes and before.low not in wc.PERSON_NOUNS and before.text.islower()

    def _name_follows(self, at: int) -> bool:
        after = [word.tag for word in self.words[at + 1 : at + 3]]
        return after[:1] == ["NAME"] or after == ["QUOTE", "NAME"]

    def _verb(self, at: int, end: int, role: Role) -> int:
        """Where the verb stands in the run ``at:end``; ``end`` when it holds none."""
        first = at + (self.words[at].tag == "DET") + 1
        inner = [k for k in range(first, end) if self.words[k].tag == "WORD"]
        if not inner:
            return end
        if role == "asked":
            return self._verb_after_asked(inner, end)
        if self.pending is None or self.pending in wc.BE | wc.HAVE:
            found = next((k for k in inner if self._participle(k)), None)
            if found is None and self.pending in wc.BE and self.words[at].tag == "NAME":  # "is Ana Diaz part of"
                found = next((k for k in inner if self._predicate(k)), None)
            return end if found is None else found
        return self._base_verb(at, end, inner, role)

    def _participle(self, at: int) -> bool:
        """A participle that is no noun: "fleeing the fighting", not "his final briefing on"."""
        if not wc.is_participle(self.words[at].text):
            return False
        after = self.words[at + 1].tag if at + 1 < len(self.words) else "MARK"
        return self.pending is not None or not self.words[at].low.endswith("ing") or after in ("DET", "PRON")

    def _predicate(self, at: int) -> bool:
        """Whether the word follows a whole name: "is Ana Diaz part of", not "is Ana Diaz's lawyer"."""
        before = self.words[at - 1]
        return before.tag == "NAME" and not re.search(r"['’]s?$", before.text)

    def _verb_after_asked(self, inner: list[int], end: int) -> int:
        """The verb behind "which newspaper", "how many people"; ``end`` when an auxiliary brings it."""
        if end < len(self.words) and self.words[end].tag == "AUX":
            return end
        past = next((k for k in inner if wc.is_participle(self.words[k].text) or self.words[k].low in wc.PASTS), None)
        if past is not None:
            return past
        last, low = inner[-1], self.words[inner[-1]].low
        return last if low in wc.BASES or wc.is_finite(low) else end

    def _base_verb(self, at: int, end: int, inner: list[int], role: Role) -> int:
        """The base form that "do" or a modal asks for."""
        after = self.words[end] if end < len(self.words) else None
        if after is not None and after.tag == "ADV" and end + 1 < len(self.words) and self.words[end + 1].tag == "WORD":
            return end
        if after is not None and after.tag == "PREP" and self._verb_later(end):
            return end
        known = [k for k in inner if self.words[k].low in wc.BASES]
        if known:
            return known[-1]
        if role == "prep":
            return end
        after_name = [k for k in inner if self.words[k - 1].tag == "NAME"]
        if after_name and self.words[at].tag != "DET":
            return after_name[-1]
        plural_last = len(inner) > 1 and wc.is_plural(self.words[inner[-1]].text)
        return inner[-2] if plural_last else inner[-1]

    def _verb_later(self, end: int) -> bool:
        """Whether a verb's base form comes behind the phrase that starts at ``end``."""
        pairs = zip(self.words[end:], self.words[end + 1 :], strict=False)
        return any(b.low in wc.BASES and b.tag == "WORD" and a.tag in ("NAME", "WORD", "NUM") for a, b in pairs)

    def _keep(self, at: int, stop: int, role: Role, preposition: str) -> None:
        while stop > at + 1 and self.words[stop - 1].tag == "MARK":
            stop -= 1
        for k in range(at, stop - 1):
            if re.search(r"['’]s?$", self.words[k].text):
                start, end = self.words[at].start, self.words[k].end
                name = re.sub(r"['’]s?$", "", self.text[start:end])
                self.found.append(self._labelled(name, start, start + len(name), "owner", "", self.words[at : k + 1]))
                break
        start, end = self.words[at].start, self.words[stop - 1].end
        self.found.append(self._labelled(self.text[start:end], start, end, role, preposition, self.words[at:stop]))

    def _labelled(self, text: str, start: int, end: int, role: Role, preposition: str, words: list[Token]) -> Phrase:
        plain = re.sub(r"['’]s?$", "", text) if role != "owner" else text
        end -= len(text) - len(plain)
        kind, plural = kind_of(plain, words, preposition)
        return Phrase(plain, start, end, wc.bare(words[-1].text), role, kind, plural, preposition)


def _full(text: str, found: list[Phrase], i: int) -> str:
    """``found[i]`` with the prepositional phrases right behind it that belong to it, times left out."""
    end = found[i].end
    if found[i].role == "owner" or (found[i].kind in ("person", "place", "name", "time") and found[i].named):
        return found[i].text
    for after in found[i + 1 :]:
        between = text[end : after.start].strip().lower()
        if after.role == "owner":
            continue
        belongs = between in _ATTACHED or (between == "to" and found[i].role == "subject")
        belongs = belongs and (found[i].kind != "person" or between in ("of", "from"))
        if after.role != "prep" or not belongs or after.kind in ("time", "number"):
            break
        end = after.end
    return re.sub(r"['’]s?$", "", text[found[i].start : end])
