import { atMost } from "./budget.mjs";
import { reliabilityScenario, row } from "./reliability-scenario.mjs";
import {
  brokerDown,
  brokerKilled,
  brokerRestarted,
  faults,
  linkCut,
  nodeRedKilled,
  nodeRedKilledOften,
  putIn,
  putInLarge,
} from "./scenarios/faults.mjs";
import { KEEPING, LARGE, savingOften } from "./test-parts.mjs";

/** Most messages that are in flight at a time, and come again when a connection is lost. */
const WINDOW = 100;
const MANY = 20_000;
/** The broker keeps it, and a link that is gone without a word is noticed soon. */
const SESSION = { cleanSession: false, clientId: "bench", keepalive: 1 };

/** What becomes of messages on their way to a subscriber. */
export const streams = [
  scenario("100 QoS 1 messages while the broker is down", {
    count: 100,
    happen: brokerDown,
    sender: { qos: 1 },
  }),
  scenario("20,000 QoS 1 messages, link cut three times", {
    count: MANY,
    happen: linkCut,
    sender: { qos: 1, ...SESSION },
    again: 3 * WINDOW,
  }),
  scenario("20,000 QoS 2 messages, link cut three times", {
    count: MANY,
    happen: linkCut,
    sender: { qos: 2, ...SESSION },
  }),
  scenario("20,000 QoS 1 messages, broker restarted three times", {
    count: MANY,
    happen: brokerRestarted,
    sender: { qos: 1, ...SESSION },
    again: 3 * WINDOW,
  }),
  scenario("20,000 QoS 2 messages, broker restarted three times", {
    count: MANY,
    happen: brokerRestarted,
    sender: { qos: 2, ...SESSION },
  }),
  ...[1, 2].map((qos) =>
    scenario(`20,000 QoS ${qos} messages, broker killed three times`, {
      count: MANY,
      lines: savingOften(MANY),
      happen: brokerKilled,
      records: true,
      // In a session that it keeps, mosquitto counts what it has forgotten about against its Receive Maximum for ever.
      sender: { qos, ...SESSION, cleanSession: true },
      again: qos === 1 ? 3 * WINDOW : 0,
    }),
  ),
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
    // It is found when it was sent twice with others.
    again: 2 * WINDOW,
  }),
  scenario("500 QoS 1 messages wait, Node-RED is killed (ours: on disk)", {
    count: 500,
    happen: nodeRedKilled,
    sender: { qos: 1, queue: "disk" },
  }),
  scenario("5,000 QoS 1 messages, Node-RED is killed five times (ours: on disk)", {
    count: 5_000,
    happen: nodeRedKilledOften,
    sender: { qos: 1, queue: "disk" },
    // What the broker has acknowledged, and the disk doesn't know yet.
    again: Infinity,
    what: "completed, and lost",
  }),
];

/** @param what is lost, in the words of the table; @param again how many may come again: Infinity isn't counted */
function scenario(title, { count, lost = 0, again = 0, what = "lost", ...options }) {
  const repeated = again === Infinity ? [] : [row("came again", "again", atMost(again, ""))];
  const rows = [row(what, "lost", atMost(lost, "")), ...repeated];
  return reliabilityScenario(title, faults(options), rows, { messages: count });
}
