"""The type of a card, and reading the cards that come with Opta."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from opta_mcp.errors import OptaError
from opta_mcp.wire.answer import CardRef
from opta_mcp.wire.base import Wire
from opta_mcp.wire.symptom import Symptom


class CardError(OptaError):
    """A card that does not keep to its schema; a fault of ours, found by the tests."""

    code = "knowledge.card"


def _web_address(text: str) -> str:
    if not text.startswith(("https://", "http://")):
        raise ValueError("a source is a web address")
    return text


def _sentence(text: str) -> str:
    if not text.endswith("."):
        raise ValueError("prose ends with a full stop")
    return text


Prose = Annotated[str, AfterValidator(_sentence)]
Source = Annotated[str, AfterValidator(_web_address)]


class Card(Wire):
    """Something known, with its source: never about this machine's state."""

    id: str = Field(pattern=r"^[a-z]+\.[a-z_]+$")
    title: str
    match: str = Field(description="An FTS5 query over the question; every word of it means something.")
    reply: Literal["yes", "no"] | None = Field(default=None, description="To a question of yes or no.")
    claim: Prose
    advice: Prose
    risk: Prose | None = None
    undo: Prose | None = None
    shows: tuple[Symptom, ...] = Field(default=(), description="Symptoms whose measurements belong beside it.")
    sources: tuple[Source, ...] = Field(min_length=1)

    def ref(self) -> CardRef:
        """Return what an answer says of the card that it used."""
        return CardRef(id=self.id, title=self.title, sources=self.sources)


@cache
def cards() -> tuple[Card, ...]:
    """Read every card, in the order of their files; raise CardError where one is not well formed."""
    folder = files("opta_mcp.knowledge") / "cards"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(card for name in names for card in _read(name, (folder / name).read_text(encoding="utf-8")))


def _read(name: str, text: str) -> list[Card]:
    try:
        return [Card.model_validate(entry) for entry in tomllib.loads(text)["card"]]
    except ValueError as error:
        raise CardError(f"The cards in {name} are not well formed: {error}", hint="Reinstall Opta.") from error
