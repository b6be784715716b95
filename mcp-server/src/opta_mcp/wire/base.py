"""What every value that crosses a process has in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


def left_out(value: object) -> bool:
    """Say whether a field is left out of JSON: `error` is, where there is none."""
    return value is None


class Wire(BaseModel):
    """Frozen; a reader ignores fields that it does not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        ser_json_inf_nan="null",
        json_schema_serialization_defaults_required=True,
    )


class Absent(Wire):
    """Stands where a value could not be read. Absent is not zero: it always has a reason."""

    unknown: str = Field(description="Why there is no value, in words for the user.")


class UnknownSignal(Wire):
    """A signal that could not be read and that the answer would have used."""

    signal: str
    reason: str
    label: str | None = Field(
        default=None, exclude_if=left_out, description="The signal in a person's words: Graphics card."
    )


type_note = "A value of this type is either what was measured or an Absent with its reason."

MeasuredFloat = Annotated[float | Absent, Field(description=type_note)]
MeasuredInt = Annotated[int | Absent, Field(description=type_note)]
MeasuredText = Annotated[str | Absent, Field(description=type_note)]
