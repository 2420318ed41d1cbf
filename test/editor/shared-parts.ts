import type { BrowserContext } from "playwright-core";
import { startChromium } from "../support/chromium";
import { startNodeRed, type NodeRedOptions, type RealNodeRed } from "../support/real-node-red";

/** What a browser test asks of its Node-RED. */
export type EditorOptions = Pick<NodeRedOptions, "env" | "flow" | "settings">;

/** Each takes seconds to start, so that all files of a mocha run share them. */
const nodeReds = new Map<string, Promise<RealNodeRed>>();
let browser: Promise<BrowserContext> | undefined;

// Outside of a describe block: when the last test of all files has ended.
after(async () => {
  const stopping = [...nodeReds.values()].map(async (nodeRed) => (await nodeRed).stop());
  await Promise.all([...stopping, browser?.then((context) => context.browser()?.close())]);
});

/** The one Chromium; it has the editor's scripts compiled once one page has loaded them. */
export function sharedBrowser(): Promise<BrowserContext> {
  browser ??= startChromium().then((chromium) =>
    chromium.newContext({ viewport: { width: 1400, height: 1000 }, locale: "en-US" }),
  );
  return browser;
}

/** The one Node-RED with this environment and these settings, with no flow and no credentials but these. */
export async function sharedNodeRed({ flow = [], ...options }: EditorOptions): Promise<RealNodeRed> {
  const key = JSON.stringify(options);
  const starting = nodeReds.get(key) ?? startNodeRed(options);
  nodeReds.set(key, starting);
  const nodeRed = await starting;
  // A node whose id was there before would keep its credentials.
  await nodeRed.deploy([]);
  await nodeRed.deploy(flow);
  return nodeRed;
}
