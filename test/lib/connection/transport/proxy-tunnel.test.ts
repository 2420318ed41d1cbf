import assert from "node:assert/strict";
import { once } from "node:events";
import { Socket } from "node:net";
import { mock } from "node:test";
import { PROTOCOLS, type Protocol } from "../../../../nodes/lib/uri/broker-uri";
import { opensslMissing } from "../../../support/certificates";
import { needs } from "../../../support/needs";
import { useProxyBench } from "./proxy-bench";
import { DialledTransport, identity, trust } from "./transport-bench";

const ALL = Object.keys(PROTOCOLS) as Protocol[];

describe("a tunnel through a proxy", () => {
  needs(opensslMissing());
  const { proxied, echo } = useProxyBench();
  afterEach(() => mock.restoreAll());

  for (const protocol of ALL) {
    it(`carries ${protocol}, in both directions, from the first byte on`, async () => {
      const server = await echo(protocol, await identity("otherHost"));
      const proxy = await proxied({ leadsTo: server.port });
      const transport = new DialledTransport(`${protocol}://broker.example:1234`, { tls: await trust() });
      const text = "abcdefghij".repeat(30_000);
      assert.equal(await transport.echo(text), text);
      assert.deepEqual(transport.reports.all, ["up"]);
      assert.equal((await proxy.requests.next()).target, "broker.example:1234");
      transport.stream.destroy();
      await proxy.deserted();
    });
  }

  it("asks for the broker by its name, which the proxy may know alone", async () => {
    const server = await echo("mqtt");
    const proxy = await proxied({ leadsTo: server.port });
    const transport = new DialledTransport("mqtt://broker.only-there.example:1883");
    assert.equal(await transport.echo("x"), "x");
    const { target, headers } = await proxy.requests.next();
    assert.deepEqual([target, headers.host], ["broker.only-there.example:1883", "broker.only-there.example:1883"]);
    assert.equal(headers["proxy-authorization"], undefined);
    transport.stream.destroy();
  });

  it("asks for an IPv6 address in brackets", async () => {
    const server = await echo("ws");
    const proxy = await proxied({ leadsTo: server.port });
    const transport = new DialledTransport("ws://[2001:db8::1]/mqtt");
    assert.equal(await transport.echo("x"), "x");
    assert.equal((await proxy.requests.next()).target, "[2001:db8::1]:80");
    assert.equal((await server.handshakes.next()).headers.host, "[2001:db8::1]");
    transport.stream.destroy();
  });

  it("loses nothing that the broker says in the same breath as the proxy", async () => {
    await proxied({ answer: (client) => client.write("HTTP/1.1 200 OK\r\n\r\nhello") });
    const { stream } = new DialledTransport("mqtt://broker.example");
    const [chunk] = (await once(stream, "data")) as [Buffer];
    assert.equal(String(chunk), "hello");
    stream.destroy();
  });

  it("ends when the broker ends, after all that it sent", async () => {
    await proxied({ answer: (client) => client.end("HTTP/1.1 200 OK\r\n\r\nbye") });
    const { stream } = new DialledTransport("mqtt://broker.example");
    let received = "";
    for await (const chunk of stream) received += String(chunk);
    assert.equal(received, "bye");
  });

  it("sends at once: the socket to the proxy has TCP_NODELAY", async () => {
    const proxy = await proxied({ leadsTo: (await echo("mqtt")).port });
    const { mock: setNoDelay } = mock.method(Socket.prototype, "setNoDelay");
    const transport = new DialledTransport("mqtt://broker.example");
    await transport.echo("x");
    const hurried = setNoDelay.calls.filter((call) => (call.this as Socket).remotePort === proxy.port);
    assert.deepEqual(
      hurried.map((call) => call.arguments),
      [[true]],
    );
    transport.stream.destroy();
  });

  describe("to a broker with TLS", () => {
    for (const protocol of ["mqtts", "wss"] as const) {
      it(`verifies the broker's certificate for the broker's name: ${protocol}`, async () => {
        const server = await echo(protocol, await identity("otherHost"));
        await proxied({ leadsTo: server.port });
        const transport = new DialledTransport(`${protocol}://broker.example`, { tls: await trust() });
        assert.equal(await transport.echo("x"), "x");
        assert.equal((await server.peers.next()).servername, "broker.example");
        transport.stream.destroy();
      });

      it(`refuses a certificate that is only right for the proxy's host: ${protocol}`, async () => {
        const server = await echo(protocol, await identity());
        await proxied({ leadsTo: server.port });
        const transport = new DialledTransport(`${protocol}://broker.example`, { tls: await trust() });
        assert.equal((await transport.failure()).code, "ERR_TLS_CERT_ALTNAME_INVALID");
      });

      it(`verifies an address too, which has no server name: ${protocol}`, async () => {
        const server = await echo(protocol, await identity());
        await proxied({ leadsTo: server.port });
        const transport = new DialledTransport(`${protocol}://192.0.2.1`, { tls: await trust() });
        assert.equal((await transport.failure()).code, "ERR_TLS_CERT_ALTNAME_INVALID");
      });

      it(`trusts no unknown authority: ${protocol}`, async () => {
        const server = await echo(protocol, await identity("otherHost"));
        await proxied({ leadsTo: server.port });
        const transport = new DialledTransport(`${protocol}://broker.example`);
        assert.equal((await transport.failure()).code, "UNABLE_TO_VERIFY_LEAF_SIGNATURE");
      });
    }
  });
});
