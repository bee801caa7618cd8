"""Follow-up questions made standalone: what is replaced, what is left alone, and what only leans."""

import gzip
import json
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import QuestionError
from qa.followups.followup import standalone, understand
from qa.records import Turn

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "dev_news_written.json.gz"

# The last question, its answer ("a|b" for a list, "" when it was refused), the follow-up, and the standalone form.
PRONOUNS = [
    ("Who captained the Vega Star?", "Ilse Brandt", "When was she born?", "When was Ilse Brandt born?"),
    ("Who captained the Vega Star?", "Ilse Brandt", "what did she say", "what did Ilse Brandt say"),
    ("Why did Tomas Reyl resign?", "ill health", "Where does he live?", "Where does Tomas Reyl live?"),
    ("Why did Tomas Reyl resign?", "", "Where does he live?", "Where does Tomas Reyl live?"),
    ("Why did the mayor of Lindholm resign?", "", "What did she say?", "What did the mayor of Lindholm say?"),
    ("Which goalkeeper did Aneta Kos beat?", "Mira Olsen", "Where was she born?", "Where was Mira Olsen born?"),
    ("When did Prince Karim marry?", "1969", "Who is his wife?", "Who is Prince Karim's wife?"),
    ("When was Maria Okafor elected?", "2019", "Who is her deputy?", "Who is Maria Okafor's deputy?"),
    ("When was Maria Okafor elected?", "2019", "Did anyone oppose her?", "Did anyone oppose Maria Okafor?"),
    ("Whom did Ana Diaz sue?", "Peter Holt", "Did she win?", "Did Ana Diaz win?"),
    ("Whom did Ana Diaz sue?", "Peter Holt", "Did he appeal?", "Did Peter Holt appeal?"),
    ("Who painted the Harbour Mural?", "Joan Ferrer", "Did any NBA team honour her?",
     "Did any NBA team honour Joan Ferrer?"),
    ("When did the ferry to Skarholm sink?", "1994", "Who built it?", "Who built the ferry to Skarholm?"),
    ("When did the ferry to Skarholm sink?", "1994", "How fast was it?", "How fast was the ferry to Skarholm?"),
    ("How long is the Queen's coffin?", "two metres", "Where is it?", "Where is the Queen's coffin?"),
    ("How many members voted for the Osted harbour bill?", "31", "Who signed it?",
     "Who signed the Osted harbour bill?"),
    ("Which company built the Osted bridge?", "Norrbro", "Where is it based?", "Where is Norrbro based?"),
    ("How much did Norrbro earn in 2021?", "$2bn", "Who leads it?", "Who leads Norrbro?"),
    ("Where was the Skarholm ferry built?", "Gdynia", "What was its name?", "What was the Skarholm ferry's name?"),
    ("Who were the divers?", "Lea Holm|Ola Vik|Jan Moe", "Where were they from?",
     "Where were Lea Holm, Ola Vik and Jan Moe from?"),
    ("When did the Lindholm Rangers win?", "1987", "Who coached them?", "Who coached the Lindholm Rangers?"),
    ("When did the strikers return to the mine?", "May", "What did they want?", "What did the strikers want?"),
    ("When did the miners strike?", "May", "What were their demands?", "What were the miners' demands?"),
    ("How many people were in the Skarholm ferry?", "41", "Where were they going?",
     "Where were the people in the Skarholm ferry going?"),
    ("Where did the ferry sink?", "off Skarholm", "How many people live there?", "How many people live off Skarholm?"),
    ("Where did Ola Vik die?", "Norway", "Who lives there?", "Who lives in Norway?"),
    ("How many refugees arrived in Tartu?", "300", "Why did they go there?", "Why did the refugees go to Tartu?"),
    ("When did the flood hit Tartu?", "1931", "Was there a warning?", "Was there a warning?"),
    ("What fraction of the honey sold in the shops is real?", "a third", "Who tested it?", "Who tested the honey?"),
    ("Did the FDA approve the Norrbro vaccine?", "yes", "When was it tested?", "When was the Norrbro vaccine tested?"),
]  # fmt: skip
FRAGMENTS = [
    ("How many trams run in Oslo?", "90", "And in Bergen?", "How many trams run in Bergen?"),
    ("How many trams run in Oslo?", "90", "what about Bergen?", "How many trams run in Bergen?"),
    ("How many trams did Oslo buy in 2019?", "9", "And in 2020?", "How many trams did Oslo buy in 2020?"),
    ("How many trams did Oslo buy in 2019?", "9", "2020?", "How many trams did Oslo buy in 2020?"),
    ("How many trams did Oslo buy?", "9", "And Bergen?", "How many trams did Bergen buy?"),
    ("What did Ana Diaz pay for the boat?", "$5", "And Peter Holt?", "What did Peter Holt pay for the boat?"),
    ("What did Ana Diaz pay for the boat?", "$5", "For the house?", "What did Ana Diaz pay for the house?"),
    ("How many people did the storm kill in Osted?", "9", "and injured?",
     "How many people did the storm injure in Osted?"),
    ("How many people were killed in Osted?", "9", "And wounded?", "How many people were wounded in Osted?"),
    ("How many Senate Liberals voted for the bill?", "9", "And Greens?", "How many Senate Greens voted for the bill?"),
    ("Who is Ana Diaz's lawyer?", "Ola Vik", "And her husband?", "Who is Ana Diaz's husband?"),
    ("When did Reyl's rival resign?", "May", "And the mayor?", "When did the mayor resign?"),
    ("When was the treasurer elected?", "May", "No, I meant the speaker", "When was the speaker elected?"),
    ("When was Ola Vik elected?", "May", "No, I meant the mayor", "When was the mayor elected?"),
    ("How fast is rent rising in Korea?", "2%", "No wait, not Korea, Japan.", "How fast is rent rising in Japan?"),
    ("How fast is rent rising in Korea?", "2%", "Sorry, Japan, not Korea", "How fast is rent rising in Japan?"),
    ("How many trams did Oslo buy in 2019?", "9", "I meant in 2018", "How many trams did Oslo buy in 2018?"),
    ("Where was Ana Diaz in May?", "Rome", "And Peter Holt, was he there?", "Was Peter Holt in Rome?"),
    ("Why did Tomas Reyl resign?", "age", "And Reyl, what did he earn?", "What did Tomas Reyl earn?"),
    ("Why did Ana Diaz resign?", "age", "And her rival, when did she resign?", "When did Ana Diaz's rival resign?"),
    ("When did Osted host the games?", "1988", "No, Turku, when did it host them?", "When did Turku host the games?"),
]  # fmt: skip
QUESTION_WORDS = [
    ("Did the council ban trams?", "yes", "Why?", "Why did the council ban trams?"),
    ("Did the council ban trams?", "no", "Why not?", "Why didn't the council ban trams?"),
    ("Is the bridge closed?", "yes", "Since when?", "Since when is the bridge closed?"),
    ("Who bought the Logan mill?", "Ola Vik", "When?", "When was it that Ola Vik bought the Logan mill?"),
    ("Who bought the Logan mill?", "", "When?", "When?"),
    ("Who was killed?", "Ola Vik", "Where?", "Where was Ola Vik killed?"),
    ("Who was killed?", "Ola Vik|Jo Park", "Where?", "Where were Ola Vik and Jo Park killed?"),
    ("Who has resigned?", "Ola Vik|Jo Park", "Why?", "Why have Ola Vik and Jo Park resigned?"),
    ("Whom did the club sack?", "Ola Vik", "why?", "Why did the club sack Ola Vik?"),
    ("When was the mill built?", "1867", "By whom?", "By whom was the mill built in 1867?"),
    ("Where is the coffin?", "Vestby Hall", "since when?", "Since when is the coffin at Vestby Hall?"),
    ("How fast is rent rising in Japan?", "2%", "Why?", "Why is rent rising in Japan?"),
    ("How many people did the storm kill in Osted?", "9 people", "When?", "When did the storm kill people in Osted?"),
    ("How many probes has India launched for other states?", "44", "For how many states?",
     "For how many states has India launched probes?"),
    ("Who joined the Osted league?", "Ola Vik", "Who else?", "Who else joined the Osted league besides Ola Vik?"),
    ("What did Ola Vik play?", "drums", "How long?", "How long did Ola Vik play drums?"),
]  # fmt: skip
DESCRIPTIONS = [
    ("Who runs the new salt mine in Osted?", "Norrbro", "When did the mine open?",
     "When did the new salt mine in Osted open?"),
    ("When did Ana Diaz launch her own label?", "1984", "How many shops did the label open?",
     "How many shops did Ana Diaz's own label open?"),
    ("Which firm bought the Osted mill?", "Norrbro", "Where is the firm based?", "Where is Norrbro based?"),
    ("Where did Ola Vik die?", "Peru", "Who governs that country?", "Who governs Peru?"),
]  # fmt: skip
TYPED_QUICKLY = [
    ("how many trams run in oslo?", "90", "and in bergen", "how many trams run in bergen?"),
    ("How many trams run in Oslo?", "90", "what about bergen", "How many trams run in bergen?"),
    ("who captained the vega star", "Ilse Brandt", "when was she born", "when was Ilse Brandt born"),
    ("Did the council ban trams?", "yes", "why", "Why did the council ban trams?"),
    ("Which brand has Peter Holt praised?", "Norrbro", "Who runs the company?", "Who runs Norrbro?"),
    ("Which brand has Peter Holt allied himself with?", "Norrbro", "And Ana Diaz?",
     "Which brand has Ana Diaz allied herself with?"),
    ("Who led the Osted march?", "Peter Holt", "Where does that man live?", "Where does Peter Holt live?"),
    ("Where is the cup final?", "Vestby Arena", "How many people does it hold?",
     "How many people does Vestby Arena hold?"),
]  # fmt: skip
MORE = [
    ("How many people died in the Sava dam collapse?", "41", "And how many were injured?",
     "How many people were injured in the Sava dam collapse?"),
    ("How many people died in the Sava dam collapse?", "41", "What caused it?", "What caused the Sava dam collapse?"),
    ("Who was killed in the strike at Osted airport?", "Ola Vik", "Who ordered it?",
     "Who ordered the strike at Osted airport?"),
    ("Which airline cancelled flights?", "Norrfly", "Why did they do that?", "Why did Norrfly do that?"),
    ("What did Elena Moreau buy?", "a boat", "How much did it cost?", "How much did the boat cost?"),
    ("Who owns the Blue Lantern bar?", "Jo Park", "How long has she owned it?",
     "How long has Jo Park owned the Blue Lantern bar?"),
    ("Which bases were hit by rockets?", "Ardal|Erin", "Who works there?", "Who works in Ardal and Erin?"),
    ("How old is the mayor of Graz?", "56", "What's her name?", "What's the mayor of Graz's name?"),
    ("Who directed the film Silver Tide?", "Lena Ortiz", "Who starred in it?", "Who starred in the film Silver Tide?"),
    ("When does the museum open?", "9 am", "And close?", "When does the museum close?"),
    ("When does the museum open?", "9 am", "On Sundays?", "When does the museum open on Sundays?"),
    ("What's the population of Graz?", "290,000", "Linz?", "What's the population of Linz?"),
    ("What's the population of Graz?", "290,000", "And its area?", "What's Graz's area?"),
    ("When did Reyl's tariffs start?", "March", "And Holt's?", "When did Holt's tariffs start?"),
    ("Why did Norrfly stop buying gliders?", "cost", "And Osterjet?", "Why did Osterjet stop buying gliders?"),
    ("Why did Norrfly stop buying gliders?", "cost", "what else?", "what else?"),
    ("Which countries signed the Oslo pact?", "Norway|Chad|Peru", "When did they sign it?",
     "When did Norway, Chad and Peru sign the Oslo pact?"),
    ("Did General Ruiz mention casualties?", "yes", "How many?", "How many casualties did General Ruiz mention?"),
    ("Why was the prime minister in Lima?", "a summit", "Who replaced her?", "Who replaced the prime minister?"),
    ("What's in the Rivoli theatre now?", "a bank", "Who owned it before that?",
     "Who owned the Rivoli theatre before that?"),
]  # fmt: skip
ALL = PRONOUNS + FRAGMENTS + QUESTION_WORDS + DESCRIPTIONS + TYPED_QUICKLY + MORE
# Kept as asked, because nothing says for certain what is meant; but they lean on what was said.
LEANING = [
    ("Who pays for the Osted league?", "Norrbro", "Why is the union unhappy?"),
    ("Who pays for the Osted league?", "Norrbro", "Which players joined that tour?"),
    ("How did Ola Vik plead?", "guilty", "Who was the judge?"),
    ("How did Ola Vik plead?", "guilty", "Who answered?"),
    ("When did Norrbro fall?", "May", "How much did the stock lose?"),
    ("What happened at the Osted summit?", "it failed", "who attended"),
    ("Why was Osted shelled?", "revenge", "What did Norway do in response?"),
    ("How many probes has India launched?", "44", "How much has Peru made from that?"),
]
# Whole questions that say themselves whom they mean.
FRESH = [
    "When did Maria Okafor say she would resign?",
    "Which rival launched its own ferry?",
    "Why did the captain leave his ship?",
    "Is it true that the bridge is closed?",
    "How long did it take to build the bridge?",
    "How much does it cost to cross the Sava?",
    "Was it known that the dam leaked?",
    "Are there sharks in the Oster Sound?",
    "Who said he would sell the Logan mill?",
    "Which senator lost his seat in Lindholm?",
    "Before he resigned, what did Tomas Reyl sell?",
    "How many of its ships has Norrbro sold?",
    "According to the divers, what did the Vega Star carry?",
    "What did the owner of the Vega Star tell her crew?",
    "Which people lost their homes in the Osted flood?",
    "Who wrote that the dam would fail?",
    "How old was Ola Vik when he died?",
    "Why did Norrbro close its mill in Osted?",
    "What kind of ring did Peter Holt give Ana Diaz when he proposed?",
    "Who won the 2022 Osted Cup?",
]


