"""Every word list of the gate, each with the reason why its words are in it.

A word that is in no list here, in no fact and not in the question is a word that the gate does not know, and a
sentence with such a word is dropped: the lists only ever open the gate, so a word is left out where it is in doubt.
"""

from __future__ import annotations

import re
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _keyed(groups: tuple[str, ...]) -> dict[str, str]:
    """Give every word of a group the group's first word."""
    return {word: group.split()[0] for group in groups for word in group.split()}


# Words that carry no claim of their own. No judgement, no comparison, no quantifier ("all", "some", "only", "still").
ARTICLES: Final = _words("a an the one its their your his her itself themselves yourself")
DETERMINERS: Final = ARTICLES | {"this", "these", "those"}
PRONOUNS: Final = _words("it they them")
POINTERS: Final = _words("this that these those")
"""Pronouns where a verb follows, else articles."""
RELATIVES: Final = _words("that which who")
"""What begins a clause that only describes ("caches that are made again")."""
POSSESSIVES: Final = _words("its their")
"""Whose a thing is, where it is not said by name: "its memory" may be a graphics card's."""
PREPOSITIONS: Final = _words(
    "of in on at for with to from by as over into onto per during within through out under above below after before"
    " against without between"
)
DIRECTIONS: Final = _words("to from by for into under above below after before against without between")
"""Prepositions that say who does what to whom; the others are used one for another ("over the last 3 s", "in ...")."""
AUXILIARIES: Final = _words("be am is are was were been being have has had having do does did")
BE: Final = _words("be am is are was were been being")
PAST: Final = _words("was were had did")
PERFECT: Final = _words("been had")
FILLERS: Final = _words(
    "you there here now currently presently also then simply actually really either something anything please"
    " however additionally furthermore moreover about around approximately roughly who"
)
HEDGES: Final = _words("about around approximately roughly")
"""Before a number they allow it to be rounded to two digits."""
CIRCUMSTANCES: Final = _words("at in over during within of for")
"""Prepositions that open a sentence with when or at what ("In the last 5 s", "At 97 °C")."""
MODALS: Final = {
    "can": "may", "could": "may", "may": "may", "might": "may",
    "will": "will", "would": "will", "shall": "will",
    "should": "should", "must": "should", "ought": "should",
}  # fmt: skip
NEGATIONS: Final = _words("not no never nothing nobody none neither nor without")
FUNCTION: Final = ARTICLES | POINTERS | PREPOSITIONS | AUXILIARIES | FILLERS | MODALS.keys() | NEGATIONS

SELF: Final = _words("i me my mine we us our ours myself")
"""A model that speaks of itself says nothing about this computer."""

# Links between clauses. "and" lets pass; the others claim a relation that a finding must make.
LINKS: Final = {
    **dict.fromkeys(_words(", ; : - ( ) and but while whereas although though which"), "and"),
    "or": "or",
    **dict.fromkeys(_words("because since"), "because"),
    **dict.fromkeys(_words("so therefore thus hence"), "so"),
    "means": "means",
    **dict.fromkeys(_words("if unless whether"), "if"),
    **dict.fromkeys(_words("when whenever until once"), "when"),
}

# Phrases with one word's meaning, replaced before a text is cut into words; the first that fits wins.
PHRASES: Final = tuple(
    (re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE), word)
    for pattern, word in (
        (r"(?:because|as a (?:result|consequence)) of", " because "),
        (r"(?:is |are |was )?(?:(?:due|owing|thanks) to|caused by)", " because "),
        (r"(?:this|that|which) is (?:the reason )?why", " so "),
        (r"(?:is |are |was |were )?(?:causing|leading to|resulting in)|causes?|leads? to|results? in", " so "),
        (r"so(?= (?:much|many|fast|slow|long|often|loud|hot|full|little|few|high|low|big)\b)", " "),
        (r"mean(?:s|ing)(?: that)?|(?:indicates?|indicating|implies)(?: that)?|in other words", " means "),
        (r"as (?=it|they|the|your|there)", " because "),
        (r"(?:on|of|in|for) (?:your|this|the) (?:computer|machine|pc|system)", " "),
        (r"(?:your|this|the) (?:computer|machine|pc|system)'s", " "),
        (r"right now|at the moment|at present|at this time", " now "),
        (r"at a (?:rate|speed|frequency|temperature) of", " at "),
        (r"(?:a total|an? amount|a rate) of", " "),
        (r"make sure to|any ?more|any longer", " "),
        (r"(?:you )?do not (?:need|have) to do anything", " nothing needs to be done "),
        (r"no action is (?:needed|required)", " nothing needs to be done "),
        (r"not (\w+) any", r" not \1 "),
        (r"(?:the|a) total(?: of)?(?= \d)", " "),
        (r"(?:your|this|the) (?:computer|machine|pc|system) has(?= no\b)", " there is "),
        (r"(?:these|those|this|that|the) (?:numbers?|figures?|values?)(?= (?:is|are)\b)", " that "),
        (r"(?:run|use|type|enter)(?: the command)?(?= `)", " "),
        (r"next (?:comes?|is|are)", " next "),
        (r"followed by", " , next "),
        (r"even though", " although "),
        (r"need(?:s)? to (?!be\b)|ha(?:ve|s) to|is to", " must "),
        (r"graphics? (?:card|processor|chip)s?", " gpu "),
        (r"(?:graphics?|video|gpu) (?:memory|ram)", " vram "),
        (r"page cache", " cache "),
        (r"(?:processor|cpu) core", " core "),
        (r"operating system", " system "),
        (r"rather than", " instead of "),
    )
)  # fmt: skip
"""What stands for a cause ("due to"), for "it follows" ("which is why") and for the same thing under two names."""

