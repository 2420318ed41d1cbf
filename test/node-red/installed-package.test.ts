import assert from "node:assert/strict";
import { connectAsync, type MqttClient } from "mqtt";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { Journal } from "../support/journal";
import { startNodeRed, type RealNodeRed } from "../support/real-node-red";
import { useAfterwards } from "./use-afterwards";
import { nodeTypes } from "../package/node-types";

const SECRET = "pa55-w0rd";

describe("the packed package in a Node-RED of its own", function () {
  this.timeout(60_000);
  let broker: AedesBroker;
  let nodeRed: RealNodeRed;
  let client: MqttClient;
  let messages: Journal<string>;
  let subscribed: Journal<string>;
  const afterwards = useAfterwards();

  before(async () => {
    broker = await startAedes();
    afterwards(() => broker.stop());
    broker.aedes.authenticate = (_client, username, password, done) => {
      done(null, username === undefined || (username === "alice" && String(password) === SECRET));
    };
    subscribed = new Journal("SUBSCRIBE");
    broker.aedes.on("subscribe", (filters) => subscribed.add(filters.map(({ topic }) => topic).join()));
    client = await connectAsync(broker.uri);
    afterwards(() => client.endAsync());
    messages = new Journal("messages of the foreign client");
    client.on("message", (topic, payload) => messages.add(`${topic}=${String(payload)}`));
    await client.subscribeAsync("house/#");
    nodeRed = await startNodeRed({
      flow: flow(broker.port),
      credentials: { "broker-1": { username: "alice", password: SECRET } },
      env: { HOUSE: "house" },
    });
    afterwards(() => nodeRed.stop());
  });

  it("is offered with its node types", async () => {
    const sets = (await (await fetch(`${nodeRed.url}/nodes`, { headers: { accept: "application/json" } })).json()) as {
      module: string;
      types: string[];
      err?: string;
      enabled: boolean;
    }[];
    const ours = sets.filter(({ module }) => module === "@m2m-flows/node-red-mqtt");
    assert.deepEqual(ours.flatMap(({ types }) => types).sort(), nodeTypes.toSorted());
    assert.ok(ours.every(({ enabled, err }) => enabled && err === undefined));
  });

  it("announces itself, and answers a foreign client through the flow", async () => {
    await messages.next((message) => message === "house/node-red=online");
    await subscribed.next((filters) => filters === "house/+/ask");
    await client.publishAsync("house/lamp/ask", "21");
    assert.equal(await messages.next((message) => message.startsWith("house/lamp/answer")), "house/lamp/answer=21");
  });

  it("says in the log where it connected to, without the password", () => {
    assert.match(nodeRed.output(), /Connected to mqtt:\/\/127\.0\.0\.1:\d+ with MQTT 3\.1\.1 as nodered_/);
    assert.ok(!nodeRed.output().includes(SECRET));
  });

  it("gives neither the password nor the headers away over the admin interface", async () => {
    const answer = await (await fetch(`${nodeRed.url}/credentials/broker-config/broker-1`)).text();
    assert.deepEqual(JSON.parse(answer), { username: "alice", has_password: true, has_websocketHeaders: false });
  });

  it("offers its examples in the Import menu", async () => {
    const answer = await fetch(`${nodeRed.url}/library/examples/flows/@m2m-flows/node-red-mqtt/`);
    const names = ((await answer.json()) as { fn: string }[]).map(({ fn }) => fn);
    assert.ok(names.includes("01 - Publish and subscribe"), names.join());
  });

  it("goes on after a deploy, and says goodbye when Node-RED is stopped", async () => {
    await nodeRed.deploy(flow(broker.port));
    await client.publishAsync("house/lamp/ask", "22");
    await messages.next((message) => message === "house/lamp/answer=22");
    messages.skip();
    await nodeRed.stop();
    await messages.next((message) => message === "house/node-red=stopped");
    assert.ok(!messages.all.includes("house/node-red=lost"));
  });
});

/** What comes in under `house/<name>/ask` goes out under `house/<name>/answer`. */
function flow(port: number): object[] {
  const announcement = { topic: "house/node-red", qos: 1 };
  return [
    { id: "tab-1", type: "tab", label: "House" },
    {
      id: "broker-1",
      type: "broker-config",
      uri: `mqtt://127.0.0.1:${port}`,
      birth: [{ ...announcement, payload: "online" }],
      close: { ...announcement, payload: "stopped" },
      will: { ...announcement, payload: "lost" },
    },
    { ...place("in-1", 100), type: "mqtt-in", broker: "broker-1", topic: "${HOUSE}/+name/ask", wires: [["change-1"]] },
    { ...place("change-1", 300), type: "change", rules: [answerTopic()], wires: [["out-1"]] },
    { ...place("out-1", 500), type: "mqtt-out", broker: "broker-1", wires: [] },
  ];
}

function place(id: string, x: number): object {
  return { id, z: "tab-1", x, y: 100 };
}

function answerTopic(): object {
  return { t: "set", p: "topic", pt: "msg", to: "'house/' & params.name & '/answer'", tot: "jsonata" };
}
