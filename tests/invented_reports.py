"""Invented reports, and questions they decide or leave open: order in time, comparison, yes or no."""

from __future__ import annotations

REPORTS: dict[str, str] = {
    "ferry": """\
---
title: Ferry strike ends in Port Quill after mayor's appeal
publisher: Quill Herald
published: 2018-05-11
---

PORT QUILL, May 11 - Ferry crews in Port Quill went back to work on Friday after a strike of nine days. The \
crews had walked out on May 2, a week after the harbour company cut their pay.

Mayor Ines Halloran appealed to both sides on Wednesday. Hours after her speech the company's head, Tomas \
Brandt, agreed to talks. The talks took place in the customs house on Thursday and lasted until midnight.

The agreement is not binding, and 212 of the 240 crew members still have to vote on it next week. Brandt said he \
does not want to close the northern line. The union's leader, Petra Olin, refused to say whether she would stay \
in office.

About 3,400 passengers a day use the southern line and roughly 900 the northern one. It was the first time that \
the crews of Port Quill had gone on strike.
""",
    "mine": """\
---
title: Collapse at Brask mine
publisher: Brask Chronicle
published: 2015-03-17
---

BRASK, March 17 - Six miners were trapped on Monday when a tunnel of the Brask copper mine collapsed. Rescuers \
reached four of them on Tuesday. The owner, Norrland Copper, had been warned of cracks days before the collapse.

The company's chief, Hanna Strand, apologised on Tuesday. Her apology came after the minister for labour, Paul \
Wegener, called the accident avoidable. Wegener's visit to the mine was cancelled.

Inspectors were in the mine in February. The mine will reopen if the inspectors agree. Norrland Copper runs two \
mines: Brask employs 640 people, Tolva 410. In Brask 12 people have died since 2010, in Tolva three.

Strand has never apologised for an accident before, union officials said. The union does not support a closure.
""",
    "museum": """\
---
title: Theft at the Dorne museum
publisher: Dorne Post
published: 2019-02-08
---

DORNE, Feb. 8 - Thieves took three paintings from the Dorne museum on the night of February 4, two weeks before \
the opening of its new wing. The director, Elsa Vinter, said the museum was insured.

The break-in followed a power cut in the old town. Police arrested a guard on Thursday. The guard's lawyer said \
he denies the theft. No one claimed responsibility.

The museum drew 81,000 visitors in 2018, fewer than the 96,000 of the year before. The collection of the Aldin \
museum nearby is larger: it owns 5,200 works, Dorne some 3,100.

Vinter said she would not resign. "I want the paintings back, not a quarrel with the police," she said.
""",
    "quake": """\
---
title: Quake shakes Varn valley; dam holds
publisher: Varn Observer
published: 2016-09-20
---

VARN, Sept. 20 - An earthquake shook the Varn valley on Sunday, killing 14 people in Oster and at least 30 in \
Kelm, officials said Tuesday. The tremor struck at dawn.

Two days after the quake, engineers declared the Oster dam safe. The evacuation of the lower villages had been \
ordered shortly before the tremor because of heavy rain, the governor, Lena Marsh, said.

Marsh denied that the dam had been damaged. She has not resigned, her office said, despite calls from the \
opposition. The army sent 120 soldiers to Kelm and 45 to Oster.

A fire at the Kelm hospital broke out after the quake and was put out by Monday evening. Power was restored in \
Oster on Monday and in Kelm on Tuesday.
""",
    "treaty": """\
---
title: Talks on the Lisk river treaty
publisher: River News
published: 2017-11-24
---

GARD, Nov. 24 - Ministers of Tavia and Morland signed a treaty on the waters of the Lisk on Friday. Parliament \
in Tavia will vote on it in January, Foreign Minister Oskar Rehn said.

The signing came three months after floods along the Lisk killed 61 people in Tavia and 17 in Morland. Morland \
had closed its border crossing at Gard before the floods and opened it again in October.

Rehn said Tavia does not plan to build a second dam. President Mira Solberg of Morland welcomed the treaty, \
which is legally binding once both parliaments have approved it. Opposition leader Jon Adder rejected it.

The resolution that the Morland senate passed in September is advisory. Solberg may visit Tavia in spring.
""",
    "bridge": """\
---
title: Bridge closed at Helm after crane accident
publisher: Helm Times
published: 2014-06-12
---

HELM, June 12 (HT) — The Long Bridge at Helm was closed on Thursday after a crane toppled onto its northern \
ramp, injuring 17 workers. Shortly before the accident, the harbour master had ordered the crews off the \
southern ramp.

The city reopened the bridge to buses on Saturday of last month following a year of repairs that cost $38 \
million. The repairs of the Mill Bridge in 2009 cost $12 million.

Mayor Adele Rooke said she does not intend to dismiss the harbour master, Finn Tarrow. Tarrow declined to \
comment. Council member Bo Lind demanded Tarrow's resignation; two hours later he withdrew the demand.

Some 41,000 cars cross the Long Bridge every day, the Mill Bridge carries about 9,500. The crane was not \
insured, the builder, Kessel Works, admitted.

The accident prompted the ministry of transport to suspend work at three other sites. An inquiry will begin next \
week.
""",
    "ardeno": """\
---
title: Vote in Ardeno ends decade of one-party rule
publisher: The Ardeno Mail
published: 2011-10-04
---

SAL, Oct. 4 — Voters in Ardeno ended ten years of rule by the Reform Party on Sunday. The Farmers' League won 58 \
seats, the Reform Party 31. It was the first time that women stood for election in the island republic.

President Gil Monteiro conceded on Monday, hours after the results from the north were read out on radio. The \
election came two years after the drought of 2009, which drove 6,000 people from the north and 1,500 from the \
south.

Monteiro denied that ballots had been burned. Observers from Tarn did not find fraud. The new constitution is \
nonbinding on the northern islands until they hold a referendum, the court ruled.

League leader Celia Vaz said she wants talks with Monteiro. She rejected a coalition. The League had been banned \
before the drought.
""",
    "letters": """\
---
title: Painter's lost letters sold in Brune
publisher: Brune Review
published: 2020-11-19
---

BRUNE — Letters of the painter Otto Hasel were sold on Wednesday for 210,000 euros, a day after a court lifted a \
ban on the sale. Hasel's diary went for 64,000 euros in 2012.

Hasel died in 1931, three years before his wife, the sculptor Irma Hasel. The sale followed a quarrel of the \
heirs. The grandson, Peter Hasel, opposed it; the granddaughter, Ruth Alder, approved.

The buyer did not give his name. The museum of Brune had offered 150,000 euros for the letters in October. Its \
director, Mads Orr, may appeal. The letters were never exhibited.
""",
}

