"""Measured values as lines of words."""

from __future__ import annotations

from opta_mcp.tools.plain import lines
from opta_mcp.wire.base import Absent
from opta_mcp.wire.reading import ApplicationUse, GpuReading, ProcessesReading, Reading

AT = "2026-01-01T00:00:00+00:00"


class Sample(Reading):
    """One value of each kind."""

    available_bytes: int
    swapped_bytes_per_s: float
    busy_ratio: float
    core_busy_ratios: tuple[float, ...]
    forks_per_s: float
    temperature_celsius: float | Absent
    up: bool


def test_each_number_is_written_in_the_unit_that_its_name_ends_with() -> None:
    sample = Sample(
        measured_at=AT,
        seconds=1.0,
        available_bytes=3 * 2**30,
        swapped_bytes_per_s=2048,
        busy_ratio=0.97,
        core_busy_ratios=(1.0, 0.5),
        forks_per_s=7,
        temperature_celsius=Absent(unknown="no sensor is told of"),
        up=True,
    )
    assert lines(sample).splitlines() == [
        "seconds: 1 s",
        "available: 3 GiB",
        "swapped: 2 KiB/s",
        "busy: 97 %",
        "core busy: 100 %, 50 %",
        "forks a second: 7",
        "temperature: unknown (no sensor is told of)",
        "up: yes",
    ]


def application(number: int, cpu_cores: float) -> ApplicationUse:
    return ApplicationUse(
        name=f"program {number}", pid=number, busiest_pid=number, process_count=1, cpu_cores=cpu_cores,
        cpu_total_s=0, age_s=0, memory_bytes=0, read_bytes_per_s=0, written_bytes_per_s=Absent(unknown="denied"),
    )  # fmt: skip


def test_a_list_is_a_line_for_each_its_name_first_and_says_how_many_it_leaves_out() -> None:
    reading = ProcessesReading(
        measured_at=AT,
        seconds=1.0,
        process_count=7,
        states={"running": 1, "sleeping": 6},
        by_cpu=tuple(application(number, number / 10) for number in range(1, 8)),
        by_memory=(),
        processes=Absent(unknown="told once"),
    )
    said = lines(reading).splitlines()
    assert said[2] == "states: running 1, sleeping 6"
    assert said[4] == ("  - program 1; pid 1; process count 1; cpu 10 % of one core; written unknown")
    assert said[9:] == ["  and 2 more", "by memory: none", "processes: unknown (told once)"]


def test_a_part_that_could_not_be_read_says_why() -> None:
    reading = GpuReading(measured_at=AT, seconds=1.0, cards=Absent(unknown="no driver tells anything"))
    assert lines(reading).splitlines()[-1] == "cards: unknown (no driver tells anything)"
