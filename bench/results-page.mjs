import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { markdownTable } from "./markdown.mjs";
import { budgetTable, rateTable } from "./report.mjs";

const require = createRequire(import.meta.url);

/** The text of RESULTS.md: when and where, the tables, how to read them. `module` is the Node-RED that ran. */
export function resultsPage({ results, repeat, module }) {
  const of = (group) => results.filter(({ scenario }) => scenario.group === group);
  return [
    "# Benchmark results",
    `${new Date().toISOString().slice(0, 10)}, written by \`npm run bench\`; median of ${repeat} runs of each side.`,
    markdownTable(environment(module)),
    markdownTable(budgetTable(of(undefined))),
    "## Reliability",
    markdownTable(budgetTable(of("reliability"))),
    HOW_TO_READ,
    "## Rates and event loop",
    markdownTable(rateTable(results)),
    "",
  ].join("\n\n");
}

const HOW_TO_READ = `## How to read it

- **built-in**: the MQTT nodes that come with Node-RED. **floor**: one plain MQTT.js client in a node of its own and
  Node-RED's wire, nothing else. **ours**: this package.
- Each side runs in a real Node-RED in a process of its own. The broker is a script in another process, so that the
  figures are the client's alone. \`us/msg\` is CPU time of the whole Node-RED process for a message, garbage
  collection and wire included.
- A budget is a ratio within one run on one machine: the median of the rounds' ratios, the sides taking turns in a round. The figures themselves change with the machine; ratios of runs of
  different days or machines can be compared, microseconds can't.
- Payloads are 64 bytes of text. Receiving nodes give them as a string (\`utf8\`), so that nobody's guess at the type is
  measured. Publishing has at most 100 messages incomplete. At QoS 1 the peer has at most 100 unacknowledged.
- A side whose figure would take minutes counts fewer messages; the second table says how many.
- A round trip is the time from the wire into a publishing node to the wire out of a receiving node on the same
  connection to a real mosquitto, one message after another; the worst of the runs' medians. The floor's socket has
  Nagle's algorithm off there.
- The event loop's delay is how late a 5 ms timer was.
- Publishing is over when all messages are done and the peer has them; with a queue on disk a message is done before.
- The devices of a will-monitor say \`Online\` and \`Offline\` in turn, each on a topic of its own; both outputs are wired. Beside it
  the built-in node, and our mqtt-in, only receive the same messages by the same filter. The memory of a device is what 10,000 more
  take when garbage was collected, all of the process that grows with them included.
- Messages at once: a node sends them in one turn of the event loop. The same messages into a node that only calls
  \`done()\` show what Node-RED itself takes for them.
- A backlog is found by a new process under \`--max-old-space-size=96 --max-semi-space-size=8\`. Its memory is that of the heap and what
  is outside of it (\`heapUsed + external\`), less what it is with an empty queue; after a restart when garbage was collected.
- The soak counts the part of a core that is taken after two minutes (the built-in nodes: from half a minute on to the second), and how
  many times as much memory is in use at the end as then, garbage collected.
- Reliability is measured once, with a real mosquitto, a network between that fails on command, and Node-REDs that are killed, by
  the parts of which the fault tests are made. Both sides try to connect again after a second. Where the link is cut or the broker is
  restarted or killed the messages are put in evenly in 5 seconds. What a broker had acknowledged when it was killed isn't counted.
- The ten failures: wrong password, unknown CA, expired certificate, host name mismatch, refused, DNS failure, silent peer, HTTP 403 on
  WebSocket, a broker that knows 3.1.1 only (MQTT 5 is asked for), server busy. One is told apart if its node shows a text within 12
  seconds that none of the other nodes shows. *Never* is not within 10 to 20 seconds.
- Messages with odd fields and broken packets are the same in each run, and come from the fuzzers of the tests. A broken packet counts
  as one after which the connection didn't come back, too, if the process had died before.
- The slow flow does ten messages at a time. Its memory is the least in the second quarter of the messages, compared with before.`;

function environment(module) {
  const [{ model }] = os.cpus();
  return [
    ["what", "version"],
    ["Node.js", process.versions.node],
    ["Node-RED", versionOf(module)],
    ["MQTT.js of ours and the floor", versionOf("mqtt")],
    [
      "MQTT.js of the built-in nodes",
      versionOf("mqtt", require.resolve("@node-red/nodes/package.json", { paths: [require.resolve(module)] })),
    ],
    ["this package", JSON.parse(readFileSync(path.join(import.meta.dirname, "..", "package.json"), "utf8")).version],
    ["processor", `${model}, ${os.cpus().length} cores`],
    ["system", `${os.type()} ${os.arch()}`],
  ];
}

/** The version of an installed module, as the file `from` would get it. */
function versionOf(module, from = import.meta.url) {
  return createRequire(from)(`${module}/package.json`).version;
}
