import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { generate, type Packet } from "mqtt-packet";
import { heapUsed } from "../lib/heap-used";
import { useSurveys, type SurveyingEditor } from "../lib/survey/surveying-editor";
import { startAedes } from "../support/aedes-broker";
import { Journal } from "../support/journal";
import { ManualClock } from "../support/manual-clock";
import { mosquittoPub } from "../support/mosquitto-clients";
import { mosquittoMissing, startMosquitto, type Mosquitto } from "../support/mosquitto";
import { needs } from "../support/needs";
import { accepted, startPeer, type PeerConnection, type ScriptedPeer } from "../support/scripted-peer";

const MEGABYTE = 1_000_000;

describe("a survey of mosquitto", () => {
  needs(mosquittoMissing());
  const survey = useSurveys();
  let broker: Mosquitto;
  before(async () => {
    const users = { alice: "s3cret" };
    broker = await startMosquitto({ users });
    const rights = path.join(broker.folder, "rights");
    await writeFile(rights, "user alice\ntopic readwrite plant/#\ntopic write hidden/#\n");
    await broker.restart({ users, lines: [`acl_file ${rights}`] });
  });
  after(() => broker.stop());
  const login = { username: "alice", password: "s3cret" };
  const args = ["-u", "alice", "-P", "s3cret"];

  for (const [protocolVersion, version] of [
    ["5", "5"],
    ["4", "311"],
    ["3", "31"],
  ] as const) {
    it(`tells what it keeps, then what comes, how often, and what is kept no more: MQTT ${version}`, async () => {
      const publish = (topic: string, payload = "", retain = false): Promise<void> =>
        mosquittoPub({ port: broker.port, version, args }, { topic, payload, retain });
      await publish("plant/state", "läuft", true);
      await publish("hidden/state", "secret", true);
      const editor = survey({ uri: broker.uri, protocolVersion }, { secrets: login });
      await editor.until(({ state }) => state === "listening");
      await editor.sees("plant/state");
      await publish("plant/temp", "21.5");
      await publish("hidden/temp", "secret");
      await publish("plant/temp", "21.7");
      await editor.sees("plant/temp", 2);
      assert.deepEqual(editor.told, [
        ["plant/state", "läuft", 1, true],
        ["plant/temp", "21.7", 2, false],
      ]);
      await publish("plant/state", "", true);
      await editor.sees("plant/state", 2);
      assert.deepEqual(editor.told[0], ["plant/state", "", 2, false]);
    });
  }

  it("knows of a live message that it is kept, in MQTT 5", async () => {
    const editor = survey({ uri: broker.uri, protocolVersion: "5" }, { filter: "plant/+device/state", secrets: login });
    await editor.until(({ state }) => state === "listening");
    await mosquittoPub({ port: broker.port, args }, { topic: "plant/new/state", payload: "on", retain: true });
    await editor.sees("plant/new/state");
    assert.deepEqual(editor.told, [["plant/new/state", "on", 1, true]]);
  });

  it("says that the password is wrong, and doesn't try again", async () => {
    const wrong = { username: "alice", password: "wrong-one" };
    const editor = survey({ uri: broker.uri, protocolVersion: "5" }, { secrets: wrong });
    const { problem, kept } = await editor.over();
    assert.deepEqual([problem?.code, problem?.values["address"], kept], ["not-authorised", broker.uri, 0]);
    assert.ok(!JSON.stringify(problem).includes("wrong-one"));
  });

  it("says that the broker has gone, and still tells what it saw", async () => {
    await mosquittoPub({ port: broker.port, args }, { topic: "plant/gone", payload: "x", retain: true });
    const editor = survey({ uri: broker.uri }, { filter: "plant/gone", secrets: login });
    await editor.sees("plant/gone");
    await broker.kill();
    const { problem } = await editor.over();
    assert.equal(problem?.code, "connection-lost");
    assert.equal(editor.survey.reportSince(0).topics[0]?.topic, "plant/gone");
    await broker.restart();
  });
});

describe("a survey of aedes, which knows MQTT 3.1.1 only,", () => {
  const survey = useSurveys();

  it("tells what it keeps, and what comes", async () => {
    const broker = await startAedes();
    const publish = (topic: string, payload: string, retain: boolean): Promise<void> =>
      new Promise((resolve) => {
        const packet = { cmd: "publish", topic, payload, qos: 0, retain, dup: false } as const;
        broker.aedes.publish(packet, () => resolve());
      });
    await publish("plant/state", "on", true);
    const editor = survey({ uri: broker.uri });
    await editor.sees("plant/state");
    await publish("plant/temp", "21", false);
    await editor.sees("plant/temp");
    assert.deepEqual(editor.told, [
      ["plant/state", "on", 1, true],
      ["plant/temp", "21", 1, false],
    ]);
    editor.survey.end();
    await editor.over();
    await broker.stop();
  });
});

