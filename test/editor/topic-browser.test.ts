import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { CODE, hasRun } from "./hostile-code";
import { broker, input } from "./house";
import { useStockedBroker } from "./stocked-broker";
import { useEditor } from "./use-editor";

const TOPIC = "node-input-topic";

const VALUES = {
  "home/hall": '{"temperature": 19}',
  "home/kitchen": '{"temperature": 21.5}',
  "home/kitchen/light": "on",
  [`home/${CODE}`]: CODE,
  "zigbee2mqtt/lamp/availability": '{"state":"online"}',
  "zigbee2mqtt/door/availability": '{"state":"offline"}',
  [`zigbee2mqtt/${CODE}/availability`]: "online",
  ...Object.fromEntries(Array.from({ length: 205 }, (_, index) => [`many/${1_000 + index}`, String(index)])),
};

const monitor = {
  ...{ id: "monitor", type: "will-monitor", z: "house", name: "", broker: broker.id, convention: "auto", topic: "" },
  ...{ online: [], offline: [], field: "", grace: 0, heartbeat: 0, activity: "", keepRoster: false },
  ...{ x: 500, y: 80, wires: [[], []] },
};

describe("Browsing the broker's topics", function () {
  this.timeout(60_000);
  const editor = useEditor({ env: { KEEPALIVE: "60" } });
  const stocked = useStockedBroker(editor, VALUES, () => [monitor]);

  it("works with the keyboard alone, live, and fills the field and what goes with it", async () => {
    await editor().edit("input");
    await editor().field(TOPIC).focus();
    await press("Tab", "Enter");
    await row("home").waitFor();
    await editor()
      .page.locator(".m2m-browser")
      .getByText(/live, stops in \d+ s/)
      .waitFor();
    await press("ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight");
    await row("hall").waitFor();
    await press("ArrowDown", "ArrowDown", "ArrowDown");
    assert.equal(await selected(), "hall");
    await press("Enter");
    await editor().says(TOPIC, /^Stored value: {"temperature": 19}$/);

    // What is seen now shows in its place, and nothing else moves.
    await stocked().keep("home/hall", "20");
    await row("hall").getByText("20", { exact: true }).waitFor();
    await row("hall").getByText("×2").waitFor();
    await stocked().keep("home/attic", "cold");
    await row("attic").waitFor();
    assert.equal(await selected(), "hall");
    await press("ArrowDown");
    assert.equal(await selected(), "kitchen");
    await press("Enter");

    const browser = editor().page.locator(".m2m-browser");
    await browser.getByText("Fits these messages: JSON, QoS 1").waitFor();
    await browser.getByRole("button", { name: "apply" }).press("Enter");
    await press("Escape");
    await browser.waitFor({ state: "detached" });
    assert.equal(await editor().page.evaluate(() => document.activeElement?.id), TOPIC);
    await editor().done();
    assert.deepEqual(await editor().saved("input"), { ...input, topic: "home/kitchen", datatype: "json" });
  });

  it("shows 200 of a level at a time, finds what is looked for, and takes topics and payloads for texts", async () => {
    await editor().edit("input");
    await browse();
    await editor().choose(row("many"));
    const more = row("show more (5 not shown)");
    await more.scrollIntoViewIfNeeded();
    await more.click();
    await row("1204").waitFor();
    await more.waitFor({ state: "hidden" });
    await search("light kitch");
    await row("home/kitchen/light").waitFor();
    await editor().page.getByRole("status").getByText("topics: 1", { exact: true }).waitFor();
    await search("img src");
    await editor().choose(row(`home/${CODE}`));
    assert.equal(await editor().field(TOPIC).inputValue(), `home/${CODE}`);
    await editor().field(TOPIC).fill("$share/crew/old");
    await search("");
    await editor().choose(row("home"));
    await editor().choose(row("+ all of this level").nth(1));
    assert.equal(await editor().field(TOPIC).inputValue(), "$share/crew/home/+", "it stays shared");
    assert.equal(await hasRun(editor()), false);
  });

  it("says why nothing can be shown, and lets people look elsewhere", async () => {
    const filters: string[] = [];
    await editor().page.route("**/node-red-mqtt/surveys", async (route) => {
      const { filter } = route.request().postDataJSON() as { filter: string };
      filters.push(filter);
      if (filters.length === 1) await route.fulfill({ status: 403, body: "" });
      else await route.fulfill({ json: { id: String(filters.length) } });
    });
    await editor().page.route("**/node-red-mqtt/surveys/*", async (route) => {
      const refusal = { code: "subscribe-refused", values: { filter: "#", reason: "not authorized" } };
      const report = { filter: filters.at(-1), remaining: 60_000, topics: [], version: 0, hasMore: false };
      const counts = { kept: 0, notKept: 2_310 };
      const isRefused = filters.at(-1) === "#";
      const state = isRefused ? { state: "ended", problem: refusal } : { state: "listening" };
      await route.fulfill({ json: { ...report, ...counts, ...state } });
    });
    await editor().reload();
    await editor().edit("input");
    await browse();
    const browser = editor().page.locator(".m2m-browser");
    await browser.getByText("You are not allowed to do this").waitFor();
    await browser.getByRole("button", { name: "again" }).click();
    await browser.getByText(/^The broker allows no full listing\. /).waitFor();
    await browser.getByLabel("Look under").fill("garden/#");
    await browser.getByRole("button", { name: "listen" }).click();
    await browser.getByText(/^No stored values\. Waiting for messages, \d+ s more\.$/).waitFor();
    await browser.getByText("Topics that found no room: 2,310").waitFor();
    assert.deepEqual(filters, ["#", "#", "garden/#"]);
    await editor().page.unroute("**/node-red-mqtt/surveys");
    await editor().page.unroute("**/node-red-mqtt/surveys/*");
    editor().problems.splice(0);
    // Without an open dialog the editor is loaded anew, and has forgotten all this.
    await editor().cancel();
  });

  it("shows in will monitor who is there, and finds the kind of devices by a topic", async () => {
    await editor().edit("monitor");
    const roster = editor().page.locator("#m2m-roster");
    await roster.getByRole("button", { name: "Show which devices are there now" }).click();
    await roster.getByText("Found on this broker now: 2 online, 1 offline.").waitFor();
    await roster.getByRole("button", { name: "show" }).click();
    await roster.getByText(`zigbee2mqtt/${CODE}`).waitFor();

    await editor().field("node-input-convention").selectOption("custom");
    await browse();
    await editor().choose(row("zigbee2mqtt"));
    await editor().choose(row("door"));
    await editor().choose(row("availability").first());
    await editor().page.getByRole("button", { name: "choose Zigbee2MQTT" }).click();
    await roster.getByText("On this broker now: 2 online, 1 offline.").waitFor();
    await editor().done();
    const { x: _x, y: _y, ...saved } = { ...monitor, convention: "zigbee2mqtt" };
    assert.deepEqual(await editor().saved("monitor"), saved);
    assert.equal(await hasRun(editor()), false);
  });

  async function browse(): Promise<void> {
    await editor().page.locator(".m2m-browse:visible").first().click();
  }

  async function search(words: string): Promise<void> {
    const field = editor().page.locator(".m2m-browser-search input");
    await field.fill("");
    await field.pressSequentially(`${words} `);
  }

  async function press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await editor().page.keyboard.press(key);
  }

  /** Rows in which this is the name. */
  function row(name: string): Locator {
    const rows = editor().page.locator(".m2m-topic-tree .m2m-topic-row:visible");
    return rows.filter({ has: editor().page.locator("> :first-child", { hasText: exactly(name) }) });
  }

  /** The name in the row that has the focus. */
  async function selected(): Promise<string | null> {
    const tree = editor().page.locator(".m2m-topic-tree");
    const id = (await tree.getAttribute("aria-activedescendant")) ?? "";
    return editor().page.locator(`#${id} .m2m-topic-name`).textContent();
  }
});

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[^\w\s]/g, "\\$&")}$`);
}
