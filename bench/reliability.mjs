import { atMost, exactly, timesBuiltIn } from "./budget.mjs";
import { subscribeAnswers } from "./scenarios/answers.mjs";
import { halfOpen, rivals } from "./scenarios/connections.mjs";
import { changedBroker, closing, fullDeploys, stopped } from "./scenarios/deploys.mjs";
import { failures } from "./scenarios/failures.mjs";
import { messageFuzz } from "./scenarios/message-fuzz.mjs";
import { overlappingFilters, secondNode } from "./scenarios/overlaps.mjs";
import { packetFuzz } from "./scenarios/packet-fuzz.mjs";
import { slowFlow } from "./scenarios/slow-flow.mjs";
import { reliabilityScenario as scenario, row } from "./reliability-scenario.mjs";
import { streams } from "./streams.mjs";

/** What becomes of messages and connections when something breaks; the tests do the same, and more, with our nodes alone. */
export const reliability = [
  ...streams,
  scenario("ten failures to connect", failures, [row("told apart in the status", "named", exactly(10))]),
  scenario("a SUBSCRIBE refused, and one granted less QoS", subscribeAnswers, [
    row("shown in the status", "shown", exactly(2)),
  ]),
  scenario("a broker that is gone without a word", halfOpen, [
    row("noticed after", "noticed", atMost(1.5, "x keepalive"), "x keepalive"),
  ]),
  scenario("two Node-REDs with one client id for 20 seconds", rivals, [
    row("said after", "said", atMost(60, "s"), "s"),
    row("CONNECTs", "connects", timesBuiltIn(0.5)),
  ]),
  ...[
    ["a copy for each filter, MQTT 3.1.1", "a copy for each filter", "4"],
    ["one copy with several identifiers", "one copy with all identifiers", "5"],
    ["a copy with its identifier each", "a copy with its identifier for each filter", "5"],
  ].map(([name, ...copies]) =>
    scenario(`one PUBLISH to 3 overlapping nodes, ${name}`, overlappingFilters(...copies), [
      row("deliveries", "deliveries", exactly(3)),
    ]),
  ),
  scenario("a second node on a filter in use is deployed", secondNode("st/#", "5"), retainedRows()),
  scenario("a second node around the filter of another, MQTT 3.1.1", secondNode("st/a", "4"), retainedRows()),
  scenario(
    "400 messages with odd fields into mqtt out",
    messageFuzz,
    [
      row("processes that died", "died", atMost(0, "")),
      row("the next good message lost", "lost", atMost(0, "")),
      row("neither sent nor ended in an error", "unaccounted", atMost(0, "")),
    ],
    { messages: 400, quick: 400 },
  ),
  scenario(
    "200 broken packets from 20 brokers",
    packetFuzz,
    [
      row("processes that died", "died", atMost(0, "")),
      row("connections that didn't come back", "gone", atMost(0, "")),
    ],
    { messages: 200, quick: 200 },
  ),
  scenario(
    "20,000 x 10 kB, QoS 1, into a slow flow (ours: ack manual)",
    slowFlow,
    [row("in it at most", "most", atMost(10, "")), row("memory grows by", "grown", atMost(50, "MB"), "MB")],
    { messages: 20_000, quick: 4_000 },
  ),
  scenario("three Full deploys, the broker node unchanged", fullDeploys, [
    row("CONNECTs", "connects", atMost(0, "")),
    row("retained values again", "again", atMost(0, "")),
  ]),
  scenario("5 unacknowledged messages, the broker node is changed", closing(changedBroker), [
    row("socket gone after", "closed", atMost(2, "s"), "s"),
    row("neither raised nor sent again", "silent", atMost(0, "")),
  ]),
  scenario("5 unacknowledged messages, Node-RED is stopped", closing(stopped), [
    row("socket gone after", "closed", atMost(2, "s"), "s"),
  ]),
];

function retainedRows() {
  return [
    row("retained values it misses", "misses", exactly(0)),
    row("that the other gets again", "again", atMost(0, "")),
  ];
}
