import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Journal } from "../../support/journal";
import { startNodeRed, type RealNodeRed } from "../../support/real-node-red";
import { useMosquitto, type ForeignBroker } from "./foreign-broker";
import { END } from "./receivers";

const TAB = { id: "tab", type: "tab", label: "Plant" };
const PATIENCE = 20_000;

describe("messages that the broker queued while Node-RED was gone", function () {
  this.timeout(120_000);
  const start = useMosquitto();
  let broker: ForeignBroker;
  let nodeRed: RealNodeRed;
  /** What the flow publishes of what it receives: `<node> <payload>`. */
  let seen: Journal<string>;
  beforeEach(async () => {
    broker = await start({ lines: ["allow_duplicate_messages true"] });
    seen = new Journal("seen");
    broker.foreigner.on("message", (topic, payload) => seen.add(`${topic.slice("seen/".length)} ${String(payload)}`));
    await broker.foreigner.subscribeAsync("seen/#", { qos: 1 });
  });
  afterEach(() => nodeRed.stop());

  /** Kills Node-RED, publishes meanwhile, and starts it again with other nodes. */
  async function restarted(publish: () => Promise<void>, flow: readonly object[]): Promise<void> {
    await nodeRed.kill();
    await publish();
    await writeFile(path.join(nodeRed.userDirectory, "flows.json"), JSON.stringify(flow));
    seen.skip();
    broker.log.skip();
    await nodeRed.restart();
  }

  /** What has been seen, sorted, when each node has shown the last message. */
  async function seenUntilEnd(nodes: readonly string[]): Promise<string[]> {
    for (let missing = nodes.length; missing > 0; missing -= 1)
      await seen.next((entry) => entry.endsWith(END), PATIENCE);
    return seen.all.toSorted();
  }

  for (const protocolVersion of ["5", "4"]) {
    it(`reach each node once although filters overlap (protocol version ${protocolVersion})`, async () => {
      const filters = { all: "a/#", one: "a/b", some: "a/+" };
      const flow = plant(broker.uri, protocolVersion, filters);
      nodeRed = await startNodeRed({ flow });
      await recorded(protocolVersion === "5" ? Object.values(filters) : [filters.all]);
      await restarted(() => broker.publish("a/b", ["one", "two", END]), flow);
      const expected = Object.keys(filters).flatMap((name) =>
        [END, "one", "two"].map((payload) => `${name} ${payload}`),
      );
      assert.deepEqual(await seenUntilEnd(Object.keys(filters)), expected.toSorted());
    });

    it(`reach nobody for a node that is gone, whose filter is given up (protocol version ${protocolVersion})`, async () => {
      const filters = { stays: "a/+", gone: "b/#" };
      nodeRed = await startNodeRed({ flow: plant(broker.uri, protocolVersion, filters) });
      await recorded(Object.values(filters));
      await restarted(
        async () => {
          await broker.publish("b/c", ["nobody's"]);
          await broker.publish("a/b", [END]);
        },
        plant(broker.uri, protocolVersion, { stays: "a/+" }),
      );
      await broker.log.next((line) => line.includes("Received UNSUBSCRIBE from plant"), PATIENCE);
      assert.deepEqual(await seenUntilEnd(["stays"]), [`stays ${END}`]);
      assert.ok(!nodeRed.output().includes("[error]"), nodeRed.output());
    });
  }

  /** Resolves when Node-RED has noted down, for the process after it, what it asked the broker for. */
  async function recorded(filters: readonly string[]): Promise<void> {
    const end = performance.now() + PATIENCE;
    let found = "";
    while (!filters.every((filter) => found.includes(`"${filter}"`))) {
      assert.ok(performance.now() < end, `${filters.join()} not in ${found}`);
      await nextTurn();
      found = await noted();
    }
    await broker.log.next((line) => line.includes("Sending SUBACK to plant"), PATIENCE);
  }

  async function noted(): Promise<string> {
    const files = await readdir(path.join(nodeRed.userDirectory, "m2m-flows-mqtt"), { recursive: true }).catch(
      () => [],
    );
    const session = files.find((file) => file.endsWith("session.json"));
    return session === undefined ? "" : readFile(path.join(nodeRed.userDirectory, "m2m-flows-mqtt", session), "utf8");
  }
});

/** An mqtt-in for each filter, and what it receives goes out under `seen/<its name>`. */
function plant(uri: string, protocolVersion: string, filters: Readonly<Record<string, string>>): object[] {
  const config = { uri, protocolVersion, cleanSession: false, clientId: "plant", reconnectMin: 1, reconnectMax: 1 };
  return [
    TAB,
    { id: "broker", type: "broker-config", ...config },
    ...Object.entries(filters).flatMap(([name, topic]) => [
      { ...place(`in-${name}`), type: "mqtt-in", broker: "broker", topic, retained: "new", wires: [[`out-${name}`]] },
      { ...place(`out-${name}`), type: "mqtt-out", broker: "broker", topic: `seen/${name}`, qos: 1, retain: "false" },
    ]),
  ];
}

function place(id: string): object {
  return { id, z: TAB.id, x: 100, y: 100, wires: [] };
}
