from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING

import pytest

from opta_mcp.wire.chat import LlmStatus, ModelList, PullJob
from opta_mcp.wire.history import Conversation, ConversationList
from opta_mcp.wire.page import Failure, StreamLine
from tests.support.wire_server import WireServer, ollama
from tests.support.wire_server import lines as json_lines
from tests.web.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

    from tests.web.conftest import Served

SLOW = {"messages": [{"role": "user", "content": "Why is my computer slow?"}]}


def lines(response: httpx.Response) -> Iterator[StreamLine]:
    return (StreamLine.model_validate_json(line) for line in response.iter_lines() if line)


def test_the_page_is_served_under_a_policy_that_lets_nothing_in_from_elsewhere(served: Served) -> None:
    with served.client() as client:
        response = client.get("/")
    assert response.status_code == 200
    assert '<div id="root">' in response.text
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_a_page_of_another_name_for_this_address_is_refused(served: Served) -> None:
    with served.client(Host="evil.example", Authorization=f"Bearer {served.token}") as client:
        assert client.get("/api/status").status_code == 403


def test_a_page_of_another_origin_is_refused_even_with_the_token(served: Served) -> None:
    with served.client(Origin="http://evil.example", Authorization=f"Bearer {served.token}") as client:
        assert client.post("/api/chat", json=SLOW).status_code == 403


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong"])
def test_without_the_token_of_this_start_nothing_is_told(served: Served, given: str) -> None:
    with served.client(Authorization=given) as client:
        response = client.get("/api/status")
    assert response.status_code == 401
    assert "opta serve" in Failure.model_validate(response.json()).hint


def test_it_listens_on_loopback_alone(served: Served) -> None:
    assert served.base.startswith("http://127.0.0.1:")


def test_the_status_says_what_would_answer(served: Served) -> None:
    with served.client() as client:
        status = LlmStatus.model_validate(client.get("/api/status").json())
        models = ModelList.model_validate(client.get("/api/models").json())
    assert not status.running
    assert status.error
    assert status.backend is not None
    assert status.backend.backend.startswith("scripted")
    assert models.models


def test_a_question_is_answered_line_by_line_and_kept_with_its_evidence(served: Served) -> None:
    with served.client() as client:
        with client.stream("POST", "/api/chat", json=SLOW) as response:
            said = list(lines(response))
        result = said[-1].result
        assert result is not None
        assert result.grounded is not None
        kept = Conversation.model_validate(client.get(f"/api/conversations/{result.conversation_id}").json())
    events = [line.event for line in said if line.event]
    assert [event.seq for event in events] == list(range(events[0].seq, events[0].seq + len(events)))
    measured = next(event for event in events if event.kind == "delta")
    assert measured.by == "rules"
    assert measured.answer is not None
    assert measured.answer.findings == result.grounded.findings
    assert [message.role for message in kept.messages] == ["user", "assistant"]
    assert kept.messages[1].grounded == result.grounded
    assert kept.messages[1].state == "whole"


def test_a_conversation_goes_on_and_is_forgotten_for_good(served: Served) -> None:
    with served.client() as client:
        first = client.post("/api/chat", json=SLOW).text.splitlines()[-1]
        identity = json.loads(first)["result"]["conversation_id"]
        client.post("/api/chat", json={**SLOW, "conversation_id": identity})
        kept = Conversation.model_validate(client.get(f"/api/conversations/{identity}").json())
        assert len(kept.messages) == 4
        left = ConversationList.model_validate(client.delete(f"/api/conversations/{identity}").json())
        assert identity not in [each.id for each in left.conversations]
        assert client.get(f"/api/conversations/{identity}").status_code == 404
        last = client.post("/api/chat", json={**SLOW, "conversation_id": identity}).text.splitlines()[-1]
        assert json.loads(last)["failure"]["code"] == "history.unknown"


def test_an_answer_whose_reader_leaves_is_stopped_and_what_came_is_kept(served: Served) -> None:
    with served.client() as client:
        title = "Why is my computer so very slow?"
        asked = {"messages": [{"role": "user", "content": title}]}
        with client.stream("POST", "/api/chat", json=asked) as response:
            assert next(lines(response)).event is not None
        for _ in range(100):
            heads = ConversationList.model_validate(client.get("/api/conversations").json()).conversations
            head = next(each for each in heads if each.title == title)
            kept = Conversation.model_validate(client.get(f"/api/conversations/{head.id}").json())
            if kept.messages[-1].state != "partial":
                break
    assert kept.messages[-1].state == "stopped"


