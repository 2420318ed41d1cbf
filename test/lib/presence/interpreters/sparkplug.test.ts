import assert from "node:assert/strict";
import { Sparkplug } from "../../../../nodes/lib/presence/interpreters/sparkplug";
import { Hearing } from "./hearing";
import { nbirth, ndeath, ofDevice, sparkplugBytes, type WrittenMetric } from "./sparkplug-bytes";
import { DEAD, LIVE, NODE, Plant, PRESS, PUMP } from "./sparkplug-plant";

describe("Sparkplug's edge nodes and devices", () => {
  it("stand as the messages of the specification's examples say [6.4.19 to 6.4.26]", () => {
    const timestamp = 1486144502122;
    const bdSeq = (datatype: number): WrittenMetric => ({ name: "bdSeq", datatype, long: 0 });
    const reboot: WrittenMetric = { name: "Node Control/Reboot", datatype: 11, boolean: false };
    const hearing = new Hearing(new Sparkplug(), "sparkplug");
    const heard = (type: string, payload: Uint8Array, device = ""): string[] =>
      hearing.hear(`spBv1.0/Sparkplug B Devices/${type}/Raspberry Pi${device}`, payload);
    const pi = "Sparkplug B Devices/Raspberry Pi";
    const birth = sparkplugBytes({ timestamp, seq: 0, metrics: [bdSeq(4), reboot] });
    assert.deepEqual(heard("NBIRTH", birth), [`${pi} online`]);
    const pibrella = sparkplugBytes({
      timestamp,
      seq: 1,
      metrics: [{ name: "Inputs/A", datatype: 11, boolean: true }],
    });
    assert.deepEqual(heard("DBIRTH", pibrella, "/Pibrella"), [`${pi}/Pibrella online`, `${pi} sign`]);
    assert.deepEqual(heard("DDEATH", sparkplugBytes({ timestamp, seq: 123 }), "/Pibrella"), [
      `${pi}/Pibrella offline`,
      `${pi} sign`,
    ]);
    const death = sparkplugBytes({ timestamp, metrics: [bdSeq(8)] });
    assert.deepEqual(heard("NDEATH", death), [`${pi} offline`, `${pi}/Pibrella offline`]);
  });

  it("are offline together when the node dies [tck-id-operational-behavior-edge-node-termination-host-action-ndeath-devices-offline]", () => {
    const plant = new Plant().live(4);
    assert.deepEqual(plant.all, LIVE);
    assert.deepEqual(plant.ndeath(4), [`${NODE} offline`, `${PRESS} offline`, `${PUMP} offline`]);
  });

  it("are those of their own node and group only", () => {
    const plant = new Plant().live(4);
    plant.hear("spBv1.0/plant/NBIRTH/edge2", nbirth(4, 1_000));
    plant.hear("spBv1.0/plant2/NBIRTH/edge", nbirth(4, 1_000));
    assert.deepEqual(plant.hear("spBv1.0/plant/NDEATH/edge2", ndeath(4)), ["plant/edge2 offline"]);
    assert.deepEqual(plant.hear("spBv1.0/plant2/NDEATH/edge", ndeath(4)), ["plant2/edge offline"]);
    assert.deepEqual(plant.all, LIVE);
  });

  it("are not dead for the death of a session before, which comes late [tck-id-payloads-ndeath-bdseq]", () => {
    for (const [bdSeq, late] of [
      [4, 3],
      [0, 255],
      [0, 5],
      [255, 254],
    ] as const) {
      const plant = new Plant().live(bdSeq);
      assert.deepEqual(plant.ndeath(late), []);
      assert.deepEqual(plant.all, LIVE);
      plant.ndeath(bdSeq);
      assert.deepEqual(plant.all, DEAD);
    }
  });

  it("are no deader for a second death, as the broker's after the node's own", () => {
    const plant = new Plant().live(4);
    for (const bdSeq of [4, 4, 3, undefined]) {
      plant.ndeath(bdSeq);
      assert.deepEqual(plant.all, DEAD);
    }
  });

  it("are dead again for the death of a session whose birth was lost, if they looked alive", () => {
    const plant = new Plant().live(4);
    plant.ndeath(4);
    assert.deepEqual(plant.ndeath(6), [`${NODE} offline`, `${PRESS} offline`, `${PUMP} offline`]);
  });

  it("are dead for a death whose birth was not seen, the devices that were seen too", () => {
    const plant = new Plant();
    plant.dbirth("press", 1_000, 9);
    assert.deepEqual(plant.ndeath(7), [`${NODE} offline`, `${PRESS} offline`]);
  });

  it("are dead for a death without a number, or after a birth without", () => {
    const numbers: [birth: number | undefined, death: number | undefined][] = [
      [4, undefined],
      [undefined, 4],
      [undefined, undefined],
    ];
    for (const [birth, death] of numbers) {
      const plant = new Plant();
      plant.nbirth(birth, 1_000);
      assert.deepEqual(plant.ndeath(death), [`${NODE} offline`]);
    }
  });

  it("have session numbers of any whole type", () => {
    const types: WrittenMetric[] = [
      { datatype: 4, long: 4n },
      { datatype: 8, long: 4 },
      { datatype: 3, int: 4 },
      { int: 4 },
    ];
    for (const birth of types) {
      for (const death of types) {
        const plant = new Plant();
        const bytes = (metric: WrittenMetric): Uint8Array =>
          sparkplugBytes({ metrics: [{ ...metric, name: "bdSeq" }] });
        plant.hear("spBv1.0/plant/NBIRTH/edge", bytes(birth));
        assert.deepEqual(plant.ndeath(5), []);
        assert.deepEqual(plant.hear("spBv1.0/plant/NDEATH/edge", bytes(death)), [`${NODE} offline`]);
      }
    }
  });

  it("may number a session by the alias alone that its birth gave", () => {
    const plant = new Plant();
    const temperature = { name: "Temperature", alias: 1, long: 3 };
    const birth = sparkplugBytes({ metrics: [temperature, { name: "bdSeq", alias: 7, long: 4 }] });
    plant.hear("spBv1.0/plant/NBIRTH/edge", birth);
    const death = (alias: number, long: number): string[] =>
      plant.hear("spBv1.0/plant/NDEATH/edge", sparkplugBytes({ metrics: [{ alias, long }] }));
    assert.deepEqual(death(7, 3), []);
    assert.deepEqual(death(7, 4), [`${NODE} offline`]);
  });

  it("have a number that no other metric gives, whatever its alias", () => {
    const plant = new Plant();
    plant.hear("spBv1.0/plant/NBIRTH/edge", sparkplugBytes({ metrics: [{ name: "bdSeq", alias: 7, long: 4 }] }));
    const metrics = [
      { name: "Temperature", alias: 7, long: 3 },
      { alias: 8, long: 3 },
    ];
    assert.deepEqual(plant.hear("spBv1.0/plant/NDEATH/edge", sparkplugBytes({ metrics })), [`${NODE} offline`]);
  });
});

