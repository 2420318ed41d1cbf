import assert from "node:assert/strict";
import { broker, house, input, output } from "./house";
import { useEditor } from "./use-editor";

/** What a flow from somewhere may hold that wants to run code in the editor of who imports it, before it is deployed. */
const CODE = '<img src=x onerror="window.pwned = 1">';

const monitor = {
  ...{ id: "monitor", type: "will-monitor", z: "house", name: CODE, broker: broker.id, convention: CODE, topic: CODE },
  ...{ online: [CODE], offline: CODE, field: CODE, grace: CODE, heartbeat: CODE, activity: CODE, keepRoster: CODE },
};

const parser = {
  ...{ id: "parser", type: "uri-parser", z: "house", name: "", action: CODE, property: CODE, propertyType: CODE },
  ...{ target: CODE, targetType: CODE, strict: CODE },
};

describe("A flow with markup in all that it saves", function () {
  this.timeout(60_000);
  const nodes = [coded(input), coded(output), monitor, parser];
  const placed = nodes.map((node, row) => ({ ...node, x: 200, y: 80 + 80 * row, wires: [[], []] }));
  const editor = useEditor({ flow: [...house.slice(0, 1), coded(broker), ...placed] });

  afterEach(async () => {
    assert.equal(await editor().page.evaluate("window.pwned"), undefined);
  });

  for (const { id } of [broker, input, output, monitor, parser]) {
    it(`runs none of it in the dialog of ${id}`, async () => {
      await editor().edit(id);
      await editor().page.locator(".red-ui-tray .m2m-hint[data-level=error]").first().waitFor({ state: "attached" });
      assert.equal(await editor().page.locator(".red-ui-tray img[src=x]").count(), 0);
    });
  }

  it("is shown as it is where the editor lists what is wrong with a broker", async () => {
    await editor().page.evaluate("RED.sidebar.show('config')");
    await editor().page.locator(".red-ui-palette-node-config-invalid .red-ui-flow-node-error").first().hover();
    const told = editor().page.locator(".red-ui-popover").filter({ hasText: "must be one of" });
    await told.waitFor();
    const text = (await told.textContent()) ?? "";
    assert.ok(text.replaceAll("\u2060", "").includes(CODE), text);
    assert.equal(await told.locator("img").count(), 0);
  });

  it("is shown as it is on the canvas, and where that says what is wrong with a node", async () => {
    await editor().page.locator(".red-ui-flow-node-group .red-ui-flow-node-error:not(.hide)").first().hover();
    const told = editor().page.locator(".red-ui-flow-port-tooltip");
    await told.filter({ hasText: /<.?img src=x/ }).waitFor({ state: "attached" });
    assert.equal(await editor().page.locator("img[src=x]").count(), 0);
  });
});

/** With markup for each property that isn't Node-RED's own. */
function coded(node: Readonly<Record<string, unknown>> & { readonly id: string }): typeof node {
  const kept = ["id", "type", "z", "broker", "wires", "autoConnect", "inputs"];
  const entries = Object.entries(node).map(([name, value]) => [name, kept.includes(name) ? value : CODE]);
  return Object.fromEntries(entries) as typeof node;
}
