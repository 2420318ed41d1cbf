import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import type { ServerOptions } from "ws";
import { WebSocketRefusal } from "../../../../nodes/lib/connection/diagnosis/websocket-refusal";
import { listen } from "../../../support/free-port";
import { Leftovers } from "../../../support/leftovers";
import { useProxyEnvironment } from "../../../support/proxy-environment";
import { DialledTransport, startEcho, type DialOptions, type EchoServer, type Greeting } from "./transport-bench";

describe("a WebSocket", () => {
  useProxyEnvironment();
  let server: EchoServer;
  let leftovers: Leftovers;
  beforeEach(() => {
    leftovers = new Leftovers();
  });
  afterEach(() => server.stop());

  async function dial(
    tail = "",
    options: DialOptions = {},
    serving: ServerOptions = {},
    greet?: Greeting,
  ): Promise<DialledTransport> {
    server = await startEcho("ws", {}, serving, greet);
    return new DialledTransport(`ws://127.0.0.1:${server.port}${tail}`, options);
  }

  for (const [written, asked] of [
    ["", "/"],
    ["/", "/"],
    ["/mqtt", "/mqtt"],
    ["/mqtt/", "/mqtt/"],
    ["/Site//a%2Fb", "/Site//a%2Fb"],
    ["/mqtt?token=a%3Db&site=1+2", "/mqtt?token=a%3Db&site=1+2"],
    ["?site=a", "/?site=a"],
  ] as const) {
    it(`asks for the path and query as written: "${written}"`, async () => {
      const transport = await dial(written);
      assert.equal(await transport.echo("x"), "x");
      assert.equal((await server.handshakes.next()).url, asked);
      transport.stream.destroy();
    });
  }

  it("carries headers of one's own, names its subprotocol and offers no compression", async () => {
    const headers = { Authorization: "Bearer t0ken", "X-Site": "a", Origin: "https://plant.example" };
    const transport = await dial("", { websocket: { headers, subprotocol: "mqttv3.1" } });
    assert.equal(await transport.echo("x"), "x");
    const seen = (await server.handshakes.next()).headers;
    assert.deepEqual(
      [seen["authorization"], seen["x-site"], seen["origin"]],
      ["Bearer t0ken", "a", "https://plant.example"],
    );
    assert.equal(seen["sec-websocket-protocol"], "mqttv3.1");
    assert.equal(seen["sec-websocket-extensions"], undefined);
    transport.stream.destroy();
  });

  it("fails by name when the server speaks no subprotocol, and leaves no socket", async () => {
    const transport = await dial("", {}, { handleProtocols: () => false });
    const { code, values } = await transport.failure();
    assert.deepEqual([code, values], ["websocket-subprotocol", { subprotocol: "mqtt" }]);
    assert.deepEqual(await leftovers.remaining(), []);
  });

  it("fails by name when the server speaks another subprotocol", async () => {
    const transport = await dial("", {}, { handleProtocols: () => "amqp" });
    assert.equal((await transport.failure()).code, "websocket-subprotocol");
  });

  for (const status of [200, 301, 401, 403, 404, 426, 503]) {
    it(`is refused with HTTP ${status}, and leaves no socket`, async () => {
      const verifyClient: ServerOptions["verifyClient"] = (_info, done) =>
        done(false, status, "", { Location: `ws://127.0.0.1:${server.port}/there` });
      const transport = await dial("/here", {}, { verifyClient });
      const error = await transport.failure();
      assert.ok(error instanceof WebSocketRefusal);
      assert.equal(error.status, status);
      assert.deepEqual(server.handshakes.all, []);
      assert.deepEqual(await leftovers.remaining(), []);
    });
  }

  it("is closed when it is refused, though the server leaves the connection open", async () => {
    server = await startEcho("ws");
    const refusing = createServer((socket) => {
      socket.once("data", () => socket.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"));
    });
    const transport = new DialledTransport(`ws://127.0.0.1:${await listen(refusing)}`);
    assert.equal((await transport.failure()).status, 403);
    assert.deepEqual(await leftovers.remaining(), []);
    await once(refusing.close(), "close");
  });

  it("takes messages as large as MQTT allows, beyond the limit that ws has by itself", async () => {
    const size = 100 * 1024 * 1024 + 1;
    const transport = await dial("", {}, {}, (socket) => socket.send(Buffer.alloc(size)));
    let received = 0;
    for await (const chunk of transport.stream) {
      received += (chunk as Buffer).length;
      if (received === size) break;
    }
    assert.equal(received, size);
  });

  it("is closed on a server that sends text", async () => {
    const transport = await dial("", {}, { handleProtocols: () => "mqtt" }, (socket) => socket.send("text"));
    assert.equal((await transport.failure()).message, "a WebSocket frame with text");
    assert.equal(transport.stream.readableLength, 0);
    assert.deepEqual(await leftovers.remaining(), []);
  });

  it("that is given up during the handshake leaves no socket", async () => {
    const transport = await dial("", {}, { verifyClient: () => undefined as unknown as boolean });
    transport.stream.write("CONNECT");
    transport.stream.destroy();
    assert.deepEqual(await leftovers.remaining(), []);
  });
});
