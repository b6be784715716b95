"""The contract in Rust: structs and enums for serde."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kinds import AnyOf, ListOf, MapOf, OneOfValues, Ref, Scalar, UnknownConstructError

if TYPE_CHECKING:
    from kinds import Json, Kind, Slot, Struct

HEAD = """\
// Generated from contract/schema.json by tools/gen_types.py; `make contract` writes it anew.
#![allow(missing_docs, reason = "a field's name may say it all")]
#![allow(clippy::default_trait_access, clippy::doc_markdown, reason = "the contract's words")]
#![allow(clippy::struct_excessive_bools, clippy::unnecessary_wraps, reason = "the contract's shape")]

use serde::{Deserialize, Serialize};

/// A value that was measured, or the reason why there is none.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Measured<T> {
    Absent(Absent),
    Value(T),
}

impl<T: Default> Default for Measured<T> {
    fn default() -> Self {
        Self::Value(T::default())
    }
}

/// A number, or a text where the value is a state.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(untagged)]
pub enum NumberOrText {
    Number(f64),
    Text(String),
}
"""

SCALARS = {"string": "String", "number": "f64", "integer": "i64", "boolean": "bool"}
EMPTY: tuple[Json, ...] = (None, "", [], {}, False)
KEYWORDS = {"virtual", "type", "match", "ref", "mod", "move", "box", "use", "where", "loop", "in", "as", "self"}
DERIVES = "#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]\n"


def rust(structs: tuple[Struct, ...]) -> str:
    """Return every struct, the enum of each closed set of words, and the defaults that serde's own do not cover."""
    return "\n".join([HEAD, *(piece for struct in structs for piece in pieces(struct))])


def pieces(struct: Struct) -> list[str]:
    """Return the struct and what belongs to it."""
    enums = [enum(struct, slot) for slot in struct.slots if words(slot.kind)]
    defaults = [default(struct, slot) for slot in struct.slots if own_default(slot)]
    whole = [whole_default(struct)] if defaults and emptiable(struct) else []
    return [body(struct), *enums, *defaults, *whole]


def emptiable(struct: Struct) -> bool:
    """Say whether a struct can be made without any field being given."""
    return not any(slot.required for slot in struct.slots)


def body(struct: Struct) -> str:
    """Return the struct itself; where every default is an empty one, Rust derives them."""
    derived = emptiable(struct) and not any(map(own_default, struct.slots))
    derives = DERIVES.replace("Deserialize", "Default, Deserialize") if derived else DERIVES
    fields = f"\n{''.join(map_slots(struct))}" if struct.slots else ""
    return f"{note(struct.note, '')}{derives}pub struct {struct.name} {{{fields}}}\n"


def whole_default(struct: Struct) -> str:
    """Return the default of a struct some of whose fields have defaults of their own."""
    fields = "".join(
        f"            {slot.name}: {default_name(struct, slot)}(),\n"
        if own_default(slot)
        else f"            {slot.name}: Default::default(),\n"
        for slot in struct.slots
    )
    head = f"impl Default for {struct.name} {{\n    fn default() -> Self {{\n        Self {{\n"
    return f"{head}{fields}        }}\n    }}\n}}\n"


def map_slots(struct: Struct) -> list[str]:
    """Return the fields, a line or more each."""
    return [f"{note(slot.note, '    ')}{attributes(struct, slot)}{field(struct, slot)}" for slot in struct.slots]


def field(struct: Struct, slot: Slot) -> str:
    """Return one field's own line."""
    return f"    pub {identifier(slot.name)}: {kind(struct, slot, slot.kind)},\n"


def attributes(struct: Struct, slot: Slot) -> str:
    """Return what serde must know of a field: a reader does without one that has a default."""
    if slot.required:
        return ""
    said = f'default = "{default_name(struct, slot)}"' if own_default(slot) else "default"
    if not slot.written:
        said += ', skip_serializing_if = "Option::is_none"'
    return f"    #[serde({said})]\n"


def own_default(slot: Slot) -> bool:
    """Say whether a field's default is another than serde's empty one."""
    if slot.required or isinstance(slot.default, dict):
        return not slot.required and absence(slot) != ""
    return slot.default not in EMPTY and slot.default != 0


