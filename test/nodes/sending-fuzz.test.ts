import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import helper from "node-red-node-test-helper";
import { SEED, SeededRandom } from "../lib/seeded-random";
import { useRuntime } from "../support/flow";
import { mosquittoMissing } from "../support/mosquitto";
import { needs } from "../support/needs";
import { connected } from "../support/phrase";
import { aedes, mosquitto, strictPeer, type FuzzBroker } from "./fuzz/fuzz-brokers";
import { commandCases, messageCases, randomCases, templateCases, type FuzzCase } from "./fuzz/fuzz-cases";
import { FuzzedSender, type SenderOptions } from "./fuzz/fuzzed-sender";

const RANDOM = 400;

describe("whatever a flow puts into a message to mqtt-out ends once, and the connection stays:", function () {
  this.timeout(60_000);
  useRuntime();
  let broker: FuzzBroker | undefined;
  let sender: FuzzedSender | undefined;
  afterEach(async () => {
    sender?.stop();
    await broker?.stop();
    [sender, broker] = [undefined, undefined];
  });

  it("each value in each field", async () => {
    await tryAll(await strictPeer(5), messageCases());
  });

  it(`fields and values by chance (TEST_SEED=${SEED})`, async () => {
    await tryAll(await strictPeer(5), random(1));
  });

  it(`the same by MQTT 3.1.1 (TEST_SEED=${SEED})`, async () => {
    await tryAll(await strictPeer(4), random(2));
  });

  it(`the same to aedes (TEST_SEED=${SEED})`, async () => {
    await tryAll(await aedes(), random(3));
  });

  it(`the same while the broker is away (TEST_SEED=${SEED})`, async () => {
    await sendLater(await strictPeer(5), random(4));
  });

  describe("with a queue on disk", () => {
    let userDir: string;
    beforeEach(async () => {
      userDir = await mkdtemp(path.join(tmpdir(), "sending-fuzz-"));
      helper.settings({ userDir });
    });
    afterEach(async () => {
      helper.settings({ userDir: undefined });
      await helper.unload();
      await rm(userDir, { recursive: true });
    });

    it(`fields and values by chance (TEST_SEED=${SEED})`, async () => {
      await tryAll(await strictPeer(5), random(6), { config: { queue: "disk" } });
    });

    it(`the same while the broker is away (TEST_SEED=${SEED})`, async () => {
      await sendLater(await strictPeer(5), random(7), { queue: "disk" });
    });
  });

  it("each value in a topic template", async () => {
    const good = (count: number) => ({
      topic: `home/good/${count}`,
      msg: { a: { b: "good" }, payload: count, qos: 2 },
    });
    await tryAll(await strictPeer(5), templateCases(), { mqttOut: { topic: "home/{{a.b}}/{{payload}}" }, good });
  });

  it("a command to connect to each value", async () => {
    await tryAll(await strictPeer(5), commandCases());
  });

  describe("with mosquitto", () => {
    needs(mosquittoMissing());

    it(`fields and values by chance (TEST_SEED=${SEED})`, async () => {
      await tryAll(await mosquitto(), random(5));
    });
  });

  async function tryAll(facing: FuzzBroker, cases: readonly FuzzCase[], options?: SenderOptions): Promise<void> {
    broker = facing;
    sender = await FuzzedSender.start(facing, options);
    await connected(sender.flow, "out");
    assert.deepEqual(await sender.try(cases), []);
  }

  /** Has the node connect when it has been given all. */
  async function sendLater(facing: FuzzBroker, cases: readonly FuzzCase[], config: object = {}): Promise<void> {
    broker = facing;
    sender = await FuzzedSender.start(facing, { config: { autoConnect: false, ...config } });
    const connect = { name: "connect", msg: { action: "connect" }, isCommand: true } as const;
    assert.deepEqual(await sender.try([...cases, connect]), []);
  }
});

function random(run: number): FuzzCase[] {
  return randomCases(RANDOM, new SeededRandom(SEED + run));
}
