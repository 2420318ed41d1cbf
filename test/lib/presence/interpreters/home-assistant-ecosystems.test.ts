import assert from "node:assert/strict";
import { House } from "./home-assistant-house";

describe("Home Assistant's discovery, as ecosystems use it,", () => {
  let house: House;

  beforeEach(() => {
    house = new House();
  });

  afterEach(() => {
    assert.deepEqual(house.told, []);
  });

  describe("zwave-js-ui, by three topics of which all count", () => {
    const entity = "light/hall_motion_sensor/dimmer";
    const node = "zwave/hall/motion_sensor/status";
    const client = "zwave/_CLIENTS/ZWAVE_GATEWAY-zwave-js-ui/status";
    const driver = "zwave/driver/status";
    const payload = {
      schema: "template",
      state_topic: "zwave/hall/motion_sensor/38/0/currentValue",
      command_topic: "zwave/hall/motion_sensor/38/0/targetValue/set",
      device: { identifiers: ["zwavejs2mqtt_0xe6ea3b77_node4"], manufacturer: "Z-Wave JS", name: "hall-motion_sensor" },
      availability: [
        {
          payload_available: "true",
          payload_not_available: "false",
          topic: node,
          value_template: "{{'true' if value_json.value else 'false'}}",
        },
        { topic: client, value_template: "{{'online' if value_json.value else 'offline'}}" },
        { payload_available: "true", payload_not_available: "false", topic: driver },
      ],
      availability_mode: "all",
      name: "hall-motion_sensor_dimmer",
      unique_id: "zwavejs2mqtt_0xe6ea3b77_Node4_dimmer",
    };

    it("knows nothing until all have said that they are there", () => {
      assert.deepEqual(house.config(entity, payload), [`${entity} unknown`]);
      assert.deepEqual([...house.watched], [node, client, driver]);
      assert.deepEqual(house.says(driver, "true"), [`${entity} unknown`]);
      assert.deepEqual(house.says(client, '{"value":true,"time":1755500000000}'), [`${entity} unknown`]);
      assert.deepEqual(house.says(node, '{"time":1755500000000,"value":true,"status":"Alive","nodeId":4}'), [
        `${entity} online`,
      ]);
    });

    it("is offline as soon as one is, and back when all are", () => {
      house.config(entity, payload);
      house.says(driver, "true");
      house.says(client, '{"value":true,"time":1755500000000}');
      house.says(node, '{"time":1,"value":true,"status":"Asleep","nodeId":4}');
      assert.deepEqual(house.says(node, '{"time":2,"value":false,"status":"Dead","nodeId":4}'), [`${entity} offline`]);
      assert.deepEqual(house.says(client, '{"value":false}'), [`${entity} offline`]);
      assert.deepEqual(house.says(node, '{"time":3,"value":true,"status":"Alive","nodeId":4}'), [`${entity} offline`]);
      assert.deepEqual(house.says(client, '{"value":true,"time":4}'), [`${entity} online`]);
      assert.deepEqual(house.says(driver, "false"), [`${entity} offline`]);
    });
  });

  describe("Zigbee2MQTT", () => {
    const bridge = "zigbee2mqtt/bridge/state";
    const lamp = "zigbee2mqtt/Kitchen/lamp/availability";
    const config = (topics: readonly string[], template = "{{ value_json.state }}"): object => ({
      availability: topics.map((topic) => ({ topic, value_template: template })),
      ...(topics.length > 1 ? { availability_mode: "all" } : {}),
      device: { identifiers: ["zigbee2mqtt_0x00158d0001d82999"], via_device: "zigbee2mqtt_bridge_0x00124b00" },
      state_topic: "zigbee2mqtt/Kitchen/lamp",
      unique_id: "0x00158d0001d82999_light_zigbee2mqtt",
    });

    it("follows the bridge and the device", () => {
      house.config("light/0x00158d0001d82999/light", config([bridge, lamp]));
      house.says(bridge, '{"state":"online"}');
      assert.deepEqual(house.says(lamp, '{"state":"online"}'), ["light/0x00158d0001d82999/light online"]);
      assert.deepEqual(house.says(lamp, '{"state":"offline"}'), ["light/0x00158d0001d82999/light offline"]);
    });

    it("tells of all entities of a bridge, with one subscription", () => {
      const names = Array.from({ length: 3 }, (_, index) => `sensor/0x${index}/linkquality`);
      for (const name of names) house.config(name, config([bridge]));
      assert.deepEqual(house.changes, [`+${bridge}`]);
      assert.deepEqual(
        house.says(bridge, '{"state":"offline"}'),
        names.map((name) => `${name} offline`),
      );
    });

    it("has disabled devices that are offline whatever they say", () => {
      house.config("light/0x1/light", config([bridge], '{{ "offline" }}'));
      assert.deepEqual(house.says(bridge, '{"state":"online"}'), ["light/0x1/light offline"]);
    });

    it("is understood in its plain form of versions before 2.0, too", () => {
      house.config("light/0x1/light", config([bridge]));
      assert.deepEqual(house.says(bridge, "online"), ["light/0x1/light online"]);
      assert.deepEqual(house.says(bridge, "offline"), ["light/0x1/light offline"]);
    });
  });

  it("Shelly Gen2+ by a discovery script: a base for topics, abbreviations, and payloads of its own", () => {
    house.config("switch/shellyplus1-a8032ab636ec/0", {
      "~": "shellyplus1-a8032ab636ec/",
      avty_t: "~online",
      pl_avail: "true",
      pl_not_avail: "false",
      cmd_t: "~rpc",
    });
    assert.deepEqual([...house.watched], ["shellyplus1-a8032ab636ec/online"]);
    assert.deepEqual(house.says("shellyplus1-a8032ab636ec/online", "false"), [
      "switch/shellyplus1-a8032ab636ec/0 offline",
    ]);
  });

  it("ESPHome and OpenMQTTGateway: one topic with the default payloads", () => {
    house.config("sensor/livingroom/temperature", { avty_t: "livingroom/status", stat_t: "livingroom/sensor/t/state" });
    house.config("sensor/OMG_version/config1", {
      availability_topic: "home/OMG/LWT",
      payload_available: "online",
      payload_not_available: "offline",
    });
    assert.deepEqual(house.says("livingroom/status", "online"), ["sensor/livingroom/temperature online"]);
    assert.deepEqual(house.says("home/OMG/LWT", "offline"), ["sensor/OMG_version/config1 offline"]);
  });

  it("Valetudo: states of Homie", () => {
    house.config("vacuum/robot/robot_vacuum", {
      availability_topic: "valetudo/robot/$state",
      payload_available: "ready",
      payload_not_available: "lost",
    });
    assert.deepEqual(house.says("valetudo/robot/$state", "init"), []);
    assert.deepEqual(house.says("valetudo/robot/$state", "ready"), ["vacuum/robot/robot_vacuum online"]);
    assert.deepEqual(house.says("valetudo/robot/$state", "lost"), ["vacuum/robot/robot_vacuum offline"]);
    assert.deepEqual(house.says("valetudo/robot/$state", "disconnected"), []);
  });

  it("a whole device in one config, with components that have an availability of their own", () => {
    const entities = house.config("device/0AFFD2", {
      dev: { ids: "ea334450945afc", name: "Kitchen" },
      o: { name: "bla2mqtt", sw: "2.1" },
      avty_t: "kitchen/status",
      pl_avail: "up",
      pl_not_avail: "down",
      cmps: {
        temperature: { p: "sensor", stat_t: "kitchen/state" },
        relay: { p: "switch", avty_t: "kitchen/relay/status" },
        valve: { p: "valve", "~": "kitchen/valve", avty: [{ t: "~/a" }, { t: "~/b" }], avty_mode: "any" },
      },
    });
    assert.deepEqual(entities, ["device/0AFFD2 unknown", "device/0AFFD2/relay unknown", "device/0AFFD2/valve unknown"]);
    assert.deepEqual(house.says("kitchen/status", "up"), ["device/0AFFD2 online"]);
    assert.deepEqual(house.says("kitchen/relay/status", "down"), ["device/0AFFD2/relay offline"]);
    assert.deepEqual(house.says("kitchen/valve/b", "online"), ["device/0AFFD2/valve online"]);
  });

  it("Home Assistant's own kind of device trigger: always available, so nothing to follow", () => {
    assert.deepEqual(
      house.config("device_automation/0x1/action_single", { automation_type: "trigger", topic: "a" }),
      [],
    );
    assert.deepEqual(house.changes, []);
  });
});
