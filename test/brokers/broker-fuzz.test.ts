import assert from "node:assert/strict";
import { SEED, SeededRandom } from "../lib/seeded-random";
import { deploy, useRuntime, type DeployedFlow } from "../support/flow";
import { FuzzLane } from "./fuzz-lane";
import { hostileCases, type HostileCase } from "./hostile-packets";
import { PacketMutator } from "./packet-mutator";

/** Brokers side by side: a node waits half a second between two attempts. */
const LANES = 20;
const MUTANTS = 200;

describe("a broker that breaks the rules of MQTT", function () {
  this.timeout(120_000);
  useRuntime();
  let lanes: FuzzLane[] = [];
  afterEach(() => Promise.all(lanes.map((lane) => lane.stop())));

  for (const version of [4, 5] as const) {
    const cases = hostileCases(version);
    const name = version === 5 ? "MQTT 5" : "MQTT 3.1.1";

    it(`is left with a reason or passed over, and returned to: ${cases.length} packets of ${name}`, async () => {
      assert.deepEqual(await tryAll(version, cases), []);
    });

    it(`is so whatever it sends: ${MUTANTS} broken packets of ${name} (TEST_SEED=${SEED})`, async () => {
      const mutator = new PacketMutator(version, new SeededRandom(SEED + version));
      const mutants = Array.from({ length: MUTANTS }, () => mutator.next());
      assert.deepEqual(await tryAll(version, mutants), []);
    });
  }

  /** @returns what is wrong */
  async function tryAll(version: 4 | 5, cases: readonly HostileCase[]): Promise<string[]> {
    lanes = await Promise.all(Array.from({ length: LANES }, (_, index) => FuzzLane.start(String(index), version)));
    const flow = await deploy(lanes.flatMap(({ nodes }) => nodes));
    const left = [...cases];
    const wrong = await Promise.all(lanes.map((lane) => tryInTurn(lane, left, flow)));
    await everyMessageEnded(flow);
    return wrong.flat();
  }

  async function tryInTurn(lane: FuzzLane, left: HostileCase[], flow: DeployedFlow): Promise<string[]> {
    const wrong: string[] = [];
    for (let hostile = left.shift(); hostile !== undefined; hostile = left.shift()) {
      const { name } = hostile;
      wrong.push((await lane.try(hostile, flow).catch((error: unknown) => `${name}: ${String(error)}`)) ?? "");
    }
    return wrong.filter((text) => text !== "");
  }

  /** Each message that was put into an mqtt-out ends once, completed or caught. */
  async function everyMessageEnded(flow: DeployedFlow): Promise<void> {
    const sent = lanes.reduce((sum, lane) => sum + lane.sent, 0);
    const failed = (): number => flow.caught.all.filter(({ error }) => error.source.type === "mqtt-out").length;
    const isAll = (): boolean => flow.completed.all.length + failed() >= sent;
    if (!isAll()) await flow.completed.next(isAll);
    assert.equal(flow.completed.all.length + failed(), sent);
  }
});
