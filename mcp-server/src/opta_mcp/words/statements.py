"""A finding as statements: its own sentences, its measured values, its judgements."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final, Literal

from opta_mcp.words import lexicon
from opta_mcp.words.quantities import measured
from opta_mcp.words.reading import Item, Name, Names, read
from opta_mcp.words.splitter import sentences
from opta_mcp.words.stems import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from opta_mcp.findings.rule import Rule
    from opta_mcp.wire.answer import Evidence, Finding

Role = Literal["fact", "advice", "risk", "undo", "premise", "echo", "verdict"]
Lead = tuple[Item, ...]
NO_FINDING: Final = -1
NAMED: Final = frozenset({"name", "path"})
"""Units of evidence that is a name: of another program, of a disk."""
_PATH: Final = re.compile(r"(?<![\w/])/(?:[\w.+-]+(?:/[\w.+-]+)*)?(?![\w/])")
_IN_BRACKETS: Final = re.compile(r"\s*\([^()]*\)")
_LONGEST_LEAD: Final = 4
MOST_SYNONYMS: Final = 2
"""In one sentence: each more multiplies what every sentence of a model is held against."""
OF_PROGRAM: Final = ("process.", "application.")
WINDOW: Final = "window"
"""The signal of a finding that tells of the last seconds."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the facts."""

    role: Role
    finding: int
    items: tuple[Item, ...]
    title: bool = False
    reason: bool = False
    """The first sentence that says why."""
    windowed: bool = False
    """Whether it tells what was so over the last seconds."""
    leads: tuple[tuple[str, ...], ...] = ()
    """For each item that is a pronoun, what it stands for; none are known of a question."""

    def lead(self, place: int) -> tuple[str, ...]:
        """Return what the pronoun at a place stands for."""
        return self.leads[place] if self.leads else ()


@dataclass(frozen=True, slots=True)
class Measure:
    """One measured value, or one judgement, that may be told in any order of its words."""

    finding: int
    numbers: tuple[Item, ...]
    needed: frozenset[str]
    subject: frozenset[str]
    allowed: frozenset[str] = frozenset()
    totals: tuple[Item, ...] = ()


def names_of(findings: Sequence[Finding]) -> Names:
    """Collect every name that the findings know: culprits, and paths in their words."""
    return Names(tuple(dict.fromkeys(_names(findings))))


def _names(findings: Iterable[Finding]) -> Iterator[Name]:
    for finding in findings:
        kind = lexicon.KIND_OF_CULPRIT[finding.culprit.kind]
        for text in (finding.culprit.name, finding.culprit.path):
            if text:
                yield Name(text, kind)
    for finding in findings:
        yield from (Name(str(each.value)) for each in finding.evidence if each.unit in NAMED and each.value)
        for text in (finding.title, finding.why, finding.advice, finding.risk, finding.undo):
            yield from (Name(path.rstrip("."), "disk") for path in _PATH.findall(text))


def told(place: int, finding: Finding, names: Names, rule: Rule | None) -> list[Statement]:
    """Return a finding's own sentences, and each again with a synonym of the rule in it."""
    parts: tuple[tuple[Role, str], ...] = (
        ("fact", finding.title),
        ("fact", finding.why),
        ("advice", finding.advice),
        ("risk", finding.risk),
        ("undo", finding.undo),
    )
    statements: list[Statement] = []
    lead: Lead = ()
    for part, (role, text) in enumerate(parts):
        for number, sentence in enumerate(() if is_empty(text) else sentences(text)):
            for variant in (sentence, *_variants(sentence, rule)):
                items = read(variant, names)
                core = (part == 0, part == 1 and number == 0, role == "fact" and _has_window(finding))
                statements.append(Statement(role, place, items, *core, leads=_leads(items, lead)))
            lead = _lead(items) or lead
    return statements


def _has_window(finding: Finding) -> bool:
    return any(each.signal == WINDOW for each in finding.evidence)


def is_empty(text: str) -> bool:
    """Whether a part of a finding says nothing: left out, or "none"."""
    return text.strip().lower().rstrip(".") in ("", "none")


def _variants(sentence: str, rule: Rule | None) -> Iterator[str]:
    """Write a sentence again without what stands in brackets, and with one or two synonyms of its rule."""
    texts = dict.fromkeys((sentence, _IN_BRACKETS.sub("", sentence)))
    synonyms = rule.synonyms if rule else {}
    for _ in range(MOST_SYNONYMS):
        texts |= dict.fromkeys(each for text in texts for each in _reworded(text, synonyms))
    yield from list(texts)[1:]


