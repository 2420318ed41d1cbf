import assert from "node:assert/strict";
import { broker, input } from "./house";
import { StockedBroker } from "./stocked-broker";
import { useEditor } from "./use-editor";

/** The editor's own API; it exists in the browser only. */
declare const RED: {
  readonly view: { importNodes(flow: string, options: { touchImport: boolean }): void };
};

const TOPIC = "node-input-topic";

describe("A broker of a flow that is imported", function () {
  this.timeout(60_000);
  const editor = useEditor({ flow: [{ id: "tab", type: "tab", label: "Empty" }], env: { PIN: "s3cret" } });
  let stocked: StockedBroker;
  let asked: string[] = [];

  before(async () => {
    stocked = await StockedBroker.start({ "home/light": "on" });
    editor().page.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (request.method() === "POST" && pathname.includes("node-red-mqtt")) asked.push(pathname);
    });
  });
  after(() => stocked.stop());

  beforeEach(async () => {
    asked = [];
    const uri = stocked.uri.replace("//", "//${PIN}@");
    const flow = JSON.stringify([
      { ...broker, uri },
      { ...input, z: "tab", topic: "home/", x: 200, y: 80 },
    ]);
    await editor().page.evaluate((flow) => RED.view.importNodes(flow, { touchImport: true }), flow);
    await editor()
      .page.locator("#red-ui-workspace-chart")
      .click({ position: { x: 300, y: 200 } });
  });

  it("gets no connection, which tells it of the environment, by who only looks at the flow", async () => {
    await editor().edit("input");
    await editor().field(TOPIC).click();
    await editor().page.keyboard.press("End");
    await editor().page.keyboard.type("l");
    await seenSoFar();
    assert.deepEqual(asked, []);
  });

  it("is listened to once somebody browses", async () => {
    await editor().edit("input");
    await editor().page.locator(".m2m-browse").first().click();
    await editor().page.locator(".m2m-browser").getByText("home", { exact: true }).waitFor();
    assert.deepEqual(asked, ["/node-red-mqtt/surveys"]);
  });

  it("is listened to by its nodes once somebody has confirmed its address in its dialog", async () => {
    await editor().edit(broker.id);
    await editor().done();
    await editor().edit("input");
    await editor().field(TOPIC).fill("home/light");
    await editor().says(TOPIC, /^Stored value: on$/);
  });

  /** Resolves when all that was asked for before is known here. */
  async function seenSoFar(): Promise<void> {
    await editor().page.evaluate("fetch('settings').then(() => undefined)");
  }
});