@pytest.mark.parametrize(("last", "answer", "asked", "expected"), ALL)
def test_made_standalone(last: str, answer: str, asked: str, expected: str) -> None:
    turns = [Turn(last, tuple(filter(None, answer.split("|"))))]
    assert standalone(asked, turns) == expected
    assert understand(asked, turns).leans or asked == expected


def test_the_tables_hold_enough_pairs() -> None:
    assert len({(last, asked) for last, _, asked, _ in ALL}) >= 60


@pytest.mark.parametrize(("last", "answer", "asked"), LEANING)
def test_kept_as_asked_when_in_doubt_but_known_to_lean(last: str, answer: str, asked: str) -> None:
    understood = understand(asked, [Turn(last, (answer,))])
    assert understood.question == asked
    assert understood.leans


@pytest.mark.parametrize("asked", FRESH)
def test_a_fresh_question_is_left_alone(asked: str) -> None:
    for earlier in (Turn("Who captained the Vega Star?", ("Ilse Brandt",)), Turn("Where is Osted?", ("Norway",))):
        assert standalone(asked, [earlier]) == asked


def test_an_older_turn_is_asked_when_the_last_has_no_candidate() -> None:
    turns = [Turn("Who captained the Vega Star?", ("Ilse Brandt",)), Turn("How long is the Sava?", ("945 km",))]
    assert standalone("When did she retire?", turns) == "When did Ilse Brandt retire?"


