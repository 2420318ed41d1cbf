import assert from "node:assert/strict";
import type { CoreBroker, OurBroker } from "../../../../nodes/lib/editor/conversion/broker-plan";
import { planConversion, type ConversionPlan } from "../../../../nodes/lib/editor/conversion/plan";
import { coreBroker, coreIn, coreOut } from "./settings/core-flow";

const anna = { username: "anna", hasPassword: true, stored: {} };

/** Plans the conversion of a flow whose one broker is as given. */
function plan(
  broker: Partial<CoreBroker>,
  { existing = [], nodes = [coreIn, coreOut] }: { existing?: OurBroker[]; nodes?: object[] } = {},
): ConversionPlan {
  const whole = { node: coreBroker, login: anna, isStillUsed: false, ...broker };
  const flow = { nodes: nodes as Record<string, unknown>[], brokers: new Map([[coreBroker.id, whole]]), existing };
  return planConversion(flow, () => "new-broker");
}

describe("A conversion of built-in MQTT nodes", () => {
  it("puts nodes in the place of the built-in ones, with their ids and all that belongs to the place", () => {
    const place = {
      id: "core-in",
      z: "flow",
      g: "group",
      d: true,
      x: 200,
      y: 80,
      l: false,
      icon: "font-awesome/fa-bolt",
      info: "About it",
      outputLabels: ["light"],
    };
    const [node] = plan({}, { nodes: [{ ...coreIn, ...place }] }).nodes;
    assert.ok(node);
    assert.deepEqual({ ...node, ...place }, node);
    assert.deepEqual([node["type"], node["broker"]], ["mqtt-in", "core-broker"]);
  });

  it("gives a broker that goes a successor with its id, under which the runtime keeps the password", () => {
    const [broker] = plan({}).brokers.values();
    assert.deepEqual(
      [broker?.id, broker?.node?.["id"], broker?.node?.["type"], broker?.isRemoved, broker?.wantsPassword],
      ["core-broker", "core-broker", "broker-config", true, false],
    );
  });

  it("leaves a broker that other nodes use, and wants the password for the one beside it", () => {
    const planned = plan({ isStillUsed: true });
    const [broker] = planned.brokers.values();
    assert.deepEqual(
      [broker?.id, broker?.node?.["id"], broker?.isRemoved, broker?.wantsPassword],
      ["new-broker", "new-broker", false, true],
    );
    assert.deepEqual(
      planned.nodes.map((node) => node["broker"]),
      ["new-broker", "new-broker"],
    );
  });

  it("wants no password where there is none, where it was just typed, or where the address holds it", () => {
    const node = { ...coreBroker, broker: "mqtt://anna:secret@broker.lan" };
    const brokers = [
      { login: { ...anna, hasPassword: false } },
      { login: { ...anna, password: "secret" } },
      { node, login: { ...anna, username: "", hasPassword: false } },
    ];
    for (const broker of brokers) {
      const [planned] = plan({ ...broker, isStillUsed: true }).brokers.values();
      assert.equal(planned?.wantsPassword, false);
    }
    const [planned] = plan({ node, isStillUsed: true }).brokers.values();
    assert.deepEqual(planned?.login, { ...anna, password: "secret" });
  });

  describe("beside an earlier one", () => {
    const earlier = [...plan({ isStillUsed: true }).brokers.values()][0]?.node ?? {};
    const existing = [{ node: { ...earlier, id: "earlier", name: "house", keepalive: "60" }, login: anna }];

    it("uses the broker that was made then, whatever it is called", () => {
      const [broker] = plan({}, { existing }).brokers.values();
      assert.deepEqual(
        [broker?.id, broker?.node, broker?.isRemoved, broker?.wantsPassword],
        ["earlier", undefined, true, false],
      );
    });

    it("asks again for a password that it wasn't given", () => {
      const stored = { username: "anna", has_password: false };
      const without = existing.map(({ node }) => ({ node, login: { ...anna, hasPassword: false, stored } }));
      const [broker] = plan({}, { existing: without }).brokers.values();
      assert.deepEqual([broker?.id, broker?.wantsPassword, broker?.stored], ["earlier", true, stored]);
      const [typed] = plan({ login: { ...anna, password: "secret" } }, { existing: without }).brokers.values();
      assert.equal(typed?.id, "core-broker");
    });

    const others: readonly Partial<CoreBroker>[] = [
      { node: { ...coreBroker, port: 1884 } },
      { node: { ...coreBroker, clientid: "hub" } },
      { node: { ...coreBroker, z: "flow" } },
      { node: { ...coreBroker, d: true } },
      { login: { ...anna, username: "bert" } },
      { login: { ...anna, hasPassword: false } },
      { login: undefined },
    ];
    for (const other of others) {
      it(`makes a new one for another broker: ${JSON.stringify(Object.values(other))}`, () => {
        const [broker] = plan(other, { existing }).brokers.values();
        assert.equal(broker?.id, "core-broker");
      });
    }
  });

  it("says on the broker what becomes of it, under the id it gets", () => {
    const node = { ...coreBroker, clientid: "hub" };
    const shared = { code: "client-id-shared", values: { clientId: "hub" } };
    assert.deepEqual(plan({ node, isStillUsed: true }).notes.get("new-broker"), [shared]);
    assert.deepEqual(plan({ node }).notes.get("core-broker"), []);
    assert.deepEqual(plan({ login: undefined }).notes.get("core-broker"), [{ code: "login-unknown", values: {} }]);
  });

  it("leaves a node whose broker an instance of a subflow chooses", () => {
    const { nodes, notes } = plan({}, { nodes: [{ ...coreIn, broker: "${BROKER}" }] });
    assert.deepEqual(nodes, []);
    assert.deepEqual(notes.get("core-in"), [{ code: "broker-environment", values: { name: "BROKER" } }]);
  });

  it("converts a node without a broker that exists, and says so", () => {
    for (const broker of ["", "gone", undefined]) {
      const { nodes, notes } = plan({}, { nodes: [{ ...coreOut, broker }] });
      assert.deepEqual(
        nodes.map((node) => node["broker"]),
        [""],
      );
      assert.deepEqual(notes.get("core-out"), [{ code: "broker-missing", values: {} }]);
    }
  });
});
