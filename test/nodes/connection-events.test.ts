import assert from "node:assert/strict";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { deploy, useRuntime, type DeployedFlow, type FlowMessage } from "../support/flow";
import { freePort } from "../support/free-port";

/** What a Status node sends on. */
interface StatusMessage extends FlowMessage {
  readonly status: { readonly text: string; readonly connection: { readonly state: string } };
}

describe("a connection as a Status node sees it", () => {
  useRuntime();
  let broker: AedesBroker | undefined;

  afterEach(() => broker?.stop());

  function start(uri: string): Promise<DeployedFlow> {
    return deploy([
      { id: "broker", type: "broker-config", uri, clientId: "plant", reconnectMax: 1 },
      { id: "out", type: "mqtt-out", broker: "broker" },
      { id: "status", type: "status", scope: ["out"], z: "test-tab", x: 0, y: 0, wires: [["sink"]] },
      { id: "sink", type: "helper" },
    ]);
  }

  async function next(flow: DeployedFlow, state: string): Promise<object> {
    const events = flow.received("sink");
    const message = (await events.next((msg) => eventOf(msg).state === state)) as StatusMessage;
    return message.status.connection;
  }

  it("is told of as plain data, with what the broker said", async () => {
    broker = await startAedes();
    const { uri } = broker;
    const flow = await start(uri);
    assert.deepEqual(await next(flow, "connecting"), { state: "connecting", address: uri });
    assert.deepEqual(await next(flow, "connected"), {
      state: "connected",
      address: uri,
      protocolVersion: 4,
      clientId: "plant",
      sessionPresent: false,
      leftOut: [],
      limits: {
        maximumQos: 2,
        retainAvailable: true,
        wildcards: true,
        sharedSubscriptions: true,
        subscriptionIdentifiers: false,
        topicAliasMaximum: 0,
        keepalive: 60,
        sessionExpiry: 0,
      },
    });
  });

  it("is told of at each failed attempt with number, wait, code and layer, while the status shown stays", async () => {
    const port = await freePort();
    const flow = await start(`mqtt://127.0.0.1:${port}`);
    for (const attempt of [1, 2, 3]) {
      const { delay, ...event } = (await next(flow, "waiting")) as { delay: number };
      assert.ok(delay >= 0 && delay <= 1_000, String(delay));
      const message = `mqtt://127.0.0.1:${port} refused the connection: nothing listens there.`;
      assert.deepEqual(event, {
        state: "waiting",
        attempt,
        error: { code: "connection-refused", layer: "network", message },
      });
    }
    broker = await startAedes({ port });
    await next(flow, "connected");
  });

  it("is told apart when the broker answers and refuses", async () => {
    broker = await startAedes();
    broker.aedes.authenticate = (_client, _username, _password, done) => {
      done(Object.assign(new Error("no"), { returnCode: 4 }), null);
    };
    const event = (await next(await start(broker.uri), "refused")) as { error: { code: string; layer: string } };
    assert.deepEqual([event.error.code, event.error.layer], ["bad-credentials", "mqtt"]);
  });

  it("is told of when it closes", async () => {
    broker = await startAedes();
    const flow = await start(broker.uri);
    await next(flow, "connected");
    flow.send("out", { action: "disconnect" });
    assert.deepEqual(await next(flow, "closed"), { state: "closed" });
  });
});

function eventOf(msg: FlowMessage): { state?: string } {
  return (msg as Partial<StatusMessage>).status?.connection ?? {};
}
