import assert from "node:assert/strict";
import type {
  Convention,
  InterpreterKind,
  Reading,
  Watch,
} from "../../../../nodes/lib/presence/conventions/convention";
import { conventionOf, CONVENTIONS } from "../../../../nodes/lib/presence/conventions/conventions";
import { deviceTopics } from "../../../../nodes/lib/presence/topics/device-topics";
import type { Interpreter, InterpreterHost } from "../../../../nodes/lib/presence/interpreters/interpreter";
import { createInterpreter } from "../../../../nodes/lib/presence/interpreters/create-interpreter";
import { isPayloadReading, readPayload } from "../../../../nodes/lib/presence/payload/payload-reader";
import { TopicIndex } from "../../../../nodes/lib/topics/topic-index";
import { readerOf, readerOfAll } from "./conventions-reader";
import { preset } from "../preset";

const NO_HOST: InterpreterHost = { watch: () => undefined, unwatch: () => undefined, warn: () => undefined };

describe("the known conventions", () => {
  it("have ids of their own, which neither the automatic nor the custom one has", () => {
    const ids = CONVENTIONS.map(({ id }) => id);
    assert.equal(new Set([...ids, "auto", "custom"]).size, ids.length + 2);
    for (const id of ids) assert.match(id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it("have names of their own", () => {
    const names = CONVENTIONS.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
  });

  it("are found by their ids", () => {
    for (const convention of CONVENTIONS) assert.equal(conventionOf(convention.id), convention);
    for (const id of ["auto", "custom", "", "Tasmota", "constructor"]) assert.equal(conventionOf(id), undefined);
  });

  for (const convention of CONVENTIONS) {
    describe(convention.id, () => {
      it("says where it is written down", () => {
        assert.ok(convention.sources.length > 0);
        for (const source of convention.sources) assert.match(source, /\w.{10,}/);
      });

      it("has a base topic if its topics want one, and only then", () => {
        const isWanted = topicsOf(convention).some((topic) => topic.includes("{base}"));
        assert.equal(convention.base !== undefined, isWanted);
        if (convention.isAnyBase === true) assert.ok(isWanted);
      });

      it("has valid topics, of which each says whose it is", () => {
        for (const watch of [...convention.watches, ...activitiesOf(convention)]) {
          const topics = deviceTopics(watch, convention.base ?? "");
          assert.equal(topics.length, watch.levels ?? 1);
          for (const { filter } of topics) {
            assert.ok(!filter.pattern.includes("{"), filter.pattern);
            const topic = filter.pattern.replaceAll("+", "name").replace("#", "rest");
            assert.notEqual(deviceTopics(watch, convention.base ?? "")[0]?.place(topic).device, "", topic);
          }
        }
      });

      it("never watches all that a broker has", () => {
        for (const topic of topicsOf(convention)) assert.match(topic, /(^|\/)[^+#/][^/]*(\/|$)/);
      });

      it("has samples that read as they say, or that are read by what remembers others", () => {
        for (const { reading, samples, topic } of convention.watches) {
          assert.ok(samples.length > 0, topic);
          if (reading.kind === "sign") assert.ok(samples.every(({ state }) => state === "online"));
          if (!isPayloadReading(reading)) continue;
          for (const { payload, state } of samples) {
            const read = readPayload(reading, payload);
            assert.equal(typeof read === "string" ? read : read.state, state, `${topic} ${payload}`);
          }
        }
      });

      it("has samples of both sides, or tells a sign of life", () => {
        const states = new Set<string>(convention.watches.flatMap(({ samples }) => samples.map(({ state }) => state)));
        const isSign = convention.watches.some(({ reading }) => reading.kind === "sign");
        const isTold = convention.id === "home-assistant-discovery";
        assert.ok(isSign || isTold || (states.has("online") && states.has("offline")));
      });
    });
  }

  it("have silence in seconds where they say so", () => {
    const silent = CONVENTIONS.filter(({ heartbeat }) => heartbeat !== undefined);
    assert.deepEqual(
      silent.map(({ id, heartbeat }) => [id, heartbeat]),
      [["mosquitto", 30]],
    );
  });

  it("leave out what not every broker shows, or what others tell, unless they are asked for", () => {
    const onlyByName = CONVENTIONS.filter(({ isOnlyByName }) => isOnlyByName === true);
    assert.deepEqual(onlyByName.map(({ id }) => id).toSorted(), [
      "aws-iot",
      "emqx",
      "home-assistant-discovery",
      "mosquitto",
      "mosquitto-bridge",
    ]);
    const open = CONVENTIONS.filter((convention) => !onlyByName.includes(convention));
    for (const topic of open.flatMap(topicsOf)) assert.ok(!topic.startsWith("$"), topic);
  });

  it("know who reaches whom", () => {
    const roles = CONVENTIONS.flatMap(({ id, watches }) =>
      watches.filter(({ role }) => role !== undefined).map(({ topic, role }) => `${id} ${role} ${topic}`),
    );
    assert.deepEqual(roles, [
      "zigbee2mqtt parent {base}/bridge/state",
      "zigbee2mqtt child {base}/+device/availability",
      "zwave-js-ui parent {base}/_CLIENTS/+device/status",
      "zwave-js-ui parent {base}/driver/status",
      "zwave-js-ui child {base}/+device/status",
      "frigate parent {base}/available",
      "frigate child {base}/+camera/status/+role",
    ]);
  });

  it("know where nothing is retained", () => {
    const unretained = CONVENTIONS.flatMap(({ watches }) => watches.filter(({ isRetained }) => isRetained === false));
    assert.deepEqual(
      unretained.map(({ topic }) => topic),
      [
        "spBv1.0/+group/NBIRTH/+unit",
        "spBv1.0/+group/NDEATH/+unit",
        "spBv1.0/+group/DBIRTH/+node/+unit",
        "spBv1.0/+group/DDEATH/+node/+unit",
        "$SYS/brokers/+/clients/+device/connected",
        "$SYS/brokers/+/clients/+device/disconnected",
        "$aws/events/presence/connected/+device",
        "$aws/events/presence/disconnected/+device",
        "{base}/+camera/status/+role",
        "{base}/+/+/+device/status",
        "{base}/status",
        "hass/status",
      ],
    );
  });
});

describe("what is read by those that remember other messages", () => {
  const messages: readonly (readonly [kind: string, topic: string, device: string])[] = [
    ["sparkplug", "spBv1.0/plant/NBIRTH/edge1", "plant/edge1"],
    ["sparkplug", "spBv1.0/plant/NDEATH/edge1", "plant/edge1"],
    ["sparkplug", "spBv1.0/plant/DBIRTH/edge1/press", "plant/edge1/press"],
    ["sparkplug", "spBv1.0/plant/DDEATH/edge1/press", "plant/edge1/press"],
    ["sparkplug-host", "spBv1.0/STATE/scada1", "scada1"],
    ["sparkplug-host", "STATE/scada1", "scada1"],
    ["emqx-lifecycle", "$SYS/brokers/emqx@127.0.0.1/clients/press1/connected", "press1"],
    ["emqx-lifecycle", "$SYS/brokers/emqx@127.0.0.1/clients/press1/disconnected", "press1"],
    ["aws-lifecycle", "$aws/events/presence/connected/press1", "press1"],
    ["aws-lifecycle", "$aws/events/presence/disconnected/press1", "press1"],
    ["home-assistant-discovery", "homeassistant/light/lamp/config", "light/lamp"],
    ["home-assistant-discovery", "homeassistant/light/house/lamp/config", "light/house/lamp"],
    ["homie-description", "homie/5/lamp/$description", "lamp"],
  ];
  for (const [kind, topic, device] of messages) {
    it(`${kind} of ${device}: ${topic}`, () => {
      const places = CONVENTIONS.flatMap((convention) =>
        convention.watches
          .filter(({ reading }) => reading.kind === kind)
          .flatMap((watch) => placesOf(watch, convention, topic)),
      );
      assert.deepEqual(places, [device]);
    });
  }

  it("has samples that read as they say", () => {
    for (const { watches, base = "" } of CONVENTIONS) {
      for (const { topic, reading, samples } of watches) {
        if (!isRemembering(reading)) continue;
        const interpreter = createInterpreter(reading.kind, NO_HOST);
        const states = samples.map(({ payload, isBinary }) =>
          isBinary === true ? stateOfBinary(topic) : stateOf(interpreter, topic.replace("{base}", base), payload),
        );
        assert.deepEqual(
          states,
          samples.map(({ state }) => state),
          topic,
        );
      }
    }
  });

  function isRemembering(reading: Reading): reading is { kind: InterpreterKind } {
    return !["rules", "common-words", "sign"].includes(reading.kind);
  }

  /** What isn't text is told by the topic. */
  function stateOfBinary(topic: string): string {
    return topic.includes("BIRTH") ? "online" : "offline";
  }

  function stateOf(interpreter: Interpreter, topic: string, text: string): string {
    const message = { topic, payload: new TextEncoder().encode(text), text, retain: false };
    const [finding] = interpreter.read(message, { device: "a/b", base: "" });
    return finding?.evidence.kind === "report" ? finding.evidence.state : "unknown";
  }
});

describe("traffic that proves life", () => {
  const messages: readonly (readonly [id: string, topic: string, device: string])[] = [
    ["zigbee2mqtt", "zigbee2mqtt/lamp", "lamp"],
    ["zwave-js-ui", "zwave/nodeID_2/lastActive", "nodeID_2"],
    ["frigate", "frigate/stats", "frigate"],
    ["openmqttgateway", "home/OpenMQTTGateway/SYStoMQTT", "OpenMQTTGateway"],
    ["ring-mqtt", "ring/5c6a0f3e/camera/90486c1a2b3c/info/state", "90486c1a2b3c"],
    ["ems-esp", "ems-esp/heartbeat", "ems-esp"],
    ["mqtt-smarthome", "hm/status/Light Kitchen/LEVEL", "hm"],
    ["tasmota", "tele/plug/STATE", "plug"],
    ["shelly", "shellyplus1-a8032abe54dc/events/rpc", "shellyplus1-a8032abe54dc"],
    ["openbeken", "obkE1552B06/uptime", "obkE1552B06"],
  ];
  for (const [id, topic, device] of messages) {
    it(`${id}: ${topic} is of ${device}`, () => {
      const convention = preset(id);
      assert.deepEqual(
        activitiesOf(convention).flatMap((activity) => placesOf(activity, convention, topic)),
        [device],
      );
    });
  }

  it("is known of these only", () => {
    const known = CONVENTIONS.filter(({ activity }) => activity !== undefined);
    assert.deepEqual(
      known.map(({ id }) => id),
      messages.map(([id]) => id),
    );
  });
});

describe("a base topic of one's own", () => {
  const messages: readonly (readonly [id: string, base: string, topic: string, payload: string, told: string])[] = [
    ["zigbee2mqtt", "zigbee2mqtt-garage", "zigbee2mqtt-garage/lamp/availability", '{"state":"online"}', "lamp online"],
    [
      "zigbee2mqtt",
      "home/zigbee",
      "home/zigbee/cellar/lamp/availability",
      '{"state":"offline"}',
      "cellar/lamp offline",
    ],
    ["zigbee2mqtt", "home/zigbee", "home/zigbee/bridge/state", '{"state":"online"}', "bridge online"],
    ["zigbee2mqtt", "zigbee2mqtt-garage", "zigbee2mqtt/lamp/availability", '{"state":"online"}', "nothing"],
    ["homie", "devices", "devices/5/lamp/$state", "ready", "lamp online"],
    ["frigate", "nvr", "nvr/available", "stopped", "nvr offline (clean)"],
    [
      "zwave-js-ui",
      "zwavejs",
      "zwavejs/_CLIENTS/ZWAVE_GATEWAY-home/status",
      '{"value":false}',
      "ZWAVE_GATEWAY-home offline",
    ],
    ["octoprint", "printers/ender", "printers/ender/mqtt", "connected", "printers/ender online"],
    ["ems-esp", "heating", "heating/status", "online", "heating online"],
  ];
  for (const [id, base, topic, payload, told] of messages) {
    it(`${id}, ${base}: ${topic} tells ${told}`, () => {
      assert.equal(readerOf(id, base)(topic, payload), told);
    });
  }
});

describe("topics that several conventions watch", () => {
  const read = readerOfAll();
  const messages: readonly (readonly [topic: string, payload: string, told: string])[] = [
    ["zigbee2mqtt/lamp/availability", '{"state":"online"}', "zigbee2mqtt: lamp online"],
    ["zigbee2mqtt-garage/lamp/availability", "offline", "zigbee2mqtt: lamp offline"],
    ["zwave/_CLIENTS/ZWAVE_GATEWAY-home/status", '{"value":true}', "zwave-js-ui: ZWAVE_GATEWAY-home online"],
    ["zwave/driver/status", "true", "zwave-js-ui: driver online"],
    ["zwave/nodeID_2/status", "true", "zwave-js-ui: nodeID_2 online"],
    ["home/TheengsGateway/LWT", "online", "theengs: TheengsGateway online"],
    ["home/OpenMQTTGateway/LWT", "online", "openmqttgateway: OpenMQTTGateway online"],
    ["solar/dtu/status", "online", "opendtu: dtu online"],
    ["ems-esp/status", "online", "ems-esp: ems-esp online"],
    ["homeassistant/status", "online", "home-assistant: homeassistant online"],
    ["hass/status", "offline", "home-assistant: hass offline"],
    ["ring/5c6a0f3e/camera/90486c1a2b3c/status", "online", "ring-mqtt: 90486c1a2b3c online"],
    ["valetudo/rosie/$state", "ready", "valetudo: rosie online"],
    ["homie/super-car/$state", "ready", "homie: super-car online"],
    ["devices/5/lamp/$state", "lost", "homie: lamp offline (will)"],
    ["wled/a1b2c3/status", "online", "wled: a1b2c3 online"],
    ["livingroom/status", "online", "esphome: livingroom online"],
    ["livingroom/status", "1", "espurna: livingroom online"],
    ["hm/connected", "2", "mqtt-smarthome: hm online"],
    ["obkE1552B06/connected", "online", "openbeken: obkE1552B06 online"],
    ["shellies/boiler/online", "true", "shelly: boiler online"],
    ["boiler/online", "false", "shelly: boiler offline"],
    ["tele/plug/LWT", "Online", "tasmota: plug online"],
    ["livingroom/status", "heating", "nothing"],
    ["livingroom/temperature", "online", "nothing"],
  ];
  for (const [topic, payload, told] of messages) {
    it(`${topic} ${payload} is ${told}`, () => {
      assert.equal(read(topic, payload), told);
    });
  }
});

function topicsOf({ watches, activity }: Convention): string[] {
  return [...watches.map(({ topic }) => topic), ...(activity === undefined ? [] : [activity])];
}

/** The filter of activity, as a watch. */
function activitiesOf({ activity }: Convention): Pick<Watch, "topic" | "levels" | "device">[] {
  return activity === undefined ? [] : [{ topic: activity }];
}

/** The device whose topic it is by a watch's filters; none if they don't match. */
function placesOf(
  watch: Pick<Watch, "topic" | "levels" | "device">,
  { base = "" }: Convention,
  topic: string,
): string[] {
  return deviceTopics(watch, base).flatMap((topics) => {
    const index = new TopicIndex<string>();
    index.add(topics.filter.pattern, topics.place(topic).device);
    return index.match(topic);
  });
}
