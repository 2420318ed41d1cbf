import { fields } from "../../nodes/will-monitor/config";
import { itSaves, savedChoice, savedFlag, savedInteger, savedText, type SavedProperty } from "./saved-properties";

/** Node.js's longest timer, in whole seconds. */
const LONGEST = 2_147_483;

const HOME = [
  ...["tasmota", "zigbee2mqtt", "shelly", "esphome", "homie", "home-assistant", "home-assistant-discovery"],
  ...["openmqttgateway", "theengs", "frigate", "zwave-js-ui", "wled", "valetudo", "mqtt-smarthome", "opendtu"],
  ...["octoprint", "openbeken", "espurna", "ems-esp", "ring-mqtt"],
];
const OTHERS = ["sparkplug", "aws-iot", "mosquitto-bridge", "mosquitto", "emqx"];

describe("the saved properties of will-monitor", () => {
  itSaves(fields, {
    name: savedText(),
    broker: savedText(),
    convention: savedChoice("auto", ["auto", ...HOME, ...OTHERS, "custom"]),
    topic: savedText(),
    online: savedPayloads(),
    offline: savedPayloads(),
    field: savedText(),
    grace: savedInteger(0, 0, LONGEST),
    heartbeat: savedInteger(0, 0, LONGEST),
    activity: savedText(),
    keepRoster: savedFlag(false),
  });
});

/** Texts, numbers and booleans, which are compared as text. */
function savedPayloads(): SavedProperty {
  return {
    fallback: [],
    valid: [
      [["running"], ["running"]],
      [
        ["on", 1, true],
        ["on", 1, true],
      ],
      ['["on", 1]', ["on", 1]],
    ],
    invalid: [{}, [null], [{}], 0, true],
    code: "config-wrong-shape",
  };
}