def test_the_first_question_is_cleaned_and_nothing_else() -> None:
    assert understand("  When did\tshe resign? ", []) == understand("When did she resign?", [])
    assert not understand("And in Korea?", []).leans


@pytest.mark.parametrize("asked", ["", "?!", " \n"])
def test_an_empty_question_says_so(asked: str) -> None:
    with pytest.raises(QuestionError):
        standalone(asked, [Turn("Who won?", ())])


@given(st.text(max_size=60), st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=60))
def test_any_text_is_taken(last: str, answer: str, asked: str) -> None:
    turns = [Turn(last, (answer,)), Turn(f"Who is {last}?", ())]
    try:
        understood = standalone(asked, turns)
    except QuestionError:
        return
    assert understood.strip()


_WORDS = st.sampled_from(
    "who did he she it their the Ana Diaz's mill in Osted , when that was 2019 and no I meant why not How many".split()
)


@given(st.lists(_WORDS, min_size=1, max_size=9), st.lists(_WORDS, min_size=1, max_size=9))
def test_any_order_of_words_is_taken(last: list[str], asked: list[str]) -> None:
    turns = [Turn(" ".join(last), ("Ana Diaz",))]
    if any(word != "," for word in asked):
        assert standalone(" ".join(asked), turns)


@pytest.mark.skipif(not DATA.exists(), reason="the development questions are not here")
def test_fresh_questions_of_other_passages_stay_as_they_are() -> None:
    with gzip.open(DATA, "rt", encoding="utf-8") as file:
        questions = json.load(file)
    random.Random(7).shuffle(questions)
    pairs = [(a, b) for a, b in pairwise(questions) if a["passage"] != b["passage"]]
    changed = [
        b["question"]
        for a, b in pairs
        if standalone(b["question"], [Turn(a["question"], tuple(x["text"] for x in a["answers"][:3]))])
        != " ".join(b["question"].split())
    ]
    assert len(pairs) > 1000
    assert len(changed) <= 0.03 * len(pairs), changed[:20]