describe("a survey", () => {
  const survey = useSurveys();
  let peer: ScriptedPeer | undefined;
  let sent: Journal<Packet>;
  afterEach(() => peer?.stop());

  for (const [protocolVersion, code, reason] of [
    ["4", 0x80, "unspecified error"],
    ["5", 0x87, "not authorized"],
  ] as const) {
    it(`says why # was refused, and says goodbye: ${reason}`, async () => {
      const editor = survey({ uri: await facing(code), protocolVersion });
      const { problem } = await editor.over();
      assert.deepEqual(problem, { code: "subscribe-refused", values: { filter: "#", reason } });
      await goodbye();
    });
  }

  it("asks for retained messages, by QoS 0, in a session of its own that isn't kept", async () => {
    const saved = { protocolVersion: "5", cleanSession: false, clientId: "gateway", will: { topic: "t" } };
    survey({ uri: await facing(0), ...saved }, { filter: "plant/+room/#" });
    const connect = await sent.next();
    assert.ok(connect.cmd === "connect");
    assert.deepEqual([connect.clientId, connect.clean, connect.will], ["survey", true, undefined]);
    const subscribe = await sent.next();
    assert.ok(subscribe.cmd === "subscribe");
    assert.deepEqual(subscribe.subscriptions, [{ topic: "plant/+/#", qos: 0, nl: false, rap: true, rh: 0 }]);
  });

  it("says after 10 seconds that the subscription wasn't answered, and says goodbye", async () => {
    const clock = new ManualClock();
    const editor = survey({ uri: await facing(undefined) }, { clock });
    clock.advance(0);
    await sent.next(({ cmd }) => cmd === "subscribe");
    for (let second = 0; second < 10; second += 1) {
      assert.equal(editor.survey.reportSince(0).state, "connecting");
      clock.advance(1_000);
    }
    const { problem } = await editor.over();
    assert.deepEqual(problem, { code: "survey-timeout", values: { filter: "#", seconds: 10 } });
    await goodbye();
  });

  it("ends after a minute, and says goodbye", async () => {
    const clock = new ManualClock();
    const editor = survey({ uri: await facing(0) }, { clock });
    await editor.until(({ state }) => state === "listening");
    for (let second = 0; second < 60; second += 1) {
      assert.equal(editor.survey.reportSince(0).state, "listening");
      clock.advance(1_000);
    }
    assert.equal((await editor.over()).problem, undefined);
    await goodbye();
  });

  it("ends when nobody has asked for 10 seconds, and says goodbye", async () => {
    const clock = new ManualClock();
    const editor = survey({ uri: await facing(0) }, { clock });
    await editor.until(({ state }) => state === "listening");
    clock.advance(10_000);
    await goodbye();
    await editor.over();
  });

  it("takes 2,000 messages of a flood of 10,000 in 100 milliseconds; the rest waits at the broker", async () => {
    const { editor, clock } = await flooded();
    const before = memoryUsed();
    for (let period = 1; period <= 5; period += 1) {
      await editor.until(() => editor.messages() >= period * 2_000);
      await settled();
      assert.equal(editor.messages(), period * 2_000);
      const kept = memoryUsed() - before;
      assert.ok(kept < 5 * MEGABYTE, `${kept} bytes are kept in period ${period}`);
      clock.advance(100);
    }
  }).timeout(30_000);

  it("ends at once in the middle of a flood", async () => {
    const { editor } = await flooded();
    await editor.until(() => editor.messages() >= 2_000);
    editor.survey.end();
    await goodbye();
    await editor.over();
    assert.equal(editor.messages(), 2_000);
  });

  /** A survey that listens to a broker which sends 10,000 messages of 10 kB. */
  async function flooded(): Promise<{ editor: SurveyingEditor; clock: ManualClock }> {
    const clock = new ManualClock();
    const uri = await facing(0, (connection) => {
      // The same bytes again and again: they cost next to nothing here.
      for (let block = 0; block < 100; block += 1) connection.send(large);
    });
    const editor = survey({ uri, protocolVersion: "5" }, { clock });
    await editor.until(({ state }) => state === "listening");
    return { editor, clock };
  }

  /** A broker that accepts, and answers SUBSCRIBE with a code, or never. @returns its address */
  async function facing(code: number | undefined, subscribed?: (connection: PeerConnection) => void): Promise<string> {
    sent = new Journal("packets to the peer");
    peer = await startPeer((packet, connection) => {
      sent.add(packet);
      if (packet.cmd === "connect") connection.send(accepted());
      if (packet.cmd !== "subscribe" || code === undefined) return;
      connection.send({ cmd: "suback", messageId: packet.messageId ?? 0, granted: [code] });
      subscribed?.(connection);
    });
    return peer.uri;
  }

  async function goodbye(): Promise<void> {
    await sent.next(({ cmd }) => cmd === "disconnect");
    await peer?.closed.next();
  }
});

/** 100 messages of 10 kB, on as many topics. */
const large = Buffer.concat(
  Array.from({ length: 100 }, (_, index) =>
    generate(
      { cmd: "publish", topic: `t/${index}`, payload: Buffer.alloc(10_000, "v"), qos: 0, retain: false, dup: false },
      { protocolVersion: 5 },
    ),
  ),
);

/** Turns in which what can happen at once happens. */
async function settled(): Promise<void> {
  for (let count = 0; count < 50; count += 1) await turn();
}

/** What one collection frees of the sockets' buffers is counted in the next. */
function memoryUsed(): number {
  heapUsed();
  return heapUsed() + process.memoryUsage().arrayBuffers;
}