SYNONYMS: Final = _keyed((
    "processor cpu", "memory ram", "computer machine pc", "program application app", "disk drive", "fine ok okay",
    "remove delete", "nearly almost", "close quit", "restart relaunch", "use consume", "last past", "child children",
    "second seconds",
))  # fmt: skip
"""Two names for one thing, whatever the finding. "Free" is not "available", a process is not its program."""

IRREGULAR: Final = _keyed((
    "run ran", "write wrote written", "hold held", "leave left", "lose lost", "keep kept", "give gave given",
    "take took taken", "freeze froze frozen", "grow grew grown", "eat ate eaten", "find found", "get got gotten",
    "sleep slept", "go went gone", "begin began begun", "fall fell fallen", "rise rose risen", "stand stood",
    "break broke broken", "send sent", "steal stole stolen", "make made", "do done", "free freed", "die dying",
    "say said", "see saw seen", "tell told",
))  # fmt: skip
"""Forms that no ending gives away."""
PAST_FORMS: Final = _words(
    "ran wrote held left lost kept gave took froze grew ate found got slept went began fell rose stood broke sent"
    " stole made"
)

KINDS: Final = {
    **dict.fromkeys(_words("process program application app service task"), "program"),
    **dict.fromkeys(_words("disk drive mount partition volume filesystem folder directory"), "disk"),
    **dict.fromkeys(_words("device interface card adapter battery"), "device"),
}
"""Words that may stand beside a name ("the process NAME") or, with "the", for the only name of its kind."""
KIND_OF_CULPRIT: Final = {
    "process": "program",
    "application": "program",
    "service": "program",
    "mount": "disk",
    "folder": "disk",
    "device": "device",
    "none": "",
}

SIGNAL_WORDS: Final = {
    "pss": "memory", "rss": "memory", "uss": "memory", "fds": "files open", "nofile": "files open",
    "mem": "memory", "tx": "sent", "rx": "received", "vram": "vram", "max": "maximum", "read": "read", "write": "write",
}  # fmt: skip
"""How people call what a signal's short name says."""

GENERIC: Final = _words("computer everything laptop system thing notebook desktop")
"""What a complaint is about when it is about the whole machine; one may stand for another in a complaint."""
COMPLAINTS: Final = _words("wrong problem issue fault trouble broken unhealthy unusual abnormal")
"""What is asked of a machine as a whole: a fault says yes, a healthy machine says no."""
PREDICATES: Final = _words("slow slows slowing down full hot loud busy frozen freezing stuck growing leaking used up")
"""What a closed question may say of a complaint for a rule's own yes or no to answer it; no action, no praise."""
PRAISES: Final = _words("fine healthy normal well")
"""The same asked the other way round."""

SYMPTOM_STEMS: Final = {
    "slow": "slow slows slowly sluggish lag lags laggy slower slowing",
    "freezes": "freeze freezes frozen hang hangs stutter stutters unresponsive",
    "full_disk": "disk storage space drive",
    "full_memory": "memory ram",
    "full_swap": "swap swapping",
    "memory_use": "memory ram",
    "cpu_use": "cpu processor busy",
    "disk_use": "disk drive",
    "network": "network internet wifi connection download downloads online",
    "graphics": "gpu graphics game games fps video play",
    "hot": "hot heat overheats warm temperature",
    "loud": "loud fan fans noise noisy",
    "battery": "battery charge drains",
    "boot": "boot boots start-up startup",
    "crash": "crash crashes crashed vanished closed disappeared",
    "cannot_start": "start open launch cannot",
    "growing": "grow grows growing leak leaks",
    "processes": "process processes zombie zombies defunct children",
    "model_slow": "model ollama answers",
}
"""Words of a complaint, by the symptom that a rule says it explains."""

