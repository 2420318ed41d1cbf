import assert from "node:assert/strict";
import { convertMqttOut } from "../../../../../nodes/lib/editor/conversion/settings/mqtt-out";
import type { Converted } from "../../../../../nodes/lib/editor/conversion/note";
import { itCarriesOver } from "./carried-over";
import { coreBroker, coreBroker5, coreOut } from "./core-flow";
import { invalid, note, notJson, placeholder } from "./expected-notes";

describe("A built-in mqtt out", () => {
  it("becomes an mqtt-out with all that it saves", () => {
    assert.deepEqual(convertMqttOut(coreOut, coreBroker), {
      properties: {
        name: "",
        broker: "",
        topic: "",
        qos: "",
        retain: "",
        responseTopic: "",
        contentType: "",
        correlationData: "",
        messageExpiryInterval: "",
        userProperties: {},
      },
      notes: [],
    });
  });

  describe("carries over", () => {
    const merged = note("user-properties-merged");

    const convert = (core: object): Converted => convertMqttOut({ ...core }, coreBroker5);

    itCarriesOver(convert, coreOut, [
      { core: { name: "lights" }, becomes: { name: "lights" } },
      { core: { topic: "home/light" }, becomes: { topic: "home/light" } },
      {
        core: { topic: "home/{{room}}" },
        becomes: { topic: "home/{{room}}" },
        notes: [note("topic-template")],
      },
      ...["0", "1", "2"].map((qos) => ({ core: { qos }, becomes: { qos: Number(qos) } })),
      { core: { qos: 1 }, becomes: { qos: 1 } },
      { core: { qos: 0 } },
      { core: { qos: null } },
      { core: { qos: "${QOS}" }, becomes: { qos: "${QOS}" } },
      { core: { retain: "true" }, becomes: { retain: true } },
      { core: { retain: true }, becomes: { retain: true } },
      { core: { retain: "false" }, becomes: { retain: false } },
      { core: { retain: false } },
      { core: { retain: "${RETAIN}" }, becomes: { retain: "${RETAIN}" } },
      { core: { respTopic: "answers" }, becomes: { responseTopic: "answers" } },
      { core: { contentType: "application/json" }, becomes: { contentType: "application/json" } },
      { core: { correl: "42" }, becomes: { correlationData: "42" } },
      { core: { expiry: "0" }, becomes: { messageExpiryInterval: 0 } },
      { core: { expiry: 60 }, becomes: { messageExpiryInterval: 60 } },
      { core: { expiry: "12.7" }, becomes: { messageExpiryInterval: 12 } },
      { core: { expiry: 0 } },
      { core: { expiry: "${EXPIRY}" }, becomes: { messageExpiryInterval: "${EXPIRY}" } },
      { core: { expiry: "soon" }, notes: [invalid("expiry", "soon")] },
      { core: { expiry: "-1" }, notes: [invalid("expiry", "-1")] },
      { core: { userProps: '{"site":"north"}' }, becomes: { userProperties: { site: "north" } }, notes: [merged] },
      {
        core: { userProps: '{"n":1,"list":["a"],"none":null}' },
        becomes: { userProperties: { n: "1", list: '["a"]' } },
        notes: [merged],
      },
      { core: { userProps: "${PROPS}" }, becomes: { userProperties: "${PROPS}" }, notes: [merged] },
      {
        core: { userProps: '{"site":"${SITE}"}' },
        becomes: { userProperties: { site: "${SITE}" } },
        notes: [merged, placeholder("userProps", "SITE")],
      },
      ...["{", "[]", "site"].map((userProps) => ({ core: { userProps }, notes: [notJson("userProps")] })),
    ]);
  });

  it("gets nothing of MQTT 5 where its broker speaks an older version, which ignored it", () => {
    const only5 = {
      respTopic: "answers",
      contentType: "text/plain",
      correl: "42",
      expiry: "60",
      userProps: '{"a":"b"}',
    };
    assert.deepEqual(convertMqttOut({ ...coreOut, ...only5 }, coreBroker), convertMqttOut(coreOut, coreBroker));
  });

  it("keeps all of it where only the environment knows the version, or there is no broker", () => {
    for (const broker of [{ ...coreBroker, protocolVersion: "${VERSION}" }, undefined]) {
      assert.equal(
        convertMqttOut({ ...coreOut, contentType: "text/plain" }, broker).properties["contentType"],
        "text/plain",
      );
    }
  });
});
