"""The words after which a full stop need not end a sentence, sorted by what decides.

Each class has one reason, so that a new word can be put where it belongs. All are compared without the full stop;
capitals and small letters count, since "Gen." is a title and "gen." is not, "Sat." a day and "sat." a verb.
"""

from __future__ import annotations

# A name always follows: never the end of a sentence.
TITLES = frozenset(
    "Mr Mrs Ms Mx Messrs Mme Mlle Dr Drs Prof Hon Rev Revd Fr Msgr Br Sr Rt Ven Gen Maj Brig Col Lt Sgt "
    "Cpl Pvt Pfc Spc Capt Cmdr Cdr Cmdt Comdr Adm Ens Flt Sqn Cpt Gens Cols Lts Sgts Maj-Gen Lt-Col Sen "
    "Sens Rep Reps Gov Govs Pres Amb Atty Supt Insp Det Ofc Dep Asst Assoc Sec Treas Cllr Ald Dir Chmn "
    "Secy St Ste Sts Mt Mts Ft Pt".split()
)

# Titles that are something else after a name ("Main St.", "Elm Dr.", "John Hall Sr."): a word that begins sentences
# decides.
DOUBLE_DUTY = frozenset("St Dr Sr Mt Ft Pt Fr Sec Det Dir".split())

# A number follows, or the word is an ordinary one and the full stop ends its sentence ("No. 5", but "I said no.").
BEFORE_NUMBER = frozenset(
    "no nos nr p pp pg pgs vol vols ch chap chs art arts sec sect fig figs eq eqs para paras pt pts col cols ver "
    "v r rev op tel ext c ca cca approx est b d bk bks ex cl reg regs par abs ref refs "
    "pl ln lns".split()
)

# Months stand before a day ("Jan. 3"), a year ("Dec. 2019") or end a sentence ("until Dec.").
MONTHS = frozenset("Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec".split())

# Days stand before a date; else they are the end, or the words sun, sat, wed.
WEEKDAYS = frozenset("Mon Tue Tues Wed Weds Thu Thur Thurs Fri Sat Sun".split())

# Something always follows: never the end.
CONNECTORS = frozenset("vs v cf viz e.g eg i.e ie ca c incl esp resp nee née aka a.k.a n.b".split())

# Clock times end a sentence unless a day, a month or a time zone goes on ("at 5 p.m. Thursday").
CLOCK = frozenset("a.m p.m am pm A.M P.M".split())
AFTER_CLOCK = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun January "
    "February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug "
    "Sep Sept Oct Nov Dec EST EDT CST CDT MST MDT PST PDT ET CT MT PT GMT BST UTC CET CEST EET EEST IST MSK JST "
    "AEST AEDT Eastern Central Pacific Mountain Greenwich Universal E.T E.S.T E.D.T P.S.T P.D.T C.S.T C.D.T".split()
)

# May stand before a name or at the end ("U.S. Embassy", "in the U.S."): the next word decides. All "X.Y." initials
# belong here, too.
MAY_END = frozenset(
    "Inc Corp Co Cos Ltd LLC LLP PLC Plc Bros Cia Pty GmbH Jr Ph.D Ph.Ds M.Phil etc al Ave Blvd Rd Sq Ct Ln Pl "
    "Hwy Pkwy Rte Ter Dept Depts Univ Assn Natl Intl Govt Gvt Admin Mgmt Mfg Bldg Inst Acad Cmte Dist "
    "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Kans Ky La Md Mass Mich Minn Miss Mo Mont Neb Nebr Nev "
    "Okla Ore Pa Penn Tenn Tex Va Vt Wash Wis Wisc Wyo Ont Que Alta Sask W.Va N.Mex N.Dak S.Dak N.Car S.Car Esq "
    "Bt Ret Jnr Snr Rs Cie Bhd Sdn Tbk vols".split()
)

# Words that begin sentences and are hardly ever part of a name; after MAY_END they tell that a new sentence begins.
STARTERS = frozenset(
    "The A An This That These Those There Here It Its He His She Her Hers They Their We Our You Your My In On At "
    "By For From With Without Within After Before During Since Until Till As If When While Whereas Where Why How "
    "What Who Whose Which Whether Because Although Though Unless Despite Besides Under Over Between Among Amid "
    "Against Through Throughout Across But And Or Nor So Yet Still Also However Moreover Meanwhile Instead "
    "Otherwise Therefore Thus Hence Nevertheless Nonetheless Not No Nobody Nothing None Neither Either Both Each "
    "Every All Some Any Many Most Much More Few Several Another Other Others One Two Three Four Five Six Ten Once "
    "Now Then Today Tomorrow Yesterday Later Earlier Last Next Recently Soon Again Even Just Only Perhaps Maybe "
    "Is Are Was Were Do Does Did Has Have Had Can Could Might Must Shall Should Would Let Yes According Following "
    "About Around Nearly Almost Officials Critics Experts Analysts Authorities Witnesses Residents Police People "
    "Reporters Investigators Prosecutors Lawmakers".split()
)

# Verbs of saying: after “…?” a name and one of these belong to the same sentence.
SAYING = frozenset(
    "said says asked asks told tells wrote writes added adds replied replies answered shouted cried exclaimed "
    "demanded wondered tweeted posted called recalled joked quipped continued declared insisted screamed yelled "
    "whispered murmured chanted read reads inquired enquired begged pleaded urged thought sang".split()
)

# A capital after these top-level names is a web name, not a new sentence ("Nord.Com").
WEB_ENDINGS = frozenset("com net org edu gov io co uk de fr js py app tv info biz ai".split())
