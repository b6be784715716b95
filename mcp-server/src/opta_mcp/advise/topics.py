"""What a question is about: its symptoms, whether it asks yes or no, and how long to look. Deterministic; no model.

A question is split into clauses, its words are looked up in `vocabulary`, a slip of the keyboard is forgiven, and the
longest readings stand. What it cannot read is a question about anything at all, and says so.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from opta_mcp.advise.vocabulary import (
    FUNCTION_WORDS,
    HOPEFUL,
    NOUNS,
    PHRASES,
    READINGS,
    STRONG,
    SURE_WORDS,
    UNMEASURED,
    WORDS,
    WORDS_OF_OTHER_THINGS,
)
from opta_mcp.errors import UsageError
from opta_mcp.findings.asked import Asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from opta_mcp.findings.rule import Symptom

LONGEST_QUESTION = 4_000
"""Characters. A long question is a page; a longer text is a file that was pasted by mistake."""

SECONDS_SHORT, SECONDS_FOR_GROWTH = 1.0, 10.0
"""What grows shows over ten seconds; everything else over one."""

ANYTHING: frozenset[Symptom] = frozenset({"anything"})
ROOM: frozenset[Symptom] = frozenset({"space_use"})

SHORTEST_MENDED = 5
"""Letters. Shorter words have too many neighbours one letter away: desk and disk, fuel and full."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question asks."""

    question: str
    symptoms: frozenset[Symptom]
    primary: frozenset[Symptom]
    """Those of the symptoms that it is about in the first place: of "too hot" heat, not what else might tell of it."""
    about_computer: bool
    """Whether it is a question that measuring this computer can answer."""
    asked: tuple[Symptom, ...] = ()
    """For a closed question, what the yes or no is about; none for an open one."""
    hopeful: bool = False
    """Whether a yes means that nothing is wrong: "is my disk all right?"."""
    subject: frozenset[Symptom] = frozenset()
    """What "they" or "it" of a closed question stands for, where a sentence before it said so."""
    names: frozenset[str] = frozenset()
    """Words that may name a program, lower case."""
    paths: tuple[str, ...] = ()
    """Folders or mounts that it names."""
    unmeasured: str | None = None
    """What it asks about that nothing here measures."""

    @property
    def products(self) -> frozenset[str]:
        """Those of the names that are known to name a program."""
        return self.names & WORDS["named"]

    @property
    def wants(self) -> Asked:
        """What the rules need to know of it."""
        return Asked(self.symptoms, self.primary, self.names, self.products)

    @property
    def counts_folders(self) -> bool:
        """Whether what folders take belongs to the answer, which costs some seconds more."""
        return self.symptoms >= ROOM

    @property
    def seconds(self) -> float:
        """How long to look."""
        return SECONDS_FOR_GROWTH if "growing" in self.symptoms else SECONDS_SHORT


@dataclass(frozen=True, slots=True)
class _Clause:
    words: tuple[str, ...]
    asks: bool
    """Whether a question mark ends it."""

    @property
    def meanings(self) -> frozenset[str]:
        return frozenset(meaning for word in self.words for meaning in _meanings().get(word, ()))


def cleaned(question: str) -> str:
    """Return the question as one line of visible characters; raise `UsageError` where none or too many are left."""
    visible = (" " if character.isspace() else character for character in question if _is_visible(character))
    text = " ".join("".join(visible).split())
    if not text:
        raise UsageError("The question is empty.", hint='Ask one, such as "Why is my computer slow?".')
    if len(text) > LONGEST_QUESTION:
        raise UsageError(
            f"The question has {len(text):,} characters; Opta reads up to {LONGEST_QUESTION:,}.",
            hint="Ask in a sentence or two.",
        )
    return text


def read(question: str) -> Topic:
    """Say what the question is about; raise `UsageError` where it is empty or a file pasted by mistake."""
    text = cleaned(question)
    paths = tuple(PATH.findall(text))
    clauses = _clauses(PATH.sub(" disk ", text))
    meanings = _all_meanings(clauses)
    closed = _closed_clause(clauses)
    symptoms = frozenset(_symptoms(meanings)) or ANYTHING
    if closed is None and _primary_symptoms(meanings) == ("full_disk",):
        symptoms |= ROOM  # whoever asks no yes or no of a full disk wants to know what fills it
    return Topic(
        question=text,
        symptoms=symptoms,
        primary=frozenset(_primary_symptoms(meanings)) or ANYTHING,
        about_computer=_is_about_computer(text, clauses),
        asked=_asked(closed, clauses) if closed else (),
        hopeful=closed is not None and _is_hopeful(closed.words),
        subject=_subject(closed, clauses) if closed else frozenset(),
        names=_names(closed.words if closed else _all_words(clauses)),
        paths=paths,
        unmeasured=_unmeasured(_all_words(clauses)) if symptoms == ANYTHING else None,
    )


