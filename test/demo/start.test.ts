import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect as connectSocket, createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { connectAsync, type MqttClient } from "mqtt";
import { startAedes } from "../support/aedes-broker";
import { freePort, listen } from "../support/free-port";
import { Journal } from "../support/journal";
import { PATIENCE, startDemo, type DemoProcess } from "./demo-process";
import { nodeTypes } from "../package/node-types";

interface Message {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
}

describe("npm start", function () {
  this.timeout(120_000);
  let userDir: string;
  let demo: DemoProcess | undefined;

  const start = (...args: readonly string[]): DemoProcess => (demo = startDemo(["--user-dir", userDir, ...args]));

  beforeEach(async () => {
    userDir = await mkdtemp(path.join(tmpdir(), "demo-"));
  });

  afterEach(async () => {
    await demo?.pressCtrlC();
    demo = undefined;
    await rm(userDir, { recursive: true });
  });

  it("shows a house in which motion switches the lamp, through the flow on the canvas", async () => {
    const { broker } = await start("--port", String(await freePort())).ready();
    const { client, messages } = await listenTo(broker);

    await client.publishAsync("house/motion/walk", "");

    const seen = (topic: string, payload: string) => (message: Message) =>
      message.topic === topic && message.payload === payload;
    await messages.next(seen("house/motion/occupancy", "true"), 20_000);
    await messages.next(seen("house/lamp/set", "ON"), 20_000);
    await messages.next(seen("house/lamp/state", "ON"));
    await client.endAsync();
  });

  it("keeps a retained online message of each device", async () => {
    const { broker } = await start("--port", String(await freePort())).ready();
    const { client, messages } = await listenTo(broker, "house/+/online");

    const online = await messages.take(3);

    assert.deepEqual(
      online.sort((a, b) => a.topic.localeCompare(b.topic)),
      ["lamp", "motion", "thermostat"].map((name) => ({
        topic: `house/${name}/online`,
        payload: "true",
        retain: true,
      })),
    );
    await client.endAsync();
  });

  it("loads this package as an installed one", async () => {
    const { editor } = await start("--port", String(await freePort())).ready();

    const response = await fetch(new URL("nodes/@m2m-flows/node-red-mqtt", editor), {
      headers: { accept: "application/json" },
    });

    const module = (await response.json()) as { nodes: readonly { types: readonly string[]; err?: string }[] };
    assert.deepEqual(module.nodes.flatMap(({ types }) => types).sort(), nodeTypes.toSorted());
    assert.ok(module.nodes.every(({ err }) => err === undefined));
  });

  it("takes the next port if the wanted one is taken, and says so", async () => {
    const occupant = createServer();
    const taken = await listen(occupant, 0);

    const running = start("--port", String(taken));

    await running.lines.next((line) => line.startsWith(`Port ${taken} is taken, the editor uses `), PATIENCE);
    const { editor } = await running.ready();
    assert.ok(Number(editor.port) > taken);
    assert.equal((await fetch(editor)).status, 200);
    occupant.close();
  });

  it("stops on Ctrl-C with exit code 0: the devices say goodbye, and nothing listens any more", async () => {
    const broker = await startAedes();
    const { client, messages } = await listenTo(broker.uri, "house/+/online");
    const { editor } = await start("--port", String(await freePort()), "--broker", broker.uri).ready();
    await messages.take(3);

    const exitCode = await demo?.pressCtrlC();

    assert.equal(exitCode, 0);
    assert.deepEqual(
      (await messages.take(3)).map(({ payload }) => payload),
      ["false", "false", "false"],
    );
    await assert.rejects(once(connectSocket(Number(editor.port), editor.hostname), "connect"), {
      code: "ECONNREFUSED",
    });
    await client.endAsync();
    await broker.stop();
  });

  it("frees the embedded broker's port on Ctrl-C", async () => {
    const { broker } = await start("--port", String(await freePort())).ready();

    assert.equal(await demo?.pressCtrlC(), 0);

    const { port, hostname } = new URL(broker);
    await assert.rejects(once(connectSocket(Number(port), hostname), "connect"), { code: "ECONNREFUSED" });
  });

  it("leaves a will for each device, and no Node-RED behind, when it is killed", async () => {
    const broker = await startAedes();
    const { client, messages } = await listenTo(broker.uri, "house/+/online");
    const running = start("--port", String(await freePort()), "--broker", broker.uri);
    await running.ready();
    await messages.take(3);

    await running.kill();

    assert.deepEqual(
      (await messages.take(3)).map(({ payload }) => payload),
      ["false", "false", "false"],
    );
    await client.endAsync();
    await broker.stop();
  });

  it("stops on Ctrl-C while it is still starting", async () => {
    const running = start("--port", String(await freePort()));
    await running.lines.next((line) => line.includes("Welcome to Node-RED"), PATIENCE);

    assert.equal(await running.pressCtrlC(), 0);
  });

  it("uses the broker it is told to, and prints neither user name nor password", async () => {
    const broker = await startAedes({
      authenticate: (_client, username, password, done) => {
        done(null, username === "alice" && password?.toString() === "p@ss/word");
      },
    });
    const uri = `mqtt://alice:p%40ss%2Fword@127.0.0.1:${broker.port}`;

    const running = start("--port", String(await freePort()), "--broker", uri);

    assert.equal((await running.ready()).broker, `mqtt://127.0.0.1:${broker.port}`);
    const { client, messages } = await listenTo(uri, "house/lamp/set");
    await client.publishAsync("house/motion/walk", "");
    await messages.next(({ payload }) => payload === "ON", 20_000);
    assert.equal(await running.pressCtrlC(), 0);
    assert.doesNotMatch(running.lines.all.join("\n"), /alice|p@ss|p%40ss/);
    await client.endAsync();
    await broker.stop();
  });

  it("keeps a changed flow from start to start, until --reset", async () => {
    const flowFile = path.join(userDir, "flows.json");
    const port = String(await freePort());
    await start("--port", port).ready();
    await demo?.pressCtrlC();
    await writeFile(flowFile, "[]");

    await start("--port", port).ready();
    await demo?.pressCtrlC();
    assert.equal(await readFile(flowFile, "utf8"), "[]");

    await start("--port", port, "--reset").ready();
    assert.match(await readFile(flowFile, "utf8"), /Simulated house/);
  });

  it("touches no folder that isn't its own", async () => {
    const flowFile = path.join(userDir, "flows.json");
    await writeFile(flowFile, "[]");

    const running = start("--reset");

    assert.equal(await running.exited, 1);
    assert.match(running.lines.all.join("\n"), /is not empty and not a folder of this demo/);
    assert.equal(await readFile(flowFile, "utf8"), "[]");
  });
});

/** A client beside the house, with what it hears. */
async function listenTo(uri: string, filter = "house/#"): Promise<{ client: MqttClient; messages: Journal<Message> }> {
  const client = await connectAsync(uri);
  const messages = new Journal<Message>(filter);
  client.on("message", (topic, payload, { retain }) => {
    messages.add({ topic, payload: payload.toString(), retain });
  });
  await client.subscribeAsync(filter);
  return { client, messages };
}
