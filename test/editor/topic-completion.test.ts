import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { CODE, hasRun } from "./hostile-code";
import { input } from "./house";
import { useStockedBroker } from "./stocked-broker";
import { useEditor } from "./use-editor";

/** The editor's own API; it exists in the browser only. */
declare const RED: {
  readonly plugins: {
    getPlugin(id: string): { getCompletions(value: string, context: object): string[] };
  };
};

const TOPIC = "node-input-topic";

const VALUES = {
  "home/kitchen/temperature": "21.5",
  "home/hall/temperature": "19",
  "home/light": CODE,
  [`evil/${CODE.replaceAll("/", "")}/state`]: CODE,
};

/** Plugins of others: one throws, one never answers, one has but one topic in a list of other things. */
const FOREIGN_PLUGINS = `
  const type = "node-red-mqtt-topic-autocomplete-source";
  RED.plugins.registerPlugin("broken", { type, getCompletions() { throw new Error("broken"); } });
  RED.plugins.registerPlugin("silent", { type, getCompletions: () => new Promise(() => undefined) });
  RED.plugins.registerPlugin("odd", { type, getCompletions: () => [1, null, "home/from-elsewhere"] });
`;

describe("Topics in the fields of the dialogs", function () {
  this.timeout(60_000);
  const editor = useEditor({ env: { KEEPALIVE: "60" } });
  useStockedBroker(editor, VALUES, ({ port }) => coreNodes(port));

  it("are completed from what the broker keeps, with the last value at the right", async () => {
    await editor().edit("input");
    await editor().field(TOPIC).click();
    // A payload is a text, whatever it says.
    await editor().says(TOPIC, /^Stored value: <img src=x onerror="window\.pwned = 1">$/);
    await type("home/");
    assert.deepEqual(await shown(4), [
      ["home/", "as typed"],
      ["home/+/temperature", "topics: 2"],
      ["home/light", CODE],
      ["home/hall/temperature", "19"],
    ]);
    // Enter and Tab take the first entry, which changes nothing.
    await editor().page.keyboard.press("Enter");
    assert.equal(await editor().field(TOPIC).inputValue(), "home/");
    await type("home/hall");
    await editor().page.keyboard.press("ArrowDown");
    await editor().page.keyboard.press("ArrowDown");
    await editor().page.keyboard.press("Enter");
    await editor().says(TOPIC, /^Stored value: 19$/);
    await editor().field(TOPIC).fill("home/attic");
    await editor().says(TOPIC, /^Nothing seen yet; that's fine\.$/);
    await type("evil");
    await entries().filter({ hasText: "evil/<img src=x onerror=" }).click();
    await editor().done();

    assert.deepEqual(await editor().saved("input"), { ...input, topic: Object.keys(VALUES)[3] });
    assert.equal(await hasRun(editor()), false);
  });

  it("are no wildcards in mqtt out, and leave templates alone", async () => {
    await editor().edit("output");
    await type("home/");
    assert.deepEqual((await shown(3)).slice(1), [
      ["home/light", CODE],
      ["home/hall/temperature", "19"],
    ]);
    await editor().page.keyboard.press("Escape");
    await type("home/{{params.room");
    await editor().says(TOPIC, /Unclosed tag/);
    assert.equal(await entries().count(), 0);
  });

  it("come from other plugins, too, of which none can do harm", async () => {
    await editor().page.evaluate(FOREIGN_PLUGINS);
    await editor().edit("input");
    await editor().field(TOPIC).click();
    await editor().says(TOPIC, /^Stored value/);
    await type("home/from");
    assert.deepEqual(await shown(2), [
      ["home/from", "as typed"],
      ["home/from-elsewhere", ""],
    ]);
    await editor().page.keyboard.press("Escape");
    // Without an open dialog the editor is loaded anew: it has no other way to be rid of a plugin.
    await editor().cancel();
  });

  it("are offered to the built-in nodes for the same broker, behind what was typed", async () => {
    await editor().edit("core-input");
    const offered = (typed: string): Promise<string[]> =>
      editor().page.evaluate((typed) => {
        const context = { node: { type: "mqtt in" } };
        return RED.plugins.getPlugin("node-red-mqtt-topics").getCompletions(typed, context);
      }, typed);
    await editor().page.waitForFunction(
      () => RED.plugins.getPlugin("node-red-mqtt-topics").getCompletions("home/h", {}).length > 0,
    );
    assert.deepEqual(await offered("home/h"), ["home/h", "home/hall/temperature"]);
    if (editor().nodeRed.version.startsWith("5.")) {
      await type("home/k");
      await entries().getByText("itchen/temperature").waitFor();
      await editor().page.keyboard.press("Enter");
      assert.equal(await editor().field(TOPIC).inputValue(), "home/k");
    }
    await editor().field("node-input-broker").selectOption("other-core-broker");
    assert.deepEqual(await offered("home/h"), []);
  });

  async function type(text: string): Promise<void> {
    await editor().field(TOPIC).fill("");
    await editor().field(TOPIC).pressSequentially(text);
  }

  function entries(): Locator {
    return editor().page.locator(".red-ui-autoComplete-container:visible li");
  }

  /** The first entries: a topic, and what stands at the right. */
  async function shown(count: number): Promise<string[][]> {
    await entries()
      .nth(count - 1)
      .waitFor();
    const labels = await entries().locator(".m2m-completion").all();
    return Promise.all(
      labels.slice(0, count).map(async (label) => {
        const name = await label.locator(".m2m-topic-name").textContent();
        const value = label.locator(".m2m-topic-value");
        return [name ?? "", (await value.count()) === 0 ? "" : ((await value.textContent()) ?? "")];
      }),
    );
  }
});

/** A built-in node that receives, its broker, and another one. */
function coreNodes(port: number): object[] {
  const core = { type: "mqtt-broker", broker: "127.0.0.1", autoConnect: false };
  return [
    { ...core, id: "core-broker", port: String(port) },
    { ...core, id: "other-core-broker", port: "1" },
    { id: "core-input", type: "mqtt in", z: "house", topic: "", broker: "core-broker", x: 400, y: 320, wires: [[]] },
  ];
}