describe("Sparkplug's messages", () => {
  it("that a broker has kept against the rules count as they stand, but bring no dead session back", () => {
    const plant = new Plant();
    assert.deepEqual(plant.nbirth(4, 1_000, true), [`${NODE} online`]);
    assert.deepEqual(plant.ndeath(3, true), []);
    assert.deepEqual(plant.ndeath(4, true), [`${NODE} offline`]);
    assert.deepEqual(plant.nbirth(4, 1_000, true), []);
    assert.deepEqual(plant.nbirth(5, 1_000, true), [`${NODE} online`]);
  });

  it("that a broker has kept against the rules may come in any order", () => {
    for (const number of [4, undefined]) {
      const plant = new Plant();
      plant.ndeath(4, true);
      plant.ndeath(number, true);
      assert.deepEqual(plant.nbirth(4, 1_000, true), []);
    }
  });

  it("are unclear if they are no protobuf", () => {
    const plant = new Plant().live(4);
    const json = '{"timestamp":1486144502122,"metrics":[{"name":"bdSeq","value":4}],"seq":0}';
    for (const payload of [json, "NDEATH", "offline", Buffer.from([0xff]), nbirth(4, 1).subarray(0, -1)]) {
      assert.deepEqual(plant.hear("spBv1.0/plant/NDEATH/edge", payload), [`${NODE} unclear`]);
      assert.deepEqual(plant.hear("spBv1.0/plant/DBIRTH/edge/press", payload), [`${PRESS} unclear`]);
    }
    assert.deepEqual(plant.ndeath(3), []);
  });

  it("take a device away if they are empty, and with a node all its devices", () => {
    const plant = new Plant().live(4);
    assert.deepEqual(plant.hear("spBv1.0/plant/DBIRTH/edge/press", ""), [`${PRESS} removed`]);
    assert.deepEqual(plant.hear("spBv1.0/plant/NBIRTH/edge", ""), [`${NODE} removed`, `${PUMP} removed`]);
    assert.deepEqual(plant.ndeath(9), [`${NODE} offline`]);
  });

  it("of other types say nothing", () => {
    const { interpreter } = new Plant();
    const message = { payload: ofDevice(1, 1), text: undefined, retain: false };
    for (const topic of ["spBv1.0/plant/NDATA/edge", "spBv1.0/plant/DCMD/edge/press", "spBv1.0", ""]) {
      assert.deepEqual(interpreter.read({ ...message, topic }, { device: NODE, base: "" }), []);
    }
  });
});