def _reworded(text: str, synonyms: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for word, others in synonyms.items():
        pattern = re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
        if pattern.search(text):
            yield from (pattern.sub(other, text) for other in others)


def _leads(items: Sequence[Item], lead: Lead) -> tuple[tuple[str, ...], ...]:
    """Say for each pronoun what it stands for: what a clause before it began with, in the pronoun's number."""
    leads: list[tuple[str, ...]] = []
    known = [lead] if lead else []
    clause: list[Item] = []
    for item in items:
        leads.append(_meant(item, known))
        clause = [] if item.kind == "link" else [*clause, item]
        if item.kind != "link" and (began := _lead(clause)):
            known = [*(each for each in known if each[0] is not began[0]), began]
    return tuple(leads)


def _meant(item: Item, known: Sequence[Lead]) -> tuple[str, ...]:
    if item.kind != "pronoun":
        return ()
    fitting = (lead for lead in reversed(known) if _is_plural(lead) is (item.form != "it"))
    return tuple(each.lemma for each in next(fitting, known[-1] if known else ()))


def _is_plural(lead: Lead) -> bool:
    return any(item.kind == "word" and item.form.endswith("s") and not item.form.endswith("ss") for item in lead)


def _lead(items: Sequence[Item]) -> Lead:
    """Return what a clause begins with: a name, or the words before the first function word."""
    if not items or items[0].kind == "pronoun":
        return ()
    if items[0].kind == "name":
        return (items[0],)
    following = takewhile(_stands_close, items[1:_LONGEST_LEAD])
    return (items[0], *following)


def _stands_close(item: Item) -> bool:
    return item.says and not item.before


def measures(place: int, findings: Sequence[Finding], names: Names, rule: Rule | None) -> Iterator[Measure]:
    """Return a finding's measured values, and the judgements that its rule allows."""
    finding = findings[place]
    for evidence in finding.evidence:
        if _is_told_freely(evidence) and _has_owner(evidence, finding) and _is_its_own(evidence, finding, findings):
            yield _measure(place, finding, evidence)
    for judgement in rule.judgements if rule else ():
        items = read(judgement, Names())
        if not any(item.negated for item in items):
            yield Measure(place, (), frozenset(item.lemma for item in items), _subject_words(finding, names))


def _is_told_freely(evidence: Evidence) -> bool:
    """Say whether a value has a signal to be told by, and is a state or a number in a unit that is known here."""
    if "." not in evidence.signal or evidence.unit in NAMED:
        return False
    return isinstance(evidence.value, str) or measured(evidence.value, evidence.unit) is not None


def _has_owner(evidence: Evidence, finding: Finding) -> bool:
    """Say whether a program's value can only be the culprit's: no other program is named beside it."""
    if not evidence.signal.startswith(OF_PROGRAM):
        return True
    others = any(each.unit in NAMED for each in finding.evidence)
    return lexicon.KIND_OF_CULPRIT[finding.culprit.kind] == "program" and not others


def _is_its_own(evidence: Evidence, finding: Finding, findings: Sequence[Finding]) -> bool:
    """Say whether a signal without a name is of this finding alone; of two disks, one cannot know which is meant."""
    if finding.culprit.name:
        return True
    return sum(other.signal == evidence.signal for each in findings for other in each.evidence) == 1


def _measure(place: int, finding: Finding, evidence: Evidence) -> Measure:
    subject, *attributes = re.split(r"[._]", evidence.signal)
    of_program = evidence.signal.startswith(OF_PROGRAM)
    owner = frozenset({finding.culprit.name.casefold()} - {""})
    named_only = of_program or finding.culprit.kind == "mount"
    words = frozenset(stem(part) for word in attributes for part in lexicon.SIGNAL_WORDS.get(word, word).split())
    return Measure(
        finding=place,
        numbers=tuple(_numbers(evidence)),
        needed=_needed(evidence, words) | _use_of_a_total(evidence, finding),
        subject=owner if named_only else frozenset({stem(subject)}),
        allowed=frozenset({stem(subject), stem("use")} if of_program else {stem(subject)}),
        totals=tuple(_totals(subject, finding)),
    )


def _needed(evidence: Evidence, words: frozenset[str]) -> frozenset[str]:
    """Return the words that tell this value from others: its state, or the last parts of its signal."""
    if isinstance(evidence.value, str):
        return frozenset(stem(word) for word in evidence.value.lower().split())
    return frozenset({stem("core")}) if words == {"processor"} and evidence.unit == "cores" else words


def _use_of_a_total(evidence: Evidence, finding: Finding) -> frozenset[str]:
    """Tell what is in use from all there is: "has 7.4 GiB of memory" is the total's to say."""
    has_total = any(each.signal == f"{evidence.signal}_total" for each in finding.evidence)
    return frozenset({stem("use")} if has_total else ())


def _totals(subject: str, finding: Finding) -> Iterator[Item]:
    for evidence in finding.evidence:
        if evidence.signal == f"{subject}.total":
            yield from _numbers(evidence)


def _numbers(evidence: Evidence) -> Iterator[Item]:
    """Write a value as the numbers that may stand for it; a share of a core is also a percentage."""
    if isinstance(evidence.value, str):
        return
    units = [(evidence.value, evidence.unit)]
    if evidence.unit == "cores" and "total" not in evidence.signal and not float(evidence.value).is_integer():
        units.append((evidence.value, "ratio"))
    for value, unit in units:
        if (read_value := measured(value, unit)) is not None:
            yield Item("number", str(value), str(value), quantity=read_value)


def _subject_words(finding: Finding, names: Names) -> frozenset[str]:
    """Return what a judgement is about, which the title begins with: whom "Swap is full" blames is not full."""
    return frozenset(item.lemma for item in _lead(read(finding.title, names)))