DECIDED = (  # question, what the answer must contain
    ("Which came first, the pay cut or the ferry strike?", "the pay cut"),
    ("Did Brandt agree to talks before or after the mayor's speech?", "after"),
    (
        "Which happened first, the earthquake or the evacuation of the lower villages?",
        "the evacuation of the lower villages",
    ),
    ("Was the Oster dam declared safe before or after the quake?", "after"),
    (
        "Which happened last: the quake, the restoring of power in Oster, the restoring of power in Kelm?",
        "the restoring of power in Kelm",
    ),
    ("Did the fire at the Kelm hospital break out before or after the quake?", "after"),
    ("Which came first, the power cut or the break-in at the Dorne museum?", "the power cut"),
    ("Which came first, the theft at the Dorne museum or the arrest of the guard?", "the theft at the Dorne museum"),
    ("Was the border crossing at Gard closed before or after the floods?", "before"),
    ("What came first, the floods on the Lisk or the signing of the treaty?", "the floods on the Lisk"),
    ("Did Strand apologise before or after Wegener called the accident avoidable?", "after"),
    ("Which happened first, the collapse of the tunnel or the warning of cracks?", "the warning of cracks"),
    ("Were there more deaths in Oster or in Kelm?", "in Kelm"),
    ("Did more people die in Tavia or in Morland?", "in Tavia"),
    ("Are there more passengers on the southern line or on the northern line?", "on the southern line"),
    ("Which museum is larger, Dorne or Aldin?", "Aldin"),
    ("Were more soldiers sent to Kelm or to Oster?", "to Kelm"),
    ("Which mine has more workers, Brask or Tolva?", "Brask"),
    ("How long after the quake was the Oster dam declared safe?", "two days"),
    ("How long after the floods was the treaty signed?", "three months"),
    ("How long before the opening of the new wing were the paintings stolen?", "two weeks"),
    ("Is the agreement of the ferry crews binding?", "No"),
    ("Does Brandt want to close the northern line?", "No"),
    ("Did Brandt say that he wants to close the northern line?", "No"),
    ("Had the crews of Port Quill gone on strike before?", "No"),
    ("Has Lena Marsh resigned?", "No"),
    ("Was the Oster dam damaged?", "No"),
    ("Did anyone claim responsibility for the theft?", "No"),
    ("Does the guard admit the theft?", "No"),
    ("Does Tavia plan to build a second dam?", "No"),
    ("Did Opposition leader Jon Adder accept the treaty?", "No"),
    ("Had Strand apologised for an accident before?", "No"),
    ("Does the union support a closure?", "No"),
    ("Did Solberg welcome the treaty?", "Yes"),
    ("Did Strand apologise?", "Yes"),
    ("Was a guard arrested?", "Yes"),
    ("Was Wegener's visit to the mine cancelled?", "Yes"),
    ("Is the resolution of the Morland senate binding?", "No"),
    ("Was the southern ramp cleared before or after the crane accident?", "before"),
    ("What came first, the resignation demand or its withdrawal?", "the resignation demand"),
    ("Which cost more, the repairs of the Long Bridge or the repairs of the Mill Bridge?", "Long Bridge"),
    ("Do more cars cross the Long Bridge or the Mill Bridge?", "Long Bridge"),
    ("Which came first, the repairs of the Mill Bridge or the crane accident?", "the repairs of the Mill Bridge"),
    ("Does Adele Rooke intend to dismiss the harbour master?", "No"),
    ("Did Adele Rooke say that she intends to dismiss Finn Tarrow?", "No"),
    ("Was the crane insured?", "No"),
    ("Did the accident happen before or after the suspension of work at other sites?", "before"),
    ("Did the Farmers' League win more seats than the Reform Party?", "Yes"),
    ("Which party won more seats, the Farmers' League or the Reform Party?", "Farmers' League"),
    ("Were more people driven from the north or from the south?", "from the north"),
    ("Which came first, the drought or the election?", "the drought"),
    ("How long after the drought was the election?", "two years"),
    ("Did Monteiro concede before or after the results from the north were read out?", "after"),
    ("Had women stood for election in Ardeno before?", "No"),
    ("Did Celia Vaz accept a coalition?", "No"),
    ("Did observers find fraud?", "No"),
    ("Is the new constitution binding on the northern islands?", "No"),
    ("Was the League banned before or after the drought?", "before"),
    ("Which came first, the lifting of the ban or the sale of the letters?", "the lifting of the ban"),
    ("Who died first, Otto Hasel or Irma Hasel?", "Otto Hasel"),
    ("Did Otto Hasel die before or after his wife?", "before"),
    ("How long before his wife did Otto Hasel die?", "three years"),
    ("Which fetched more, the letters or the diary?", "the letters"),
    ("Did Peter Hasel support the sale?", "No"),
    ("Were the letters ever exhibited?", "No"),
    ("Did Ruth Alder approve the sale?", "Yes"),
    ("Did Monteiro concede?", "Yes"),
    ("Did Ruth Alder oppose the sale?", "No"),
)

