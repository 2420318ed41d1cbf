import assert from "node:assert/strict";
import { deploy, useRuntime } from "../support/flow";
import { connected } from "../support/phrase";
import { startWebSocketBroker, type WebSocketBroker } from "../support/websocket-broker";
import { plantNodes } from "./plant-nodes";

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
