import { atMost } from "./budget.mjs";
import { brokerDown, brokerRestarted, faults, linkCut, nodeRedKilled, putIn, putInLarge } from "./scenarios/faults.mjs";
import { KEEPING, LARGE, mosquittoMissing } from "./test-parts.mjs";

/** Most messages that are in flight at a time, and come again when a connection is lost. */
const WINDOW = 100;
const GROUP = "reliability";
/** The broker keeps it, and a link that is gone without a word is noticed soon. */
const SESSION = { cleanSession: false, clientId: "bench", keepalive: 1 };

/** What becomes of messages when something breaks; the fault tests do the same, and more, with our nodes alone. */
export const reliability = [
  scenario("100 QoS 1 messages while the broker is down", {
    count: 100,
    happen: brokerDown,
    sender: { qos: 1 },
  }),
  scenario("20,000 QoS 1 messages, link cut three times", {
    count: 20_000,
    happen: linkCut,
    sender: { qos: 1, ...SESSION },
    again: 3 * WINDOW,
  }),
  scenario("20,000 QoS 2 messages, link cut three times", {
    count: 20_000,
    happen: linkCut,
    sender: { qos: 2, ...SESSION },
  }),
  scenario("20,000 QoS 1 messages, broker restarted three times", {
    count: 20_000,
    happen: brokerRestarted,
    sender: { qos: 1, ...SESSION },
    again: 3 * WINDOW,
  }),
  scenario("20,000 QoS 2 messages, broker restarted three times", {
    count: 20_000,
    happen: brokerRestarted,
    sender: { qos: 2, ...SESSION },
  }),
  scenario("2,000 QoS 2 messages on MQTT 3.1.1, mosquitto with its defaults", {
    count: 2_000,
    lines: [],
    happen: putIn,
    sender: { qos: 2, protocolVersion: "4" },
  }),
  scenario("1,000 messages, on one of which the broker hangs up", {
    count: 1_000,
    lines: [...KEEPING, `max_packet_size ${LARGE}`],
    happen: putInLarge,
    sender: { qos: 1, ...SESSION, protocolVersion: "4" },
    lost: 1,
    again: WINDOW,
  }),
  scenario("500 QoS 1 messages wait, Node-RED is killed (ours: on disk)", {
    count: 500,
    happen: nodeRedKilled,
    sender: { qos: 1, queue: "disk" },
  }),
];

function scenario(title, { count, lost = 0, again = 0, ...options }) {
  return {
    title,
    group: GROUP,
    measure: faults(options),
    messages: { warm: 0, count },
    sides: ["builtIn", "ours"],
    once: true,
    missing: mosquittoMissing(),
    rows: [
      { title: "lost", figure: "lost", unit: "", budget: atMost(lost, "") },
      { title: "came again", figure: "again", unit: "", budget: atMost(again, "") },
    ],
  };
}
