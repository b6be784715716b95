"""One key for the forms of a word, so that "uses", "used" and "using" are found under one.

Not linguistics: both sides are read the same way, and a key that joins too little only drops a sentence.
"""

from __future__ import annotations

from functools import cache

from opta_mcp.words.lexicon import IRREGULAR, PAST_FORMS, SYNONYMS

_SIBILANTS = ("sses", "xes", "ches", "shes", "zzes")
_KEPT_DOUBLE = "lsz"
_SHORT = 3
"""Letters up to which a word has no ending to take off."""


@cache
def stem(form: str) -> str:
    """Return the key of a word in lower case."""
    base = SYNONYMS.get(form) or IRREGULAR.get(form)
    if base is None:
        base = _plain(form)
    base = SYNONYMS.get(base, base)
    return base.removesuffix("e") if len(base) >= _SHORT else base


def is_past(form: str) -> bool:
    """Whether a word's form alone tells of the past; "used" does, and so does "ran"."""
    return form in PAST_FORMS or (form.endswith("ed") and not form.endswith("eed"))


def _plain(form: str) -> str:
    if len(form) <= _SHORT:
        return form
    if form.endswith(("ies", "ied")):
        return form[:-3] + "y"
    if form.endswith(_SIBILANTS):
        return form[:-2]
    if form.endswith("s") and not form.endswith(("ss", "us", "is")):
        return _plain_verb(form[:-1])
    return _plain_verb(form)


def _plain_verb(form: str) -> str:
    for ending in ("ing", "ed"):
        root = form.removesuffix(ending)
        if root != form and _could_stand(root, form):
            return _undoubled(root)
    return form


def _could_stand(root: str, form: str) -> bool:
    """Say whether a root has a vowel of its own: "thing" and "need" end so by chance."""
    return len(root) > 1 and any(letter in "aeiouy" for letter in root) and not form.endswith("eed")


def _undoubled(root: str) -> str:
    if len(root) > _SHORT and root[-1] == root[-2] and root[-1] not in _KEPT_DOUBLE:
        return root[:-1]
    return root