def absence(slot: Slot) -> str:
    """Return the reason that a field has for its default, where that is to be absent; else nothing."""
    match slot.default:
        case {"unknown": str(reason)}:
            return reason
    return ""


def default_name(struct: Struct, slot: Slot) -> str:
    """Return the name of the function that makes a field's default."""
    return f"default_{snake(struct.name)}_{slot.name}"


def default(struct: Struct, slot: Slot) -> str:
    """Return the function that makes a field's default."""
    typed = kind(struct, slot, slot.kind)
    value = literal(struct, slot)
    if typed.startswith("Option<"):
        value = f"Some({value})"
    return f"fn {default_name(struct, slot)}() -> {typed} {{\n    {value}\n}}\n"


def literal(struct: Struct, slot: Slot) -> str:
    """Return a default as Rust writes it."""
    if words(slot.kind) and isinstance(slot.default, str):
        return f"{struct.name}{camel(slot.name)}::{camel(slot.default)}"
    if isinstance(slot.default, (int, float)):
        return json.dumps(slot.default)
    if reason := absence(slot):
        return f"Measured::Absent(Absent {{ unknown: {json.dumps(reason)}.into() }})"
    raise UnknownConstructError(f"{struct.name}.{slot.name}: no literal for {slot.default!r}")


def words(some: Kind) -> tuple[str, ...]:
    """Return the words of a closed set, or none."""
    if isinstance(some, ListOf):
        return words(some.item)
    if isinstance(some, AnyOf):
        return next(filter(None, map(words, some.options)), ())
    if isinstance(some, OneOfValues) and all(isinstance(value, str) for value in some.values):
        return tuple(str(value) for value in some.values)
    return ()


def enum(struct: Struct, slot: Slot) -> str:
    """Return the enum of a closed set of words, named after its field."""
    rows = "".join(f'    #[serde(rename = "{word}")]\n    {camel(word)},\n' for word in words(slot.kind))
    derives = DERIVES.replace("Clone", "Clone, Copy").replace("Deserialize", "Deserialize, Eq")
    return f"{derives}pub enum {struct.name}{camel(slot.name)} {{\n{rows}}}\n"


def kind(struct: Struct, slot: Slot, some: Kind) -> str:
    """Return a kind as Rust writes it."""
    match some:
        case Scalar(name) if name in SCALARS:
            return SCALARS[name]
        case OneOfValues():
            return f"{struct.name}{camel(slot.name)}" if words(some) else "i64"
        case Ref(name):
            return name
        case ListOf(item):
            return f"Vec<{kind(struct, slot, item)}>"
        case MapOf(value):
            return f"std::collections::BTreeMap<String, {kind(struct, slot, value)}>"
        case AnyOf(options):
            return union(struct, slot, options)
    raise UnknownConstructError(f"{struct.name}.{slot.name}: no type of Rust for {some}")


def union(struct: Struct, slot: Slot, options: tuple[Kind, ...]) -> str:
    """Return an optional value, a measured one, or a number or text; no other union is in the contract."""
    match options:
        case (value, Scalar("null")):
            return f"Option<{kind(struct, slot, value)}>"
        case (value, Ref("Absent")):
            return f"Measured<{kind(struct, slot, value)}>"
        case (Scalar("number"), Scalar("string")):
            return "NumberOrText"
    raise UnknownConstructError(f"{struct.name}.{slot.name}: no union of Rust for {options}")


def note(said: str, indent: str) -> str:
    """Return a doc comment in one line, or nothing."""
    return f"{indent}/// {' '.join(said.split())}\n" if said else ""


def identifier(name: str) -> str:
    """Return a field's name; a word that Rust keeps for itself is marked, and serde takes the mark off again."""
    return f"r#{name}" if name in KEYWORDS else name


def camel(word: str) -> str:
    """Return a word as the name of a variant."""
    return "".join(part.capitalize() for part in word.split("_"))


def snake(name: str) -> str:
    """Return the name of a type as part of the name of a function."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
