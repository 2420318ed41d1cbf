import assert from "node:assert/strict";
import { createServer, type Server } from "node:net";
import { deploy, useRuntime } from "../support/flow";
import { listen } from "../support/free-port";
import { connected, showing } from "../support/phrase";
import { startWebSocketBroker, type WebSocketBroker } from "../support/websocket-broker";
import { plantNodes } from "./plant-nodes";
import { failed, warnings } from "./warnings";

describe("a broker behind a WebSocket", () => {
  useRuntime();
  let broker: WebSocketBroker;
  before(async () => {
    broker = await startWebSocketBroker(({ headers }) =>
      headers["authorization"] === "Bearer t0ken" ? undefined : 403,
    );
  });
  after(() => broker.stop());

  it("is reached under the path and query as written, with headers from the credentials", async () => {
    const uri = `ws://127.0.0.1:${broker.port}/Mqtt?site=a`;
    const headers = { broker: { websocketHeaders: '{"Authorization":"Bearer t0ken"}' } };
    const flow = await deploy(plantNodes({ uri }), headers);
    await connected(flow, "in", "out");
    flow.send("out", { topic: "plant/a", payload: "x", qos: 2 });
    assert.equal((await flow.received("sink").next()).payload, "x");
    assert.equal(broker.handshakes.at(-1)?.url, "/Mqtt?site=a");
    assert.equal(broker.handshakes.at(-1)?.headers["sec-websocket-protocol"], "mqtt");
  });

  it("may refuse with an HTTP status, which the status names, and no log line holds the headers", async () => {
    const uri = `ws://127.0.0.1:${broker.port}/mqtt`;
    const flow = await deploy(plantNodes({ uri }), {
      broker: { websocketHeaders: '{"Authorization":"Bearer wr0ng"}' },
    });
    await flow.statuses("in").next(({ text }) => text === "WebSocket refused: HTTP 403");
    assert.ok(!JSON.stringify(flow.logged.all).includes("wr0ng"));
  });

  it("gets no handshake with headers that are no JSON, and the error doesn't repeat them", async () => {
    const uri = `ws://127.0.0.1:${broker.port}/mqtt`;
    const { length } = broker.handshakes;
    const flow = await deploy(plantNodes({ uri }), { broker: { websocketHeaders: "Authorization: s3cret" } });
    await flow.logged.next(({ msg }) => String(msg).includes("websocketHeaders is no valid JSON"));
    assert.ok(!JSON.stringify(flow.logged.all).includes("s3cret"));
    assert.equal(broker.handshakes.length, length);
  });
});

describe("a peer that is reached by WebSocket", () => {
  useRuntime();
  let broker: WebSocketBroker | undefined;
  let server: Server | undefined;
  afterEach(async () => {
    await broker?.stop();
    server?.close();
    broker = undefined;
    server = undefined;
  });

  /** A peer that gives one answer to whatever it hears first. */
  async function answering(answer: string): Promise<string> {
    server = createServer((socket) => {
      socket.on("error", () => socket.destroy()).once("data", () => socket.end(answer));
    });
    return `ws://127.0.0.1:${await listen(server)}/mqtt`;
  }

  for (const status of [301, 401, 404, 503]) {
    it(`refuses with HTTP status ${status}, which is said once, and over when it accepts`, async () => {
      let refusal: number | undefined = status;
      broker = await startWebSocketBroker(() => refusal);
      const flow = await deploy(plantNodes({ uri: `ws://127.0.0.1:${broker.port}/mqtt`, reconnectMax: 1 }));
      await flow.statuses("in").next(({ text }) => text === `WebSocket refused: HTTP ${status}`);
      await failed(flow, 3);
      assert.equal(warnings(flow).length, 1);
      assert.match(warnings(flow)[0] ?? "", new RegExp(`refused the WebSocket with HTTP status ${status}\\.$`));
      refusal = undefined;
      await connected(flow, "in", "out");
    });
  }

  for (const [title, answer] of [
    ["speaks MQTT", "\u0020\u0002\u0000\u0000"],
    ["closes", ""],
    ["speaks something else", "SSH-2.0-OpenSSH_9.2\r\n"],
  ] as const) {
    it(`${title} is told apart`, async () => {
      const flow = await deploy(plantNodes({ uri: await answering(answer), reconnectMax: 1 }));
      const { fill, shape } = await showing(flow, "in", "websocket-not-spoken");
      assert.deepEqual([fill, shape], ["red", "ring"]);
      assert.match(warnings(flow)[0] ?? "", /doesn't answer as a WebSocket server/);
    });
  }
});
