"""Write the types of other languages from `contract/schema.json`, or check that they are what it says (`--check`).

A reader turns the schema into a few kinds of type and refuses any construct that it does not know; an emitter per
language writes those kinds down. TypeScript is here; another language is one more function in `EMITTERS`.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "contract" / "schema.json"

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
    """One field of a type; `required` where it has no default."""

    name: str
    kind: Kind
    note: str
    required: bool
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
    return Struct(name, text(body, "description"), tuple(read_slot(name, key, raw) for key, raw in properties.items()))


def read_slot(owner: str, name: str, raw: Json) -> Slot:
    """Return one field. One with a default is always written, and yet a reader does without it: old files lack it."""
    where = f"{owner}.{name}"
    body = mapping(raw, where)
    return Slot(name, read_kind(body, where), text(body, "description"), "default" not in body, body.get("default"))


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


def typescript(structs: tuple[Struct, ...]) -> str:
    """Return readonly interfaces, and the same once more as data, by which a value is read at run time."""
    head = "// Generated from contract/schema.json by tools/gen_types.py; `make contract` writes it anew.\n"
    head += 'import type { Shape } from "./shape";\n'
    names = "".join(f"  readonly {struct.name}: {struct.name};\n" for struct in structs)
    shapes = "".join(f"  {struct.name}: {ts_shape(struct)},\n" for struct in structs)
    return "\n".join(
        [
            head,
            *(ts_interface(struct) for struct in structs),
            f"/** Every type of the contract, by its name. */\nexport interface Contract {{\n{names}}}\n",
            f"export const SHAPES: Readonly<Record<keyof Contract, Shape>> = {{\n{shapes}}};\n",
        ]
    )


def ts_interface(struct: Struct) -> str:
    """Return one interface. What has a default is filled in by the reader, so no field is optional."""
    lines = [f"{ts_note(slot.note, '  ')}  readonly {slot.name}: {ts_kind(slot.kind)};\n" for slot in struct.slots]
    return f"{ts_note(struct.note, '')}export interface {struct.name} {{\n{''.join(lines)}}}\n"


def ts_note(note: str, indent: str) -> str:
    """Return a comment in one line, or nothing."""
    return f"{indent}/** {' '.join(note.split())} */\n" if note else ""


def ts_kind(kind: Kind) -> str:
    """Return a kind as TypeScript writes it."""
    match kind:
        case Scalar(name):
            return "number" if name == "integer" else name
        case OneOfValues(values):
            return " | ".join(json.dumps(value) for value in values)
        case Ref(name):
            return name
        case ListOf(item):
            return (
                f"readonly ({ts_kind(item)})[]"
                if isinstance(item, (AnyOf, OneOfValues))
                else f"readonly {ts_kind(item)}[]"
            )
        case MapOf(value):
            return f"Readonly<Record<string, {ts_kind(value)}>>"
        case AnyOf(options):
            return " | ".join(ts_kind(option) for option in options)


def ts_shape(struct: Struct) -> str:
    """Return a type as data: field to kind, or to kind and default."""
    slots = (f"{slot.name}: {ts_slot(slot)}" for slot in struct.slots)
    return "{ " + ", ".join(slots) + " }"


def ts_slot(slot: Slot) -> str:
    """Return a field as data."""
    kind = json.dumps(shape_of(slot.kind))
    return f"{{ kind: {kind} }}" if slot.required else f"{{ kind: {kind}, otherwise: {json.dumps(slot.default)} }}"


def shape_of(kind: Kind) -> Json:
    """Return a kind as plain JSON."""
    match kind:
        case Scalar(name):
            return name
        case OneOfValues(values):
            return {"values": list(values)}
        case Ref(name):
            return {"ref": name}
        case ListOf(item):
            return {"list": shape_of(item)}
        case MapOf(value):
            return {"map": shape_of(value)}
        case AnyOf(options):
            return {"any": [shape_of(option) for option in options]}


EMITTERS: dict[Path, Callable[[tuple[Struct, ...]], str]] = {ROOT / "src" / "types" / "contract.ts": typescript}


def main() -> int:
    """Write each language's file, or say which has drifted."""
    structs = read_contract(json.loads(SCHEMA.read_text(encoding="utf-8")))
    drifted = False
    for path, emit in EMITTERS.items():
        code = emit(structs)
        if "--check" not in sys.argv:
            path.write_text(code, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != code:
            print(
                f"{path.relative_to(ROOT)} is not what the contract says; `make contract` writes it anew.",
                file=sys.stderr,
            )
            drifted = True
    return int(drifted)


if __name__ == "__main__":
    raise SystemExit(main())
