"""What a question is about: its symptoms, whether it asks yes or no, and how long to look. Deterministic; no model.

A question is split into clauses, its words are looked up in `vocabulary`, a slip of the keyboard is forgiven, and the
longest readings stand. What it cannot read is a question about anything at all, and says so.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opta_mcp.advise.clauses import (
    all_meanings,
    all_words,
    clauses_of,
    kind_of_program_in,
    meanings_by_word,
    names_in,
    unknown_in,
)
from opta_mcp.advise.closed import asked_in, closed_clause, is_hopeful, is_past, running_program, subject_of
from opta_mcp.advise.fault_names import NamedFault, fault_in
from opta_mcp.advise.meaning import ANYTHING, all_symptoms, primary_symptoms, unmeasured
from opta_mcp.advise.program_names import called_in
from opta_mcp.advise.vocabulary import NOUNS, STRONG, SURE_WORDS, WORDS, WORDS_OF_OTHER_THINGS
from opta_mcp.errors import UsageError
from opta_mcp.findings.asked import Asked

if TYPE_CHECKING:
    from opta_mcp.advise.clauses import Clause
    from opta_mcp.findings.rule import Symptom

LONGEST_QUESTION = 4_000
"""Characters. A long question is a page; a longer text is a file that was pasted by mistake."""

SECONDS_SHORT, SECONDS_FOR_GROWTH = 1.0, 10.0
"""What grows shows over ten seconds; everything else over one."""

PROGRAMS: frozenset[Symptom] = frozenset({"processes"})
ROOM: frozenset[Symptom] = frozenset({"space_use"})


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
    called: frozenset[str] = frozenset()
    """Those of the names that are a program's by how they are written."""
    kinds: tuple[str, ...] = ()
    """The rules that find what it calls by name: "zombies"."""
    asks_whether: bool = False
    """Whether it asks if there is what it calls by name."""
    paths: tuple[str, ...] = ()
    """Folders or mounts that it names."""
    unmeasured: str | None = None
    """What it asks about that nothing here measures."""
    running: str | None = None
    """The program of which it asks whether it runs."""
    how_it_stands: bool = False
    """Whether it asks how something stands, not why: "how hot is it?"."""
    past: bool = False
    """Whether its yes or no would be about a time that is over."""
    of_the_line: bool = False
    """Whether it asks how the network is, rather than who uses it."""
    what_may_go: bool = False
    """Whether it asks what can be deleted, rather than what takes the room."""
    wish: bool = False
    """Whether it wants something done, which Opta never does."""
    half_known: bool = False
    """Whether it says what is wrong, though perhaps not with this computer: "is nginx slow?"."""
    puzzling: bool = False
    """Whether it has words that are not known, and none that says what is wrong."""

    @property
    def products(self) -> frozenset[str]:
        """Those of the names that are known to name a program."""
        return self.names & WORDS["named"] | self.called | ({self.running} if self.running else set())

    @property
    def is_of_a_kind(self) -> bool:
        """Whether it is about what it calls by name, rather than about what that does: "do zombies slow me down?"."""
        return bool(self.kinds) and (self.asks_whether or not self.asked)

    @property
    def wants(self) -> Asked:
        """What the rules need to know of it."""
        return Asked(
            self.symptoms,
            self.primary,
            self.names,
            self.products,
            paths=self.paths,
            kinds=self.kinds,
            takes_room=self.counts_folders and not self.what_may_go,
            what_may_go=self.what_may_go,
            how_it_stands=self.how_it_stands,
        )

    @property
    def counts_folders(self) -> bool:
        """Whether what folders take belongs to the answer, which costs some seconds more."""
        return self.symptoms >= ROOM

    @property
    def seconds(self) -> float:
        """How long to look."""
        return SECONDS_FOR_GROWTH if "growing" in self.symptoms else SECONDS_SHORT


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
    clauses = clauses_of(PATH.sub(" disk ", text))
    meanings, words = all_meanings(clauses), all_words(clauses)
    running = running_program(clauses)
    closed = None if running else closed_clause(clauses)
    lore = _is_lore(text, meanings)
    fault = NamedFault() if lore else fault_in(text)
    symptoms = PROGRAMS if running else frozenset(all_symptoms(meanings)) or ANYTHING
    if closed is None and _asks_why_full(meanings):
        symptoms |= ROOM  # whoever asks no yes or no of a full disk wants to know what fills it
    return Topic(
        question=text,
        symptoms=symptoms,
        primary=PROGRAMS if running else frozenset(primary_symptoms(meanings)) or ANYTHING,
        about_computer=running is not None or bool(fault.rules) or _is_about_computer(text, clauses),
        asked=asked_in(closed, clauses) if closed else (),
        hopeful=fault.hopes_for_none if fault.asks_whether else closed is not None and is_hopeful(closed),
        past=closed is not None and is_past(closed),
        subject=subject_of(closed, clauses) if closed else frozenset(),
        names=names_in(closed.words) | kind_of_program_in(closed.words) if closed else names_in(words),
        called=called_in(clauses),
        kinds=fault.rules,
        asks_whether=fault.asks_whether,
        paths=tuple(PATH.findall(text)),
        unmeasured=unmeasured(words, symptoms),
        running=running,
        how_it_stands=closed is not None or not STANDING.isdisjoint(words),
        what_may_go="delete" in meanings,
        of_the_line="network" in meanings
        and "full_disk" not in symptoms
        and meanings.isdisjoint({"use", "amount", "graphics"}),
        wish=bool(WISH.match(text.casefold())),
        half_known=not lore and bool(all_symptoms(meanings)),
        puzzling=symptoms == ANYTHING and meanings <= NOUNS and bool(unknown_in(words)),
    )


