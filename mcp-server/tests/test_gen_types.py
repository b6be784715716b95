"""The generator of other languages' types."""

from __future__ import annotations

import pytest

import kinds
from rust import rust
from typescript import typescript


def schema_of(slot: kinds.Json) -> dict[str, kinds.Json]:
    return {"$defs": {"Thing": {"type": "object", "properties": {"slot": slot}, "required": ["slot"]}}}


@pytest.mark.parametrize(
    ("slot", "written"),
    [
        ({"type": "string"}, "string"),
        ({"type": "integer"}, "number"),
        ({"$ref": "#/$defs/Other"}, "Other"),
        ({"anyOf": [{"type": "number"}, {"type": "null"}]}, "number | null"),
        ({"type": "array", "items": {"$ref": "#/$defs/Other"}}, "readonly Other[]"),
        ({"type": "array", "items": {"enum": ["a", "b"], "type": "string"}}, 'readonly ("a" | "b")[]'),
        ({"type": "object", "additionalProperties": {"type": "number"}}, "Readonly<Record<string, number>>"),
        ({"const": 1, "type": "integer"}, "1"),
    ],
)
def test_each_construct_that_is_known_is_written_in_typescript(slot: kinds.Json, written: str) -> None:
    code = typescript(kinds.read_contract(schema_of(slot)))
    assert f"  readonly slot: {written};\n" in code


@pytest.mark.parametrize(
    "slot",
    [
        {"type": "string", "format": "date-time"},
        {"type": "array"},
        {"oneOf": [{"type": "string"}]},
        {"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "string"}},
        {"enum": [1, 2], "type": "integer"},
        True,
    ],
)
def test_a_construct_that_is_not_known_is_refused_by_its_name(slot: kinds.Json) -> None:
    with pytest.raises(kinds.UnknownConstructError, match=r"Thing\.slot"):
        kinds.read_contract(schema_of(slot))


def test_a_field_with_a_default_may_be_missing_where_it_is_read() -> None:
    code = typescript(kinds.read_contract(schema_of({"type": "integer", "default": 7})))
    assert '  Thing: { slot: { kind: "integer", otherwise: 7 } },' in code


@pytest.mark.parametrize(
    ("slot", "written"),
    [
        ({"type": "string"}, "pub slot: String,"),
        ({"type": "integer"}, "pub slot: i64,"),
        ({"anyOf": [{"type": "number"}, {"type": "null"}]}, "pub slot: Option<f64>,"),
        ({"anyOf": [{"type": "number"}, {"$ref": "#/$defs/Absent"}]}, "pub slot: Measured<f64>,"),
        ({"anyOf": [{"type": "number"}, {"type": "string"}]}, "pub slot: NumberOrText,"),
        ({"enum": ["on_cpu", "ok"], "type": "string"}, '#[serde(rename = "on_cpu")]\n    OnCpu,'),
        ({"enum": ["a", "b"], "type": "string", "default": "b"}, "-> ThingSlot {\n    ThingSlot::B\n}"),
        ({"type": "integer", "default": 7}, "fn default_thing_slot() -> i64 {\n    7\n}"),
    ],
)
def test_each_construct_that_is_known_is_written_in_rust(slot: kinds.Json, written: str) -> None:
    assert written in rust(kinds.read_contract(schema_of(slot)))


def test_a_union_that_rust_could_not_tell_apart_is_refused() -> None:
    slot: kinds.Json = {"anyOf": [{"$ref": "#/$defs/One"}, {"$ref": "#/$defs/Other"}]}
    with pytest.raises(kinds.UnknownConstructError, match=r"Thing\.slot"):
        rust(kinds.read_contract(schema_of(slot)))


def test_a_field_that_a_writer_leaves_out_is_left_out_by_rust_too() -> None:
    schema = schema_of({"anyOf": [{"type": "string"}, {"type": "null"}], "default": None})
    kinds.mapping(kinds.mapping(schema["$defs"], "")["Thing"], "")["required"] = []
    assert '#[serde(default, skip_serializing_if = "Option::is_none")]' in rust(kinds.read_contract(schema))