def test_the_machine_is_watched_a_frame_a_second(served: Served) -> None:
    with served.client() as client, client.stream("POST", "/api/telemetry") as response:
        said = lines(response)
        frames = [next(said).frame for _ in range(2)]
    first, second = (frame for frame in frames if frame is not None)
    assert first.at < second.at
    assert isinstance(second.cpu_busy_ratio, float)
    assert isinstance(second.memory_total_bytes, int)


def test_the_server_ends_at_once_and_silently_while_somebody_watches(served_alone: Served) -> None:
    with served_alone.client() as client, client.stream("POST", "/api/telemetry") as response:
        next(lines(response))
        served_alone.process.send_signal(signal.SIGINT)
        assert served_alone.process.stderr is not None
        errors = served_alone.process.stderr.read()
    assert "Traceback" not in errors
    assert "ERROR" not in errors


def test_a_model_that_is_chosen_stays_chosen(served: Served) -> None:
    with served.client() as client:
        response = client.post("/api/choose", json={"name": "faithful"})
    assert LlmStatus.model_validate(response.json()).backend is not None


def test_ollama_that_is_not_installed_cannot_be_started_and_the_next_step_is_said(served: Served) -> None:
    with served.client() as client:
        response = client.post("/api/start")
    assert response.status_code == 503
    assert "ollama.com" in Failure.model_validate(response.json()).hint


def test_a_pull_without_ollama_ends_with_its_reason(served: Served) -> None:
    with served.client() as client, client.stream("POST", "/api/pull", json={"name": "llama3:8b"}) as response:
        last = list(lines(response))[-1]
    assert last.job is not None
    assert last.job.state == "failed"
    assert last.job.error


@pytest.fixture
def downloading(tmp_path: Path) -> Iterator[tuple[Served, WireServer]]:
    """Serve beside an Ollama whose download is at a third and goes on, with a line twice a second."""
    layer = {"status": "pulling aabbcc", "digest": "sha256:aabbcc", "total": 300_000_000, "completed": 100_000_000}
    going_on = json_lines({"status": "pulling manifest"}, *[layer] * 100, gap_s=0.5, then="hang")
    with WireServer(ollama(pull=going_on)) as server, serving(tmp_path, server.url) as page:
        yield page, server


def until_moving(said: Iterator[StreamLine]) -> PullJob:
    return next(line.job for line in said if line.job and line.job.completed_bytes)


def test_a_pull_that_two_pages_watch_goes_on_when_one_leaves_and_ends_with_the_last(
    downloading: tuple[Served, WireServer],
) -> None:
    page, ollama_server = downloading
    with page.client() as client:
        with client.stream("POST", "/api/pull", json={"name": "big"}) as staying:
            said = lines(staying)
            with client.stream("POST", "/api/pull", json={"name": "big:latest"}) as leaving:
                until_moving(lines(leaving))
                until_moving(said)
            for _ in range(3):
                job = next(said).job
                assert job is not None
                assert job.state == "running"
            assert len(ollama_server.asked("/api/pull")) == 1
            assert not ollama_server.hung_up.is_set()
        assert ollama_server.hung_up.wait(5)


def test_a_pull_that_is_cancelled_on_one_page_is_stopped_for_all(downloading: tuple[Served, WireServer]) -> None:
    page, ollama_server = downloading
    with page.client() as client, client.stream("POST", "/api/pull", json={"name": "big"}) as watching:
        said = lines(watching)
        until_moving(said)
        stopped = PullJob.model_validate(client.post("/api/pull/stop", json={"name": "big"}).json())
        last = list(said)[-1].job
    assert stopped.state == "stopped"
    assert last == stopped
    assert ollama_server.hung_up.wait(5)


@pytest.mark.parametrize(
    "body", ["", "{", "[]", '{"messages": []}', '{"messages": [{"role": "king", "content": "x"}]}']
)
def test_what_is_no_question_is_refused_in_words(served: Served, body: str) -> None:
    with served.client() as client:
        response = client.post("/api/chat", content=body)
    assert response.status_code == 400
    assert Failure.model_validate(response.json()).code == "usage"


def test_a_conversation_too_long_to_be_one_is_refused(served: Served) -> None:
    with served.client() as client:
        response = client.post("/api/chat", content=b"x" * (2**20 + 1))
    assert response.status_code == 400
