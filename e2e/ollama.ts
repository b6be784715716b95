import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createSocketServer, type Server as SocketServer } from "node:net";

const RECORDINGS = new URL("../mcp-server/tests/data/ollama-wire/", import.meta.url);

interface Recording {
  readonly response: { readonly status: number; readonly chunks: readonly (readonly [number, string])[] };
}

/** As much of a line of a pull as tells what of a layer is here. */
interface Layer {
  readonly digest?: string;
  readonly completed?: number;
}

/**
 * An Ollama that says what a real one said, under the names it is asked for; empty until something is pulled. Like a real
 * one it keeps what has arrived: a pull that was left goes on from there.
 */
export class RecordedOllama {
  /** How much slower a pull goes than the recorded one of 3.5 s. */
  pullPace = 1;
  /** Pulls whose caller left before the end. */
  leftPulls = 0;
  /** How much of each layer is here. */
  readonly #arrived = new Map<string, number>();
  readonly #installed: string[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async open(): Promise<RecordedOllama> {
    const made = new RecordedOllama();
    await listening(made.#server);
    return made;
  }

  get address(): string {
    return addressOf(this.#server);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "/";
    const body = await bodyOf(request);
    if (path === "/api/tags") return void json(response, { models: this.#installed.map(entry) });
    if (path === "/api/pull") return this.#pull(String(body.model), response);
    if (path === "/api/chat") return play("chat_stream_cold", response, 1);
    const known = { "/api/version": "version", "/api/show": "show" }[path];
    if (known !== undefined) return play(known, response, 0);
    json(response, { models: [] });
  }

  async #pull(model: string, response: ServerResponse): Promise<void> {
    let left = false;
    response.once("close", () => {
      left = !response.writableFinished;
      this.leftPulls += Number(left);
    });
    for (const [pause, text] of linesOf("pull_ok")) {
      const { digest = "", completed = 0 } = JSON.parse(text) as Layer;
      const arrived = this.#arrived.get(digest) ?? 0;
      if (completed < arrived) continue;
      await waited(pause * this.pullPace);
      if (left) return;
      this.#arrived.set(digest, completed);
      response.write(text);
    }
    response.end();
    this.#installed.push(model);
  }
}

/** A server that takes every connection and never says a word. */
export async function openSilent(): Promise<{ readonly address: string; close(): void }> {
  const sockets = new Set<{ destroy(): void }>();
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  await listening(server);
  return {
    address: addressOf(server),
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function recording(name: string): Recording {
  return JSON.parse(readFileSync(new URL(`${name}.json`, RECORDINGS), "utf8")) as Recording;
}

/** Send what was recorded, with its pauses times `pace`, for as long as somebody reads it. */
async function play(name: string, response: ServerResponse, pace: number): Promise<void> {
  response.writeHead(recording(name).response.status, { "Content-Type": "application/x-ndjson" });
  for (const [pause, text] of linesOf(name)) {
    await waited(pause * pace);
    if (response.destroyed) return;
    response.write(text);
  }
  response.end();
}

/** What was recorded, each piece with the milliseconds since the one before it. */
function linesOf(name: string): [pause: number, text: string][] {
  const { chunks } = recording(name).response;
  return chunks.map(([at, text], index) => [at - (chunks[index - 1]?.[0] ?? 0), text]);
}

function waited(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function entry(name: string): object {
  const first = JSON.parse(
    recording("tags")
      .response.chunks.map(([, text]) => text)
      .join(""),
  ).models[0] as object;
  return { ...first, name, model: name };
}

function json(response: ServerResponse, value: object): void {
  response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(value));
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const piece of request) text += String(piece);
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

async function listening(server: Server | SocketServer): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function addressOf(server: Server | SocketServer): string {
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
