import assert from "node:assert/strict";
import { convertMqttIn } from "../../../../../nodes/lib/editor/conversion/settings/mqtt-in";
import type { Converted } from "../../../../../nodes/lib/editor/conversion/note";
import { itCarriesOver } from "./carried-over";
import { coreBroker, coreBroker5, coreIn } from "./core-flow";
import { placeholder } from "./expected-notes";

describe("A built-in mqtt in", () => {
  it("becomes an mqtt-in with all that it saves", () => {
    assert.deepEqual(convertMqttIn(coreIn, coreBroker), {
      properties: {
        name: "",
        broker: "",
        topic: "home/light",
        qos: 2,
        datatype: "auto-detect",
        retained: "always",
        noLocal: false,
        retainAsPublished: false,
        ack: "auto",
        ackTimeout: 30,
        maxUnacked: 10,
        persistSubscriptions: false,
        inputs: 0,
      },
      notes: [],
    });
  });

  describe("carries over", () => {
    const convert = (core: object): Converted => convertMqttIn({ ...core }, coreBroker);

    itCarriesOver(convert, coreIn, [
      { core: { name: "lights" }, becomes: { name: "lights" } },
      { core: { topic: "home/+/light/#" }, becomes: { topic: "home/+/light/#" } },
      { core: { topic: "$share/group/home/#" }, becomes: { topic: "$share/group/home/#" } },
      { core: { topic: "${TOPIC}" }, becomes: { topic: "${TOPIC}" } },
      {
        core: { topic: "home/${ROOM}/light" },
        becomes: { topic: "home/${ROOM}/light" },
        notes: [placeholder("topic", "ROOM")],
      },
      { core: { qos: "0" }, becomes: { qos: 0 } },
      { core: { qos: "1" }, becomes: { qos: 1 } },
      { core: { qos: 1 }, becomes: { qos: 1 } },
      ...["${QOS}", "$(QOS)"].map((qos) => ({ core: { qos }, becomes: { qos } })),
      { core: { info: "See ${DOCS} for more", outputLabels: ["${DOCS} here"] } },
      { core: { qos: undefined } },
      { core: { qos: "3" } },
      ...["auto", "utf8", "json", "buffer", "base64", "${TYPE}"].map((datatype) => ({
        core: { datatype },
        becomes: { datatype },
      })),
      { core: { datatype: undefined }, becomes: { datatype: "utf8" } },
      { core: { datatype: "xml" }, becomes: { datatype: "auto" } },
      { core: { inputs: 1, topic: "", wires: [[]] }, becomes: { inputs: 1, topic: "" } },
      { core: { inputs: "1", qos: "0" }, becomes: { inputs: 1, topic: "" } },
      { core: { inputs: "0" } },
    ]);
  });

  describe("whose broker speaks MQTT 5 carries over", () => {
    const convert = (core: object): Converted => convertMqttIn({ ...core }, coreBroker5);

    itCarriesOver(convert, coreIn, [
      { core: { nl: true }, becomes: { noLocal: true } },
      { core: { nl: "true" }, becomes: { noLocal: true } },
      { core: { nl: "false" } },
      { core: { nl: undefined } },
      { core: { rap: true }, becomes: { retainAsPublished: true } },
      { core: { rap: "false" }, becomes: { retainAsPublished: false } },
      { core: { rap: undefined }, becomes: { retainAsPublished: false } },
      { core: { rh: "0" } },
      { core: { rh: 1 }, becomes: { retained: "new" } },
      { core: { rh: "2" }, becomes: { retained: "never" } },
      { core: { rh: undefined } },
      { core: { rh: "${RH}" }, notes: [{ code: "retained-environment", values: { name: "RH" } }] },
      // What it saves means nothing for subscriptions by message.
      { core: { inputs: 1, qos: "1", nl: true, rap: false, rh: "2" }, becomes: { inputs: 1, topic: "" } },
    ]);
  });

  it("gets nothing of MQTT 5 where its broker speaks an older version, which ignored it", () => {
    const { properties, notes } = convertMqttIn({ ...coreIn, nl: true, rap: true, rh: 2 }, coreBroker);
    assert.deepEqual(
      [properties["noLocal"], properties["retainAsPublished"], properties["retained"], notes],
      [false, false, "always", []],
    );
  });

  it("keeps all of it where only the environment knows the version, or there is no broker", () => {
    for (const broker of [{ ...coreBroker, protocolVersion: "${VERSION}" }, undefined]) {
      assert.equal(convertMqttIn({ ...coreIn, nl: true }, broker).properties["noLocal"], true);
    }
  });
});
