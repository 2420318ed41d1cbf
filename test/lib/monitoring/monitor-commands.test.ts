import assert from "node:assert/strict";
import { monitorCommands, type MonitorMessage } from "../../../nodes/lib/monitoring/monitor-commands";
import type { MqttNodeError } from "../../../nodes/lib/errors";
import { MonitorBench } from "./monitor-bench";

describe("by command a node", () => {
  it("lists its devices in the message itself", () => {
    const { bench, carryOut, sent } = commanded();
    const msg: MonitorMessage = { action: "list", topic: "mine" };
    assert.deepEqual(carryOut("list", msg), [undefined]);
    assert.deepEqual(msg, { action: "list", topic: "mine", payload: bench.monitor.presence.list() });
    assert.equal(sent.length, 1);
  });

  it("forgets a device", () => {
    const { bench, carryOut, sent } = commanded();
    assert.deepEqual(carryOut("forget", { device: "lamp" }), [undefined]);
    assert.deepEqual([bench.take(), sent], [["lamp removed", "listed"], []]);
  });

  for (const device of [undefined, "", 5, null, ["lamp"]]) {
    it(`forgets nothing that is no device's name: ${JSON.stringify(device)}`, () => {
      const { bench, carryOut } = commanded();
      assert.deepEqual(codes(carryOut("forget", { device })), ["device-missing"]);
      assert.deepEqual(bench.take(), []);
    });
  }

  it("forgets nobody that it doesn't know", () => {
    const { carryOut } = commanded();
    const [error] = carryOut("forget", { device: "lamb" });
    assert.deepEqual([error?.code, error?.values], ["device-unknown", { device: "lamb" }]);
  });

  it("forgets all", () => {
    const { bench, carryOut } = commanded();
    assert.deepEqual(carryOut("reset", {}), [undefined]);
    assert.deepEqual([bench.take(), bench.monitor.presence.list().devices], [["listed"], {}]);
  });

  it("lists what there is after that", () => {
    const { carryOut, sent } = commanded();
    carryOut("reset", {});
    const msg: MonitorMessage = {};
    carryOut("list", msg);
    assert.deepEqual((msg.payload as { devices: object }).devices, {});
    assert.equal(sent.length, 1);
  });

  it("ends once with what the message throws", () => {
    const { carryOut, sent } = commanded();
    const failing = (): never => {
      throw new TypeError("mine");
    };
    assert.deepEqual(codes(carryOut("forget", Object.defineProperty({}, "device", { get: failing }))), ["unexpected"]);
    assert.deepEqual(codes(carryOut("list", Object.freeze({ payload: 1 }))), ["unexpected"]);
    assert.deepEqual(sent, []);
  });

  /** A node that knows a lamp. */
  function commanded() {
    const bench = new MonitorBench();
    bench.start();
    bench.connection.publish("house/lamp/state", "online");
    bench.take();
    const sent: string[] = [];
    const commands = monitorCommands(bench.monitor, () => void sent.push("sent"));
    const carryOut = (name: string, msg: MonitorMessage): (MqttNodeError | undefined)[] => {
      const ends: (MqttNodeError | undefined)[] = [];
      commands[name]?.(msg, (error) => ends.push(error));
      return ends;
    };
    return { bench, carryOut, sent };
  }

  function codes(ends: readonly (MqttNodeError | undefined)[]): unknown[] {
    return ends.map((error) => error?.code);
  }
});
