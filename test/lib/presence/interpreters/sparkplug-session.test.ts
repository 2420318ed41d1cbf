import assert from "node:assert/strict";
import { sparkplugBytes } from "./sparkplug-bytes";
import { DEAD, LIVE, NODE, Plant, PRESS, PUMP, REBORN } from "./sparkplug-plant";

describe("a Sparkplug session that begins", () => {
  it("leaves its devices unknown until each is born in it [4.2.1.1.2]", () => {
    const plant = new Plant().live(4);
    plant.ndeath(4);
    assert.deepEqual(plant.nbirth(5, 2_000), [`${NODE} online`, `${PRESS} unknown`, `${PUMP} unknown`]);
    plant.dbirth("pump", 2_001, 1);
    assert.deepEqual(plant.all, { ...REBORN, pump: "online" });
  });

  it("does so if no death was seen", () => {
    const plant = new Plant().live(4);
    plant.nbirth(5, 2_000);
    assert.deepEqual(plant.all, REBORN);
  });

  it("does so with a clock that was set back", () => {
    const plant = new Plant().live(4);
    plant.ndeath(4);
    plant.nbirth(5, 10);
    assert.deepEqual(plant.all, REBORN);
  });

  it("hears its devices with a clock that was set back, though no death was seen", () => {
    const plant = new Plant().live(4);
    plant.nbirth(5, 10);
    assert.deepEqual(plant.ddeath("press", 11, 1), [`${PRESS} offline`, `${NODE} sign`]);
  });

  it("may have the number of one that is dead, as of a node that counts from 0 at each start", () => {
    const plant = new Plant().live(0);
    plant.ndeath(0);
    plant.nbirth(0, 2_000);
    assert.deepEqual(plant.all, REBORN);
    plant.ndeath(0);
    assert.deepEqual(plant.all, DEAD);
  });

  it("is none if the node was only asked for its birth again, which leaves its devices as they are [tck-id-operational-behavior-data-commands-rebirth-action-3]", () => {
    const plant = new Plant().live(4);
    assert.deepEqual(plant.nbirth(4, 2_000), [`${NODE} online`]);
    plant.dbirth("press", 2_001, 1);
    assert.deepEqual(plant.all, LIVE);
  });

  it("is a new one wherever it has no number", () => {
    const plant = new Plant();
    plant.nbirth(undefined, 1_000);
    plant.dbirth("press", 1_001, 1);
    plant.nbirth(undefined, 2_000);
    assert.equal(plant.states.get(PRESS), "unknown");
  });

  it("is proved by the messages of its devices if its birth was not seen [tck-id-message-flow-device-birth-publish-nbirth-wait]", () => {
    const plant = new Plant();
    assert.deepEqual(plant.dbirth("press", 1_000, 9), [`${PRESS} online`, `${NODE} sign`]);
    assert.deepEqual(plant.ddeath("pump", 1_001, 10), [`${PUMP} offline`, `${NODE} sign`]);
  });

  it("is proved by none that comes after its death", () => {
    const plant = new Plant().live(4);
    plant.ndeath(4);
    assert.deepEqual([plant.dbirth("press", 1_004, 4), plant.ddeath("pump", 1_005, 5)], [[], []]);
    plant.nbirth(5, 2_000);
    assert.deepEqual(plant.all, REBORN);
  });

  it("counts the messages of its devices that have overtaken its birth", () => {
    for (const isDead of [true, false]) {
      const plant = new Plant().live(4);
      if (isDead) plant.ndeath(4);
      plant.dbirth("press", 2_000, 1);
      plant.dbirth("pump", 2_002, 2);
      plant.ddeath("pump", 2_003, 3);
      assert.deepEqual(plant.nbirth(5, 2_000), [`${NODE} online`, `${PRESS} online`, `${PUMP} offline`]);
    }
  });

  it("takes the messages of its devices by the time and the number of their publication [tck-id-payloads-ddeath-seq-number]", () => {
    const plant = new Plant();
    plant.nbirth(4, 1_000);
    plant.dbirth("press", 1_020, 2);
    assert.deepEqual(plant.ddeath("press", 1_010, 255), []);
    assert.deepEqual(plant.ddeath("press", 1_010, 1), []);
    assert.deepEqual(plant.ddeath("press", 1_030, 3), [`${PRESS} offline`, `${NODE} sign`]);
  });

  it("takes a message of a device whose number is as far behind as ahead: it may be either", () => {
    const plant = new Plant();
    plant.nbirth(4, 1_000);
    plant.dbirth("press", 1_020, 2);
    assert.deepEqual(plant.ddeath("press", 1_010, 131), []);
    assert.deepEqual(plant.ddeath("press", 1_010, 130), [`${PRESS} offline`, `${NODE} sign`]);
  });

  it("takes the message of a device whose clock alone was set back, or that has no number", () => {
    const plant = new Plant();
    plant.nbirth(4, 1_000);
    plant.dbirth("press", 1_020, 2);
    assert.deepEqual(plant.ddeath("press", 10, 3), [`${PRESS} offline`, `${NODE} sign`]);
    assert.deepEqual(plant.dbirth("press", 9, 5), [`${PRESS} online`, `${NODE} sign`]);
    const unnumbered = sparkplugBytes({ timestamp: 8 });
    assert.deepEqual(plant.hear("spBv1.0/plant/DDEATH/edge/press", unnumbered), [`${PRESS} offline`, `${NODE} sign`]);
  });
});
