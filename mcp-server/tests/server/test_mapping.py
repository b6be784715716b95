"""What the SDK's client sees of an offer, in both eras."""

from __future__ import annotations

import base64
import time
from typing import TYPE_CHECKING

import anyio
import pytest
from mcp.shared.exceptions import MCPError
from mcp.types import INVALID_PARAMS, BlobResourceContents, TextContent, TextResourceContents

from opta_mcp.server.mapping import FAILURE_META
from tests.server.conftest import VERSIONS, Heard, words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import Connect, Era

pytestmark = pytest.mark.anyio
STOP_SECONDS = 0.3
"""The design says 0.1; tests run beside others."""


async def test_each_era_is_spoken_as_it_is_called(connect: Connect, era: Era) -> None:
    async with connect() as client:
        assert client.protocol_version == VERSIONS[era]
        assert client.instructions == "Only for tests."
        assert client.server_info is not None
        assert client.server_info.name == "opta"


async def test_every_tool_is_listed_with_schemas_and_all_four_annotations(connect: Connect) -> None:
    async with connect() as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    echo = tools["echo"]
    assert echo.input_schema["required"] == ["question"]
    assert echo.input_schema["additionalProperties"] is False
    assert echo.output_schema is not None
    assert echo.output_schema["required"] == ["by", "text"]
    says = echo.annotations
    assert says is not None
    assert (says.read_only_hint, says.destructive_hint, says.idempotent_hint, says.open_world_hint) == (
        True,
        False,
        True,
        False,
    )


async def test_a_result_is_structured_beside_a_short_text(connect: Connect) -> None:
    async with connect() as client:
        result = await client.call_tool("echo", {"question": "Why?"})
    assert words(result) == "Why?"
    assert result.structured_content == {"by": "rules", "text": "Why?"}
    assert not result.is_error


async def test_an_error_says_what_happened_the_next_step_and_a_code(connect: Connect) -> None:
    async with connect() as client:
        result = await client.call_tool("fail", {})
    assert result.is_error
    assert words(result) == "Something accepts and does not answer. Start it again. [backend.silent]"
    assert result.meta is not None
    assert result.meta[FAILURE_META] == {
        "code": "backend.silent",
        "message": "Something accepts and does not answer.",
        "hint": "Start it again.",
    }


async def test_a_fault_of_our_own_ends_the_call_and_not_the_session_and_shows_nothing_inside(connect: Connect) -> None:
    async with connect() as client:
        result = await client.call_tool("break_inside", {})
        assert (await client.call_tool("echo", {"question": "Still there?"})).structured_content is not None
    assert result.is_error
    assert "secret" not in words(result)
    assert "[internal]" in words(result)


async def test_a_result_of_failure_keeps_what_it_has_and_is_marked(connect: Connect) -> None:
    async with connect() as client:
        result = await client.call_tool("half", {})
    assert result.is_error
    assert result.structured_content == {"by": "model", "text": "half an ans"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "question is missing"),
        ({"question": 3}, "question: Input should be a valid string"),
        ({"question": ""}, "question: String should have at least 1 character"),
        ({"question": "Why?", "qestion": "Why?"}, "no argument qestion. Did you mean question?"),
    ],
)
async def test_arguments_that_cannot_be_used_are_answered_with_how_to_call(
    connect: Connect, arguments: dict[str, object], said: str
) -> None:
    async with connect() as client:
        result = await client.call_tool("echo", arguments)
    assert result.is_error
    assert said in words(result)
    assert "echo takes question." in words(result)


async def test_a_tool_that_is_not_there_is_an_error_with_the_nearest_name(connect: Connect) -> None:
    async with connect() as client:
        with pytest.raises(MCPError, match=r"no tool 'ecko'. Did you mean echo\?") as error:
            await client.call_tool("ecko", {})
    assert error.value.code == INVALID_PARAMS


async def test_progress_rises_holds_every_word_once_and_stays_under_thirty_a_second(connect: Connect) -> None:
    heard = Heard()
    async with connect() as client:
        began = time.monotonic()
        result = await client.call_tool("stream", {"question": "."}, progress_callback=heard)
        seconds = time.monotonic() - began
        await client.call_tool("echo", {"question": "the callbacks have run"})
    (first, *others) = heard.notes
    assert first == (1, None, "reading the question")
    assert "".join(text for _, _, text in others) + "." == words(result)
    assert len({count for count, _, _ in heard.notes}) == len(heard.notes)
    assert 3 <= len(heard.notes) <= 30 * seconds + 3


async def test_a_cancelled_call_stops_its_work_at_once(connect: Connect, tmp_path: Path) -> None:
    note, heard = tmp_path / "cancelled", Heard()
    async with connect() as client, anyio.create_task_group() as group:
        arguments = {"question": str(note)}
        group.start_soon(lambda: client.call_tool("hang", arguments, progress_callback=heard))
        await heard.something.wait()
        stopped = time.monotonic()
        group.cancel_scope.cancel()
    assert float(note.read_text()) - stopped < STOP_SECONDS


async def test_documents_are_listed_and_read_fixed_and_by_template(connect: Connect) -> None:
    async with connect() as client:
        (fixed,) = (await client.list_resources()).resources
        (varying,) = (await client.list_resource_templates()).resource_templates
        (text,) = (await client.read_resource("toy://fixed")).contents
        (data,) = (await client.read_resource("toy://varying/seven/bytes")).contents
    assert (fixed.uri, fixed.mime_type) == ("toy://fixed", "text/plain")
    assert varying.uri_template == "toy://varying/{id}/bytes"
    assert isinstance(text, TextResourceContents)
    assert text.text == "the text"
    assert isinstance(data, BlobResourceContents)
    assert base64.b64decode(data.blob) == b"seven"


@pytest.mark.parametrize("uri", ["toy://fixd", "toy://varying/none/bytes", "toy://varying/a/b/bytes"])
async def test_a_document_that_is_not_there_is_an_error_that_names_it(connect: Connect, uri: str) -> None:
    async with connect() as client:
        with pytest.raises(MCPError) as error:
            await client.read_resource(uri)
    assert error.value.code == INVALID_PARAMS
    assert error.value.data == {"uri": uri}


async def test_questions_are_listed_and_filled(connect: Connect) -> None:
    async with connect() as client:
        prompts = {prompt.name: prompt for prompt in (await client.list_prompts()).prompts}
        said = (await client.get_prompt("who", {"what": "the memory"})).messages[0].content
        with pytest.raises(MCPError, match=r"who wants what\. Fill it in"):
            await client.get_prompt("who", {})
        with pytest.raises(MCPError, match="There is no prompt 'why'"):
            await client.get_prompt("why")
    assert prompts["who"].arguments is not None
    assert prompts["who"].arguments[0].required
    assert isinstance(said, TextContent)
    assert said.text == "Who holds the memory?"