PATH = re.compile(r"(?<![\w/.])/(?:[\w.@+-]+/?)*(?![\w/])")


def _is_visible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")


# --- words -----------------------------------------------------------------------------------------------------------


@cache
def _meanings() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for meaning, words in WORDS.items():
        for word in words:
            found[word] = found.get(word, frozenset()) | {meaning}
    return found


def _clauses(text: str) -> tuple[_Clause, ...]:
    """Split into sentences, and at a comma before a word that begins a question."""
    lower = unicodedata.normalize("NFKC", text).casefold()
    for pattern, plain in PHRASES:
        lower = re.sub(pattern, plain, lower)
    sentences = re.findall(r"[^.?!;:]+(?:\.\w[^.?!;:]*)*[.?!;:]*", lower)
    parts = (part for sentence in sentences for part in re.split(OPENING, sentence))
    return tuple(_Clause(words, asks="?" in part) for part in parts if (words := _words(part)))


def _words(part: str) -> tuple[str, ...]:
    return tuple(_mended(word) for word in re.findall(r"\d+%|[^\W_][\w'+-]*", part))


def _all_meanings(clauses: Iterable[_Clause]) -> frozenset[str]:
    return frozenset(meaning for clause in clauses for meaning in clause.meanings)


def _all_words(clauses: Iterable[_Clause]) -> tuple[str, ...]:
    return tuple(word for clause in clauses for word in clause.words)


def _mended(word: str) -> str:
    """Return the known word that this is one slip away from: a letter changed, missing, doubled, or two swapped."""
    if word.endswith("%"):
        return "100%"
    if word in _meanings() or word in FUNCTION_WORDS or not word.isalpha():
        return word
    near = (known for known in _meanings() if _one_slip_apart(word, known))
    return next(near, word)


def _one_slip_apart(word: str, known: str) -> bool:
    if len(word) < SHORTEST_MENDED - 1 or word[0] != known[0] or abs(len(word) - len(known)) > 1:
        return False
    if len(known) < SHORTEST_MENDED:
        return _undoubled(word) == _undoubled(known) or _is_swapped(word, known)
    return _is_swapped(word, known) or _is_one_letter_off(*sorted((word, known), key=len))


