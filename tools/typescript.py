"""The contract in TypeScript: readonly interfaces, and the same once more as data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kinds import AnyOf, ListOf, MapOf, OneOfValues, Ref, Scalar

if TYPE_CHECKING:
    from kinds import Json, Kind, Slot, Struct


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
