"""The generator of other languages' types."""

from __future__ import annotations

import pytest

import gen_types


def schema_of(slot: gen_types.Json) -> dict[str, gen_types.Json]:
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
def test_each_construct_that_is_known_is_written_in_typescript(slot: gen_types.Json, written: str) -> None:
    code = gen_types.typescript(gen_types.read_contract(schema_of(slot)))
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
def test_a_construct_that_is_not_known_is_refused_by_its_name(slot: gen_types.Json) -> None:
    with pytest.raises(gen_types.UnknownConstructError, match=r"Thing\.slot"):
        gen_types.read_contract(schema_of(slot))


def test_a_field_with_a_default_may_be_missing_where_it_is_read() -> None:
    code = gen_types.typescript(gen_types.read_contract(schema_of({"type": "integer", "default": 7})))
    assert '  Thing: { slot: { kind: "integer", otherwise: 7 } },' in code
