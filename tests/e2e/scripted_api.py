"""A scripted stand-in for the Messages API, on the loopback interface alone.

A script holds conversations: lists of turns, a turn being what the model says and which tools it
calls. Which conversation a request belongs to is told by a text in its first user message, and
which turn is due by the number of assistant messages in it; the server keeps no state of its
own, so retries and parallel agents play as they should. A turn may be a function of the
request, for a model that acts on what it was told.
"""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, ClassVar

MAIN = "main"


@dataclass(frozen=True)
class Tool:
    """A tool that the model calls."""

    name: str
    input: dict[str, object]


@dataclass(frozen=True)
class Turn:
    """One answer of the model: it ends the turn when it calls no tool."""

    text: str = ""
    tools: tuple[Tool, ...] = ()


@dataclass(frozen=True)
class Request:
    """One request of the client: its conversation, its turn from 0, and all that the model reads."""

    conversation: str
    turn: int
    body: dict[str, Any]
    text: str


ScriptedTurn = Turn | Callable[[Request], Turn]


@dataclass(frozen=True)
class Script:
    """What the model does.

    ``conversations`` holds the turns by conversation; ``marks`` tells, by conversation other
    than ``main``, the text in the first user message that it is known by.
    """

    conversations: dict[str, Sequence[ScriptedTurn]]
    marks: dict[str, str] = field(default_factory=dict)

    def request(self, body: dict[str, Any]) -> Request:
        """Tell which conversation and turn a request's body is of."""
        users = [message for message in body.get("messages", []) if message.get("role") == "user"]
        opening = text_of(users[0].get("content")) if users else ""
        name = next((name for name, mark in self.marks.items() if mark in opening), MAIN)
        turn = sum(1 for message in body.get("messages", []) if message.get("role") == "assistant")
        parts = [text_of(body.get("system"))]
        parts += [text_of(message.get("content")) for message in body.get("messages", [])]
        return Request(name, turn, body, "\n".join(parts))

    def answer(self, request: Request) -> Turn:
        """What the model answers; a script at its end says so."""
        turns = self.conversations.get(request.conversation, ())
        if request.turn >= len(turns):
            return Turn("(the script has ended)")
        turn = turns[request.turn]
        return turn if isinstance(turn, Turn) else turn(request)


def text_of(content: object) -> str:
    """All text that a message's content holds, tool calls and results included."""
    if isinstance(content, str):
        return content
    if isinstance(content, dict):
        kind = content.get("type")
        if kind == "text":
            return str(content.get("text", ""))
        if kind == "tool_use":
            return json.dumps(content.get("input"), ensure_ascii=False)
        return text_of(content.get("content")) if kind == "tool_result" else ""
    if isinstance(content, list):
        return "\n".join(text_of(part) for part in content)
    return ""


class ScriptedApi:
    """The server, as a context manager; ``url`` is where, ``requests`` what came, in order."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.requests: list[Request] = []
        self.failure: BaseException | None = None
        self._lock = threading.Lock()
        handler = type("BoundHandler", (_Handler,), {"api": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def play(self, body: dict[str, Any]) -> Turn:
        """Note a request and give the turn that answers it."""
        request = self.script.request(body)
        with self._lock:
            self.requests.append(request)
        try:
            return self.script.answer(request)
        except BaseException as error:  # noqa: BLE001 - the test shows it; the client gets an end
            self.failure = error
            return Turn(f"(the script failed: {error!r})")

    def __enter__(self) -> ScriptedApi:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    api: ClassVar[ScriptedApi]

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Keep quiet."""

    def do_HEAD(self) -> None:
        """Old clients ask once whether somebody is there."""
        self._send(404, {})

    def do_POST(self) -> None:
        """Answer a message as the script says, or a count of tokens by a guess."""
        raw = self.rfile.read(int(self.headers.get("content-length") or 0))
        path = self.path.split("?")[0]
        if path == "/v1/messages/count_tokens":
            self._send(200, {"input_tokens": len(raw) // 4 + 1})
        elif path == "/v1/messages":
            body = json.loads(raw)
            self._stream(body, self.api.play(body), len(raw))
        else:
            self._send(404, {"type": "error", "error": {"type": "not_found_error", "message": path}})

    def _send(self, status: int, value: object) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _stream(self, body: dict[str, Any], turn: Turn, size: int) -> None:
        message = {
            "id": f"msg_{uuid.uuid4().hex[:20]}",
            "type": "message",
            "role": "assistant",
            "model": body.get("model", "scripted"),
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {"input_tokens": size // 4 + 1, "output_tokens": 1},
        }
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            self._emit("message_start", message=message)
            for index, (block, delta) in enumerate(_blocks(turn)):
                self._emit("content_block_start", index=index, content_block=block)
                self._emit("content_block_delta", index=index, delta=delta)
                self._emit("content_block_stop", index=index)
            reason = "tool_use" if turn.tools else "end_turn"
            self._emit(
                "message_delta",
                delta={"stop_reason": reason, "stop_sequence": None},
                usage={"output_tokens": 10},
            )
            self._emit("message_stop")
        except (BrokenPipeError, ConnectionResetError):
            pass  # the client has left

    def _emit(self, kind: str, **fields: object) -> None:
        data = json.dumps({"type": kind, **fields})
        self.wfile.write(f"event: {kind}\ndata: {data}\n\n".encode())
        self.wfile.flush()


def _blocks(turn: Turn) -> list[tuple[dict[str, object], dict[str, object]]]:
    """The content blocks of a turn, each with the one delta that fills it."""
    blocks: list[tuple[dict[str, object], dict[str, object]]] = []
    if turn.text or not turn.tools:
        blocks.append(({"type": "text", "text": ""}, {"type": "text_delta", "text": turn.text or "."}))
    for tool in turn.tools:
        block: dict[str, object] = {
            "type": "tool_use",
            "id": f"toolu_{uuid.uuid4().hex[:24]}",
            "name": tool.name,
        }
        delta: dict[str, object] = {"type": "input_json_delta", "partial_json": json.dumps(tool.input)}
        blocks.append(({**block, "input": {}}, delta))
    return blocks
