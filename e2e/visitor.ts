import type { Locator, Page } from "playwright-core";
import { openBrowser } from "./site";

/** A person before the page: asks, reads, stops; and notes what the browser complains of. */
export class Visitor {
  readonly complaints: string[] = [];
  readonly page: Page;
  readonly leave: () => Promise<void>;

  private constructor(page: Page, leave: () => Promise<void>) {
    this.page = page;
    this.leave = leave;
    page.on("console", (message) => message.type() === "error" && this.complaints.push(message.text()));
    page.on("pageerror", (error) => this.complaints.push(error.message));
  }

  static async at(address: string): Promise<Visitor> {
    const browser = await openBrowser();
    const visitor = new Visitor(await browser.context.newPage(), browser.close);
    await visitor.page.goto(address);
    return visitor;
  }

  /** Type a question and send it by its key. */
  async type(question: string): Promise<void> {
    await this.page.getByLabel("Your question").fill(question);
    await this.page.keyboard.press("Enter");
  }

  /** Ask and wait for the end of the answer. */
  async ask(question: string): Promise<Locator> {
    const before = await this.page.locator(".foot").count();
    await this.type(question);
    await this.page.locator(".foot").nth(before).waitFor();
    return this.answer;
  }

  get answer(): Locator {
    return this.page.getByRole("article", { name: "Answer" }).last();
  }

  get pill(): Locator {
    return this.page.locator(".pill");
  }

  async open(name: "Ask" | "System" | "Models" | "History"): Promise<void> {
    await this.page.getByRole("button", { name, exact: true }).click();
  }
}
