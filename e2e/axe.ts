import axe from "axe-core";
import type { Page } from "playwright-core";

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds wrong with the page as it stands, each with its place. */
export async function violations(page: Page): Promise<string[]> {
  // The policy forbids inline scripts, so axe comes as the tool's own, outside of it.
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const there = window as unknown as { axe: { run(): Promise<{ violations: readonly Violation[] }> } };
    return (await there.axe.run()).violations;
  });
  return found.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ""}`).join("; ")}`,
  );
}