LEFT_OPEN = (
    "Which came first, the mayor's speech or the vote of the crew members?",
    "Was Petra Olin elected before or after the strike?",
    "Which happened first, the hospital fire or the power cut in Oster?",
    "Did Lena Marsh visit Kelm before or after the fire?",
    "Which came first, the insurance of the paintings or the new roof?",
    "Did Elsa Vinter speak before or after the arrest?",
    "Which happened first, the floods in Tavia or the floods in Morland?",
    "Will the vote in Tavia come before or after Solberg's visit?",
    "Was Wegener's visit before or after the inspection in Tolva?",
    "Which came first, the collapse in Brask or the collapse in Tolva?",
    "Was the northern line opened before or after the southern line?",
    "Which happened first, the resignation of Olin or the agreement?",
    "Are there more soldiers in Kelm or in Varn?",
    "Are there more ferries on the southern line or on the northern line?",
    "Were more people injured in Oster or in Kelm?",
    "Did more houses burn in Kelm or in Oster?",
    "Which museum is older, Dorne or Aldin?",
    "Does Tavia or Morland have more dams?",
    "Is the Brask mine deeper or the Tolva mine?",
    "Were more miners trapped in Brask or in Tolva?",
    "How long after the fire was the Kelm hospital reopened?",
    "How long after the theft were the paintings found?",
    "How long after the collapse did the mine reopen?",
    "How many days after the strike was Brandt dismissed?",
    "Is the agreement of the museum binding?",
    "Is the pay cut binding?",
    "Has Petra Olin resigned?",
    "Did Petra Olin say that she wants to resign?",
    "Does Petra Olin want to close the northern line?",
    "Did Ines Halloran say that she wants to close the northern line?",
    "Had the crews of Dorne gone on strike before?",
    "Had the miners of Brask gone on strike before?",
    "Has Elsa Vinter been arrested?",
    "Was the Kelm dam damaged?",
    "Was the Oster hospital damaged?",
    "Does the guard admit the power cut?",
    "Does Morland plan to build a second dam?",
    "Did Oskar Rehn reject the treaty?",
    "Has Tavia's parliament approved the treaty?",
    "Did Paul Wegener apologise?",
    "Has Hanna Strand resigned?",
    "Does Norrland Copper support a closure?",
    "Will the mine reopen?",
    "Did the director of the Aldin museum resign?",
    "Was the director of the Dorne museum insured?",
    "Did the police find the paintings?",
    "Is the treaty of Gard secret?",
    "Did Solberg visit Tavia?",
    "Were the two trapped miners killed?",
    "Did Bo Lind withdraw his demand before or after he made it?",
    "Does Bo Lind intend to dismiss the harbour master?",
    "Did Finn Tarrow say that he intends to resign?",
    "Was the Mill Bridge closed before or after the Long Bridge?",
    "Which came first, the inquiry or the dismissal of Tarrow?",
    "Was the builder insured?",
    "Was the Long Bridge insured?",
    "Do more buses cross the Long Bridge or the Mill Bridge?",
    "Were more workers injured at the Long Bridge or at the Mill Bridge?",
    "How long after the accident did the bridge reopen?",
    "How long after the accident was Tarrow dismissed?",
    "Did Kessel Works admit the accident?",
    "Has Adele Rooke resigned?",
    "Did Adele Rooke decline to comment?",
    "Did Celia Vaz concede?",
    "Did Gil Monteiro reject a coalition?",
    "Had women stood for election in Tarn before?",
    "Had men stood for election in Ardeno before?",
    "Did observers from Sal find fraud?",
    "Is the ruling of the court binding?",
    "Is the election binding on the southern islands?",
    "Which came first, the drought or the fire in the north?",
    "How long after the election was the referendum held?",
    "Did the Reform Party win more votes than the Farmers' League?",
    "Were more houses lost in the north or in the south?",
    "Did Celia Vaz say that she wants a coalition?",
    "Did Gil Monteiro say that he wants talks with Vaz?",
    "Was the Reform Party banned before or after the drought?",
    "Did Mads Orr approve the sale?",
    "Did Mads Orr appeal?",
    "Was Peter Hasel born before or after Ruth Alder?",
    "Which came first, the offer of the museum or the quarrel of the heirs?",
    "Did Irma Hasel die before or after the sale?",
    "Was the diary ever exhibited?",
    "Did the museum of Brune buy the letters?",
    "How long after the sale was the diary sold?",
    "Which fetched more, the letters or the paintings?",
    "Did the buyer of the diary give his name?",
)