PATH = re.compile(r"(?<![\w/.])/(?:[\w.@+-]+/?)*(?![\w/])")

WISH = re.compile(
    r"(?:please |pls )?(?:(?:can|could|will|would) you (?:please )?)?"
    r"(?:kill|restart|reboot|shut ?down|turn off|close|update|install|uninstall|delete|remove|clean|clear|fix|stop|"
    r"empty) \w"
)
"""A wish to have something done: "restart my computer"."""

STANDING = frozenset({"amount", "temperature", "usage", "utilization"})
"""With one of these words a question asks how something stands."""


def _asks_why_full(meanings: frozenset[str]) -> bool:
    return primary_symptoms(meanings) == ("full_disk",) and "full" in meanings and "amount" not in meanings


def _is_visible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")


LORE = re.compile(
    r"(?:please )?(?:(?:can|could|would) you )?(?:explain|define|describe|write|compose|translate|summari[sz]e|invent|"
    r"tell me (?:a|an|about)|(?:do|are|did|have|will) you (?!know|see|think)\w+|who (?:invented|made|wrote)|"
    r"what does .+ (?:mean|stand for)|what(?: is|'?s) the difference|how do(?:es)? (?:an? |the )?\w+(?: \w+)? work)\b"
)
"""A wish to be told of the world, or to be written something: plain talk, whatever its words."""

WHAT_IS = re.compile(r"what(?: is|'s| are) (?:an? )?[\w-]+(?: \w+)?\W*$")
"""A wish to have a thing explained, where what it names is a thing: "what is RAM?", not "what is slow?"."""


def _is_lore(text: str, meanings: frozenset[str]) -> bool:
    lower = text.casefold()
    if re.search(r"\b(?:my|this)\b", lower):
        return False
    return bool(LORE.match(lower) or (meanings <= NOUNS and WHAT_IS.match(lower)))


def _is_about_computer(text: str, clauses: tuple[Clause, ...]) -> bool:
    """Say whether it asks about this computer: a sure word of one, or nothing that names anything else."""
    words, meanings = all_words(clauses), all_meanings(clauses)
    if unmeasured(words):
        return True
    if not all_symptoms(meanings) or _is_lore(text, meanings):
        return False
    strong = {word for word in words if meanings_by_word().get(word, frozenset()) & STRONG} - WORDS_OF_OTHER_THINGS
    return bool(strong or SURE_WORDS & set(words)) or "my" in words or not names_in(words)