def _undoubled(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _is_swapped(word: str, known: str) -> bool:
    places = [place for place, (a, b) in enumerate(zip(word, known, strict=False)) if a != b]
    return sorted(word) == sorted(known) and len(places) == len("ab") and places[1] - places[0] == 1


def _is_one_letter_off(shorter: str, longer: str) -> bool:
    """Say whether a letter is missing, or another one in words too long to be two so: stock and stuck are two."""
    if len(shorter) == len(longer) <= SHORTEST_MENDED:
        return False
    pairs = enumerate(zip(shorter, longer, strict=False))
    start = next((place for place, (a, b) in pairs if a != b), len(shorter))
    skip = 1 if len(shorter) == len(longer) else 0
    return shorter[start + skip :] == longer[start + 1 :]


# --- meaning ---------------------------------------------------------------------------------------------------------


def _symptoms(meanings: frozenset[str]) -> tuple[Symptom, ...]:
    """Return all symptoms of the longest readings, those first that a yes or no would be about."""
    readings = _longest_readings(meanings)
    primary = [symptoms[0] for symptoms in readings]
    return tuple(dict.fromkeys(primary + [symptom for symptoms in readings for symptom in symptoms]))


def _primary_symptoms(meanings: frozenset[str]) -> tuple[Symptom, ...]:
    return tuple(dict.fromkeys(symptoms[0] for symptoms in _longest_readings(meanings)))


def _longest_readings(meanings: frozenset[str]) -> list[tuple[Symptom, ...]]:
    held = [(frozenset(words.split()), symptoms) for words, symptoms in READINGS]
    held = [(needs, symptoms) for needs, symptoms in held if needs <= meanings]
    longest = [symptoms for needs, symptoms in held if not any(needs < others for others, _ in held)]
    pointed = [symptoms for symptoms in longest if symptoms != ("anything",)]
    return pointed or longest


def _unmeasured(words: Iterable[str]) -> str | None:
    given = set(words)
    return next((thing for thing, names in UNMEASURED.items() if given & names), None)


def _names(words: Iterable[str]) -> frozenset[str]:
    """Return the words that name something: neither function words nor words with a meaning of their own."""
    return frozenset(
        word for word in words if word in WORDS["named"] or not (word in FUNCTION_WORDS or word in _meanings())
    )


# --- yes or no -------------------------------------------------------------------------------------------------------

CLOSERS = ("is", "are", "am", "was", "were", "do", "does", "did", "has", "have")
"""Words that begin a question which yes or no answers."""

ASKERS = ("why", "what", "which", "who", "whose", "where", "when", "how")
"""Words that make a question an open one, wherever they stand."""

OPENERS = (*CLOSERS, *ASKERS, "can", "could", "should", "will", "would")

OPENING = re.compile(rf"[,–-]\s+(?=(?:(?:and|or|but|so) )?(?:{'|'.join(OPENERS)})\b)")  # noqa: RUF001  # phones write it
"""Where a clause that asks begins inside a sentence."""

JUDGEMENTS = frozenset({"normal", "safe", "worth", "dangerous", "better", "possible", "should", "you", "or", "than"})
"""With these a clause asks for a judgement or a choice, which a measurement does not answer by yes or no."""

STAND_INS = frozenset({"they", "it", "that", "this", "these", "those", "them"})


def _closed_clause(clauses: tuple[_Clause, ...]) -> _Clause | None:
    """Return the clause that yes or no answers, where one does."""
    return next((clause for clause in clauses if _is_closed(clause)), None)


def _is_closed(clause: _Clause) -> bool:
    words = clause.words[1:] if clause.words[0] in ("and", "or", "but", "so", "also") else clause.words
    if not words or set(words) & (set(ASKERS) | JUDGEMENTS) or _asks_leave(words):
        return False
    if words[0] in CLOSERS:
        return bool(_primary_symptoms(clause.meanings)) or _is_tag(words)
    return clause.asks and words[0] not in OPENERS and bool(_primary_symptoms(clause.meanings))


def _asks_leave(words: tuple[str, ...]) -> bool:
    """Say whether it asks what one may do: "is it ok to close it?"."""
    return any(first in HOPEFUL | {"bad"} and second == "to" for first, second in pairwise(words))


def _is_tag(words: tuple[str, ...]) -> bool:
    """Say whether it is the "isn't it?" of a statement."""
    return set(words) <= set(CLOSERS) | STAND_INS | {"not", "right", "there", "i"}


def _asked(closed: _Clause, clauses: tuple[_Clause, ...]) -> tuple[Symptom, ...]:
    """Return what the yes or no is about: the clause's own symptoms, else those of everything that was said."""
    if _is_tag(closed.words):
        return _primary_symptoms(_all_meanings(clauses) - {"not"})
    return _primary_symptoms(closed.meanings)


def _subject(closed: _Clause, clauses: tuple[_Clause, ...]) -> frozenset[Symptom]:
    if not set(closed.words) & STAND_INS or _is_tag(closed.words):
        return frozenset()
    before = _all_meanings(clause for clause in clauses if clause is not closed)
    return frozenset(_primary_symptoms(before)) - {"anything"}


def _is_hopeful(words: tuple[str, ...]) -> bool:
    """Say whether yes means that nothing is wrong; a "not" after the first words turns it round."""
    turned = "not" in words[2:] or "nothing" in words or "no" in words
    return bool(HOPEFUL & set(words)) != turned


# --- whose question --------------------------------------------------------------------------------------------------

LORE = re.compile(
    r"(?:please )?(?:(?:can|could|would) you )?(?:explain|define|describe|write|compose|translate|summari[sz]e|invent|"
    r"tell me (?:a|an|about)|(?:do|are|did|have|will) you (?!know|see|think)\w+|who (?:invented|made|wrote)|"
    r"what does .+ (?:mean|stand for)|what is the difference|how do(?:es)? (?:an? |the )?\w+(?: \w+)? work)\b"
)
"""A wish to be told of the world, or to be written something: plain talk, whatever its words."""

WHAT_IS = re.compile(r"what(?: is|'s| are) (?:an? )?[\w-]+(?: \w+)?\W*$")
"""A wish to have a thing explained, where what it names is a thing: "what is RAM?", not "what is slow?"."""


def _is_lore(text: str, meanings: frozenset[str]) -> bool:
    lower = text.casefold()
    if re.search(r"\b(?:my|this)\b", lower):
        return False
    return bool(LORE.match(lower) or (meanings <= NOUNS and WHAT_IS.match(lower)))


def _is_about_computer(text: str, clauses: tuple[_Clause, ...]) -> bool:
    """Say whether it asks about this computer: a sure word of one, or nothing that names anything else."""
    words, meanings = _all_words(clauses), _all_meanings(clauses)
    if _unmeasured(words):
        return True
    if not _symptoms(meanings) or _is_lore(text, meanings):
        return False
    strong = {word for word in words if _meanings().get(word, frozenset()) & STRONG} - WORDS_OF_OTHER_THINGS
    return bool(strong or SURE_WORDS & set(words)) or "my" in words or not _names(words)
