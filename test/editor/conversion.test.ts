import assert from "node:assert/strict";
import { startMosquitto, mosquittoMissing, type Mosquitto } from "../support/mosquitto";
import { mosquittoPub, mosquittoSub } from "../support/mosquitto-clients";
import { needs } from "../support/needs";
import { ConversionPage } from "./conversion-page";
import { coreHouse } from "./core-house";
import type { SavedFlowNode } from "./editor-page";
import { useEditor } from "./use-editor";

const anna = { user: "anna", password: "a secret" };
const asAnna = ["-u", anna.user, "-P", anna.password];

describe("The conversion of built-in MQTT nodes", function () {
  this.timeout(60_000);
  needs(mosquittoMissing());
  const editor = useEditor();
  let broker: Mosquitto;
  let conversion: ConversionPage;

  before(async () => {
    broker = await startMosquitto({ users: { [anna.user]: anna.password } });
    conversion = new ConversionPage(editor().page);
  });

  after(() => broker.stop());

  after(() => editor().nodeRed.deploy([]));

  /** Deploys the house on built-in nodes, or some of its workspaces. The editor is loaded for each test. */
  function house(...workspaces: readonly string[]): void {
    before(async () => {
      await editor().nodeRed.deploy([]);
      await editor().nodeRed.deploy(coreHouse(broker.port, anna, workspaces));
    });
  }

  /** A message goes in at one node and comes out at another. */
  async function echoes(): Promise<void> {
    const client = { port: broker.port, args: asAnna };
    const listener = await mosquittoSub(client, "home/echo");
    await mosquittoPub(client, { topic: "home/hall/light", payload: "on" });
    assert.equal((await listener.messages.next()).payload.toString(), "on");
    await listener.stop();
  }

  describe("of nodes whose broker others use", () => {
    house("rooms", "garden", "relay");

    it("asks for the password of a broker that other nodes still use, and messages flow as before", async () => {
      const before = await conversion.flows();
      await conversion.chooseInMenu();
      await conversion.says("Converted: 4 nodes and 1 broker.");
      await conversion.says(/echo\s*The user properties took the place of the message's/);
      await editor().page.getByLabel("house, user anna").fill(anna.password);
      await conversion.done();

      const after = await conversion.flows();
      const others = (nodes: readonly SavedFlowNode[]): readonly SavedFlowNode[] =>
        nodes.filter(({ type, z }) => type !== "broker-config" && !(type.startsWith("mqtt") && z === "rooms"));
      assert.deepEqual(
        others(after),
        others(before),
        "all others are as they were, and refer to what they referred to",
      );
      assert.deepEqual(
        after.filter(({ z }) => z === "rooms").map(({ id, wires }) => [id, wires]),
        before.filter(({ z }) => z === "rooms").map(({ id, wires }) => [id, wires]),
      );

      await editor().undo();
      assert.deepEqual(await conversion.flows(), before);
      assert.deepEqual([await editor().isChanged(), await conversion.icon("lights")], [false, "bridge.svg"]);
      await conversion.redo();
      assert.deepEqual(await conversion.flows(), after);
      assert.deepEqual([await editor().isChanged(), await conversion.icon("lights")], [true, "mqtt-in.svg"]);

      await editor().deploy();
      await editor().statusMark("lights", "green", "dot").waitFor();
      await editor().statusMark("echo", "green", "dot").waitFor();
      await echoes();

      await conversion.show("garden");
      await conversion.findAction();
      await conversion.says("Converted: 2 nodes.");
      const [input, output] = [await editor().saved("plants"), await editor().saved("report")];
      const lights = await editor().saved("lights");
      assert.deepEqual(
        [input["broker"], output["broker"]],
        [lights["broker"], lights["broker"]],
        "the one from before",
      );
    });
  });

  describe("of all nodes of a broker", () => {
    house("rooms");

    it("needs no password for a broker that goes, and the built-in nodes have it again after an undo", async () => {
      await conversion.findAction();
      await conversion.says("Converted: 4 nodes and 1 broker.");
      assert.equal(await conversion.report.locator("input").count(), 0);
      await conversion.done();
      assert.deepEqual(
        (await editor().types()).filter((type) => type.startsWith("mqtt ")),
        [],
      );
      assert.equal((await editor().saved("house-broker")).type, "broker-config");
      await editor().deploy();
      await editor().statusMark("lights", "green", "dot").waitFor();
      await echoes();

      await editor().undo();
      await editor().deploy();
      assert.equal((await editor().saved("house-broker")).type, "mqtt-broker");
      await editor()
        .status("lights")
        .filter({ hasText: /^connected$/ })
        .waitFor();
      await echoes();
    });
  });

  describe("of a tab and a subflow", () => {
    house("rooms", "relay");

    it("takes what is selected, groups too, else the whole flow; subflows as well, but nothing that is locked", async () => {
      await conversion.show("relay");
      const before = await conversion.flows();
      await conversion.chooseInMenu();
      await conversion.says("Converted: 3 nodes and 2 brokers.");
      await conversion.done();
      const kept = (nodes: readonly SavedFlowNode[]): unknown =>
        nodes.filter(({ id }) => ["relay", "offered-broker"].includes(id));
      assert.deepEqual(
        kept(await conversion.flows()),
        kept(before),
        "its ports have their wires, its instances a broker",
      );
      await editor().undo();
      assert.deepEqual(await conversion.flows(), before);

      await conversion.show("rooms");
      await conversion.select("frame");
      await conversion.chooseInMenu();
      await conversion.says("Converted: 2 nodes and 1 broker.");
      await conversion.done();
      const types = (await conversion.flows()).filter(({ z }) => z === "rooms").map(({ type }) => type);
      assert.deepEqual(types.filter((type) => type.startsWith("mqtt")).sort(), [
        "mqtt in",
        "mqtt out",
        "mqtt-in",
        "mqtt-out",
      ]);

      await conversion.select("press");
      await conversion.chooseInMenu();
      await conversion.says("Converted: 2 nodes.");
      await conversion.done();
      await conversion.chooseInMenu();
      await conversion.says("There are no built-in MQTT nodes to convert");

      await editor().undo();
      await editor().undo();
      await conversion.lock("rooms");
      await conversion.chooseInMenu();
      await conversion.says("This flow is locked.");
      assert.ok((await editor().types()).includes("mqtt in"));
    });
  });
});
