/** As much of WebDriver as one window needs; the full clients want a newer Node. */
export class Session {
  readonly #base: string;

  private constructor(base: string) {
    this.#base = base;
  }

  /** Open what the capabilities name: an application, or a browser. */
  static async open(driver: string, alwaysMatch: object): Promise<Session> {
    const capabilities = { alwaysMatch };
    const { sessionId } = await send<{ sessionId: string }>("POST", `${driver}/session`, { capabilities });
    return new Session(`${driver}/session/${sessionId}`);
  }

  async visit(url: string): Promise<void> {
    await send("POST", `${this.#base}/url`, { url });
  }

  title(): Promise<string> {
    return send("GET", `${this.#base}/title`);
  }

  /** Run a function body in the page and give what it returns. */
  run<T>(script: string, ...args: readonly unknown[]): Promise<T> {
    return send("POST", `${this.#base}/execute/sync`, { script, args });
  }

  async type(selector: string, text: string): Promise<void> {
    await send("POST", `${await this.#element("css selector", selector)}/value`, { text });
  }

  /** Press a button by what a screen reader calls it. */
  async press(name: string): Promise<void> {
    const button = `//button[normalize-space(.)="${name}" or @aria-label="${name}"]`;
    await send("POST", `${await this.#element("xpath", button)}/click`, {});
  }

  async picture(): Promise<Buffer> {
    return Buffer.from(await send<string>("GET", `${this.#base}/screenshot`), "base64");
  }

  close(): Promise<null> {
    return send("DELETE", this.#base);
  }

  async #element(using: "css selector" | "xpath", value: string): Promise<string> {
    const found = await send<Record<string, string>>("POST", `${this.#base}/element`, { using, value });
    return `${this.#base}/element/${Object.values(found)[0]}`;
  }
}

async function send<T>(method: string, address: string, body?: object): Promise<T> {
  const response = await fetch(address, { method, ...(body && { body: JSON.stringify(body) }) });
  const { value } = (await response.json()) as { value: T & { message?: string } };
  if (!response.ok) throw new Error(value.message ?? `${method} ${address}: ${response.status}`);
  return value;
}
