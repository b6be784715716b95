"""OLLAMA_HOST is read as Ollama's own command reads it."""

from __future__ import annotations

import pytest

from opta_mcp.backends.ollama.address import parse_address
from opta_mcp.errors import UsageError


@pytest.mark.parametrize(
    ("given", "url"),
    [
        (None, "http://127.0.0.1:11434"),
        ("", "http://127.0.0.1:11434"),
        ("  ", "http://127.0.0.1:11434"),
        ("0.0.0.0", "http://127.0.0.1:11434"),  # noqa: S104  # what is tested is that it is never called
        ("0.0.0.0:8080", "http://127.0.0.1:8080"),
        ("http://0.0.0.0:11434", "http://127.0.0.1:11434"),
        ("::", "http://[::1]:11434"),
        ("[::]:8080", "http://[::1]:8080"),
        ("::1", "http://[::1]:11434"),
        ("[::1]", "http://[::1]:11434"),
        ("[::1]:9", "http://[::1]:9"),
        (":9000", "http://127.0.0.1:9000"),
        ("192.168.1.5", "http://192.168.1.5:11434"),
        ("box.local", "http://box.local:11434"),
        ("box.local:80", "http://box.local:80"),
        ("http://box.local", "http://box.local:80"),
        ("https://box.local", "https://box.local:443"),
        ("HTTPS://Box.local:8443/", "https://box.local:8443"),
        ("https://box.local/ollama/", "https://box.local:443/ollama"),
        ('"127.0.0.1:1"', "http://127.0.0.1:1"),
    ],
)
def test_every_way_to_write_an_address_is_understood(given: str | None, url: str) -> None:
    assert parse_address(given).url == url


@pytest.mark.parametrize("given", ["ftp://box", "box:port", "box:99999", "http://[::1", "two words", "b\x07x y:1"])
def test_what_is_no_address_is_a_clear_error_that_names_the_variable(given: str) -> None:
    with pytest.raises(UsageError, match="OLLAMA_HOST is") as raised:
        parse_address(given)
    assert "unset it" in raised.value.hint
    assert str(raised.value).isprintable()


@pytest.mark.parametrize(
    ("given", "local", "keeps_secrets"),
    [
        ("localhost", True, True),
        ("127.8.9.1", True, True),
        ("[::1]:1", True, True),
        ("192.168.1.5", False, False),
        ("http://box.local", False, False),
        ("https://box.local", False, True),
        ("localhost.example.com", False, False),
    ],
)
def test_a_key_goes_only_where_the_way_is_encrypted_or_stays_here(
    given: str, *, local: bool, keeps_secrets: bool
) -> None:
    address = parse_address(given)
    assert (address.local, address.keeps_secrets) == (local, keeps_secrets)
