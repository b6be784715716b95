"""The contract's types as a few kinds of type, read from `contract/schema.json`; what is not known is refused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

SCALARS = {"string", "number", "integer", "boolean", "null"}
# Said for people, or held by the writer; they change no type.
NOTES = {"title", "description", "default", "minItems", "maxItems", "minLength", "maxLength", "minimum", "maximum"}


class UnknownConstructError(Exception):
    """The schema says something that no emitter could write down truthfully."""


@dataclass(frozen=True)
class Scalar:
    """One of JSON's own."""

    name: str


@dataclass(frozen=True)
class OneOfValues:
    """A closed set of values."""

    values: tuple[str | int, ...]


@dataclass(frozen=True)
class Ref:
    """A type by its name."""

    name: str


@dataclass(frozen=True)
class ListOf:
    """Any number of one kind."""

    item: Kind


@dataclass(frozen=True)
class MapOf:
    """Names of the writer's choice, values of one kind."""

    value: Kind


@dataclass(frozen=True)
class AnyOf:
    """One kind out of several; null among them where the value may be missing."""

    options: tuple[Kind, ...]


Kind: TypeAlias = "Scalar | OneOfValues | Ref | ListOf | MapOf | AnyOf"


@dataclass(frozen=True)
class Slot:
    """One field of a type; `required` where it has no default, `written` where a writer never leaves it out."""

    name: str
    kind: Kind
    note: str
    required: bool
    written: bool
    default: Json


@dataclass(frozen=True)
class Struct:
    """One type of the contract."""

    name: str
    note: str
    slots: tuple[Slot, ...]


def read_contract(schema: dict[str, Json]) -> tuple[Struct, ...]:
    """Return the contract's types in the order of their names; raise UnknownConstructError."""
    allow(schema, {"$defs", "title"}, "the schema")
    return tuple(read_struct(name, mapping(body, name)) for name, body in mapping(schema["$defs"], "$defs").items())


def read_struct(name: str, body: dict[str, Json]) -> Struct:
    """Return one type; only objects with named properties are known."""
    allow(body, {"type", "properties", "required", "title", "description"}, name)
    if body.get("type") != "object":
        raise UnknownConstructError(f"{name} is no object")
    properties = mapping(body.get("properties", {}), name)
    required = body.get("required", [])
    written = set(required) if isinstance(required, list) else set()
    slots = (read_slot(name, key, raw, written=key in written) for key, raw in properties.items())
    return Struct(name, text(body, "description"), tuple(slots))


def read_slot(owner: str, name: str, raw: Json, *, written: bool) -> Slot:
    """Return one field. One with a default is always written, and yet a reader does without it: old files lack it."""
    where = f"{owner}.{name}"
    body = mapping(raw, where)
    kind, note = read_kind(body, where), text(body, "description")
    return Slot(name, kind, note, required="default" not in body, written=written, default=body.get("default"))


def read_kind(body: dict[str, Json], where: str) -> Kind:  # noqa: PLR0911  # one line for each construct known
    """Return the kind that a piece of schema describes."""
    said = {key: value for key, value in body.items() if key not in NOTES}
    match said:
        case {"$ref": str(ref), **rest} if not rest:
            return Ref(ref.removeprefix("#/$defs/"))
        case {"anyOf": list(options), **rest} if not rest:
            return AnyOf(tuple(read_kind(mapping(option, where), where) for option in options))
        case {"const": str() | int() as value, "type": _, **rest} if not rest:
            return OneOfValues((value,))
        case {"enum": list(values), "type": "string", **rest} if not rest:
            return OneOfValues(tuple(str(value) for value in values))
        case {"type": "array", "items": dict(item), **rest} if not rest:
            return ListOf(read_kind(item, f"{where}[]"))
        case {"type": "object", "additionalProperties": dict(value), **rest} if not rest:
            return MapOf(read_kind(value, f"{where}{{}}"))
        case {"type": str(name), **rest} if not rest and name in SCALARS:
            return Scalar(name)
    raise UnknownConstructError(f"{where}: no type is known for {json.dumps(said)}")


def mapping(value: Json, where: str) -> dict[str, Json]:
    """Return a JSON object as one, or raise UnknownConstructError."""
    if not isinstance(value, dict):
        raise UnknownConstructError(f"{where} is no object")
    return value


def allow(body: dict[str, Json], known: set[str], where: str) -> None:
    """Raise UnknownConstructError where a key is none of those known."""
    if strange := set(body) - known:
        raise UnknownConstructError(f"{where} says {', '.join(sorted(strange))}")


def text(body: dict[str, Json], key: str) -> str:
    """Return a text of the schema, empty where it has none."""
    value = body.get(key, "")
    return value if isinstance(value, str) else ""