VERDICTS: Final = {
    "healthy": (
        "No fault was found.",
        "No problem was found.",
        "There is no fault with your computer.",
        "There is no problem with your computer.",
        "There is no issue with your computer.",
        "Nothing is wrong with your computer.",
        "Your computer is fine.",
        "Everything is fine.",
        "Your computer is working fine.",
        "Your computer is healthy.",
        "Your computer is normal.",
        "Your computer is functioning normally.",
        "Your computer is working normally.",
        "Your computer is running normally.",
        "Your computer is working properly.",
        "Your computer is functioning properly.",
        "Your computer is running well.",
        "Your computer is not experiencing any issue.",
        "Your computer is not experiencing any problem.",
        "Your computer has no problem.",
        "Your computer has no issue.",
    ),
    "fault": (
        "A fault was found.",
        "A problem was found.",
        "Something is wrong with your computer.",
        "There is a fault with your computer.",
        "There is a problem with your computer.",
        "There is an issue with your computer.",
    ),
    "unknown": (),
}
"""What the verdict itself says, in the words that people use for it."""

_FACTS: Final = r"(?:facts?|findings?|information|data|evidence|measurements?)"
_FAULT: Final = r"(?:problem|issue|fault)"
_GIVEN: Final = r"(?: (?:provided|given|above|here|available))?"
FRAMES: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), role)
    for pattern, role in (
        (rf"(?:based on|according to|given|from) the (?:\w+ )?{_FACTS}{_GIVEN},? ?", ""),
        (r"the answer(?: to (?:the|your|this) question)? is(?: that)?:? ", ""),
        (r"(?:answer|title|fact|facts|finding|findings|why|reason|verdict|result|summary): ", ""),
        (rf"(?:the {_FACTS}|it) (?:says?|shows?|indicates?|states?|tells? us|suggests?)(?: that)? ", ""),
        (r"(?:so|therefore|however|additionally|also|overall|in (?:short|summary|conclusion|addition)),? ", ""),
        (rf"the (?:reason|cause|{_FAULT})(?: for (?:this|that))? is(?: that)? ", "cause"),
        (rf"to (?:fix|solve|resolve|address) (?:this|that|it|the {_FAULT})(?: {_FAULT})?,? ", "advice"),
        (rf"(?:the )?(?:advice|recommendation|suggestion|solution|fix){_GIVEN}(?:: | is:? (?:to )?)", "advice"),
        (r"it is (?:advised|recommended|suggested|best) (?:to|that) ", "advice"),
        (r"(?:the )?(?:risk|warning|caution)(?:: | is (?:that )?)", "risk"),
        (r"(?:(?:to )?undo(?: this| it)?)(?:: |, )", "undo"),
    )
)
"""How models open a sentence. What is left is checked; the role says what it must be."""

CONTRACTIONS: Final = (
    ("can't", "can not"), ("cannot", "can not"), ("won't", "will not"), ("shan't", "shall not"), ("n't", " not"),
    ("it's", "it is"), ("that's", "that is"), ("there's", "there is"), ("what's", "what is"), ("'re", " are"),
    ("'ve", " have"), ("'ll", " will"), ("i'm", "i am"), ("let's", "let us"),
)  # fmt: skip

_NUMBERS: Final = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty"
)
NUMBER_WORDS: Final = {"zero": 0} | {word: number for number, word in enumerate(_NUMBERS.split(), start=2)}
"""Numbers in words; "one" is an article here ("one of your disks")."""

CLOSED_OPENERS: Final = _words("is are am was were do does did has have can could will would should")
"""A question that begins so is answered yes or no."""
QUESTION_WORDS: Final = _words("why what which who how where when")

FORBIDDEN: Final = (
    ("a link", re.compile(r"https?:|www\.|\b[\w-]+\.(?:com|org|net|io|dev|info|exe)\b", re.IGNORECASE)),
    ("markdown or code", re.compile(r"[`*_\[\]{}<>|~^\\#$=]|!\[|\]\(")),
    (
        "a command",
        re.compile(r"\b(?:sudo|rm -|kill -|apt|systemctl|chmod|curl|wget|powershell)\b|&&|--\w", re.IGNORECASE),
    ),
)
"""What a finding may hold and a model may not bring."""
LONGEST_SENTENCE: Final = 400
"""Characters; the rules' own sentences stay under 250."""
