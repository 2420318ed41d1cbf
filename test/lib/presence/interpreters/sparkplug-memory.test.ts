import assert from "node:assert/strict";
import { heapUsed } from "../../heap-used";
import { nbirth, ofDevice } from "./sparkplug-bytes";
import { NODE, Plant, PRESS, PUMP } from "./sparkplug-plant";

describe("what is remembered of Sparkplug's devices", () => {
  it("is no session of a node that was taken from the roster, but whose devices are whose", () => {
    const plant = new Plant().live(4);
    plant.interpreter.forget(NODE);
    assert.deepEqual(plant.ndeath(9), [`${NODE} offline`, `${PRESS} offline`, `${PUMP} offline`]);
  });

  it("is nothing of a device that was taken from the roster", () => {
    const plant = new Plant().live(4);
    plant.interpreter.forget(PRESS);
    plant.interpreter.forget("another/unknown/device");
    assert.deepEqual(plant.ndeath(4), [`${NODE} offline`, `${PUMP} offline`]);
    assert.deepEqual(plant.dbirth("press", 1, 1), []);
  });

  it("is nothing of one that is taken from the roster and comes again with a clock set back", () => {
    const plant = new Plant().live(4);
    plant.interpreter.forget(PRESS);
    assert.deepEqual(plant.ddeath("press", 10, 0), [`${PRESS} offline`, `${NODE} sign`]);
  });

  it("is the session of a node of which no device is known any more", () => {
    const plant = new Plant();
    plant.nbirth(4, 1_000);
    plant.dbirth("press", 1_001, 1);
    plant.interpreter.forget(PRESS);
    assert.deepEqual(plant.ndeath(3), []);
  });

  it("is no death of a node that was taken from the roster, or that was before our own connection was lost", () => {
    const forgotten = new Plant().live(4);
    forgotten.ndeath(4);
    forgotten.interpreter.forget(NODE);
    const lost = new Plant().live(4);
    lost.ndeath(4);
    lost.interpreter.lost();
    for (const plant of [forgotten, lost]) {
      assert.deepEqual(plant.dbirth("press", 3_000, 9), [`${PRESS} online`, `${NODE} sign`]);
    }
  });

  it("is no session once our own connection was lost, as another may have begun meanwhile", () => {
    const plant = new Plant().live(4);
    plant.interpreter.lost();
    assert.deepEqual(plant.ndeath(6), [`${NODE} offline`, `${PRESS} offline`, `${PUMP} offline`]);
  });

  it("is little, of no more devices than a roster has, and nothing once they are forgotten", () => {
    const most = 100_000;
    const plant = new Plant();
    const message = {
      payload: ofDevice(1_000, 1),
      text: undefined,
      retain: false,
      topic: "spBv1.0/plant/DBIRTH/edge/x",
    };
    const names = Array.from({ length: most + 1 }, (_, index) => `plant/edge/${index}`);
    const before = heapUsed();
    for (const device of names) plant.interpreter.read(message, { device, base: "" });
    const used = heapUsed() - before;
    assert.ok(used / most < 500, `${used / most} bytes a device`);
    assert.equal(plant.ndeath(4).length, 1 + most);
    for (const device of [...names, NODE]) plant.interpreter.forget(device);
    plant.states.clear();
    const left = heapUsed() - before;
    assert.ok(left < used / 20, `${left} bytes of ${used}`);
  });

  it("is nothing of a node once it is forgotten, and its devices", () => {
    const { interpreter } = new Plant();
    const [birth, deviceBirth] = [nbirth(4, 1_000), ofDevice(1_000, 1)];
    const rest = { text: undefined, retain: false };
    const names = Array.from({ length: 10_000 }, (_, index) => `plant/${index}`);
    const before = heapUsed();
    for (const node of names) {
      interpreter.read({ ...rest, topic: "spBv1.0/plant/NBIRTH/x", payload: birth }, { device: node, base: "" });
      const place = { device: `${node}b/x`, base: "" };
      interpreter.read({ ...rest, topic: "spBv1.0/plant/DBIRTH/x/x", payload: deviceBirth }, place);
    }
    const used = heapUsed() - before;
    for (const node of names) [node, `${node}b/x`].forEach((name) => interpreter.forget(name));
    const left = heapUsed() - before;
    assert.ok(left < used / 10, `${left} bytes of ${used}`);
  });
});
