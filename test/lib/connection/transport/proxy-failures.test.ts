import assert from "node:assert/strict";
import dns from "node:dns";
import { mock } from "node:test";
import { PROTOCOLS, type Protocol } from "../../../../nodes/lib/uri/broker-uri";
import { certificates, opensslMissing } from "../../../support/certificates";
import { freePort } from "../../../support/free-port";
import { refusingWith } from "../../../support/http-proxy";
import { needs } from "../../../support/needs";
import { run } from "../../../support/program";
import { useProxyBench } from "./proxy-bench";
import { DialledTransport, identity, type DialOptions } from "./transport-bench";

const ALL = Object.keys(PROTOCOLS) as Protocol[];

/** Dials until it fails. */
async function failure(uri = "mqtt://broker.example", options: DialOptions = {}): Promise<object> {
  const { code, values } = await new DialledTransport(uri, options).failure();
  return { code, ...(values as object) };
}

describe("a tunnel through a proxy fails", () => {
  const { proxied, echo, environment } = useProxyBench();
  afterEach(() => mock.restoreAll());

  for (const status of [301, 403, 502, 503]) {
    it(`when the proxy answers with HTTP ${status}`, async () => {
      const { name: proxy } = await proxied({ answer: refusingWith(status) });
      assert.deepEqual(await failure(), { code: "proxy-refused", proxy, status });
    });
  }

  it("when the proxy refuses, and closes a connection that the proxy leaves open", async () => {
    const proxy = await proxied({ answer: (client) => client.write("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n") });
    assert.deepEqual(await failure(), { code: "proxy-refused", proxy: proxy.name, status: 403 });
    await proxy.deserted();
  });

  for (const protocol of ALL) {
    it(`when the proxy reaches no broker: ${protocol}`, async () => {
      const { name: proxy } = await proxied({ leadsTo: await freePort() });
      assert.deepEqual(await failure(`${protocol}://h`), { code: "proxy-refused", proxy, status: 502 });
    });
  }

  it("when no proxy listens", async () => {
    const port = await freePort();
    environment({ all_proxy: `http://joe:s3cret@127.0.0.1:${port}` });
    const detail = `connect ECONNREFUSED 127.0.0.1:${port}`;
    assert.deepEqual(await failure(), { code: "proxy-unreachable", proxy: `127.0.0.1:${port}`, detail });
  });

  it("when no proxy listens at any address of its name", async () => {
    const port = await freePort();
    const addresses = ["127.0.0.1", "127.0.0.2"].map((address) => ({ address, family: 4 }));
    mock.method(dns, "lookup", (_host: string, _options: object, done: (...found: unknown[]) => void) =>
      done(null, addresses),
    );
    environment({ all_proxy: `http://proxy.example:${port}` });
    const { code, detail } = (await failure()) as { code: string; detail: string };
    assert.equal(code, "proxy-unreachable");
    assert.match(detail, /ECONNREFUSED/);
  });

  it("when the proxy has no address", async () => {
    environment({ all_proxy: "http://proxy.invalid:3128" });
    const { detail, ...rest } = (await failure()) as { detail: string };
    assert.deepEqual(rest, { code: "proxy-unreachable", proxy: "proxy.invalid:3128" });
    assert.match(detail, /^getaddrinfo E\w+ proxy\.invalid$/);
  });

  it("when the proxy speaks no HTTP", async () => {
    const { name: proxy } = await proxied({ answer: (client) => client.write("SSH-2.0-OpenSSH_9.2\r\n") });
    const detail = "Parse Error: Expected HTTP/, RTSP/ or ICE/";
    assert.deepEqual(await failure(), { code: "proxy-failed", proxy, detail });
  });

  it("when the proxy's answer never ends", async () => {
    const { name: proxy } = await proxied({
      answer: (client) => client.write(`HTTP/1.1 200 OK\r\nx: ${"x".repeat(100_000)}`),
    });
    const detail = "Parse Error: Header overflow";
    assert.deepEqual(await failure(), { code: "proxy-failed", proxy, detail });
  });

  for (const [how, answer] of [
    ["in order", "end"],
    ["without a word", "destroy"],
    ["by a reset", "resetAndDestroy"],
  ] as const) {
    it(`when the proxy hangs up ${how} instead of an answer`, async () => {
      const { name } = await proxied({ answer: (client) => client[answer]() });
      const { code, proxy } = (await failure()) as { code: string; proxy: string };
      assert.deepEqual([code, proxy], ["proxy-failed", name]);
    });
  }

  it("when the proxy hangs up in the middle of its answer", async () => {
    const { name: proxy } = await proxied({ answer: (client) => client.end("HTTP/1.1 200 OK\r\nVia: ") });
    const { code, ...values } = (await failure()) as { code: string; proxy: string };
    assert.deepEqual([code, values.proxy], ["proxy-failed", proxy]);
  });

  for (const protocol of ["mqtts", "wss"] as const) {
    it(`as without a proxy when our certificate can't be used, and closes the tunnel: ${protocol}`, async () => {
      const proxy = await proxied({ leadsTo: (await echo("mqtt")).port });
      const transport = new DialledTransport(`${protocol}://broker.example`, { tls: { pfx: Buffer.from("none") } });
      assert.match((await transport.failure()).message, /not enough data|wrong tag/);
      await proxy.deserted();
    });
  }

  it("as a broker does when what is behind the tunnel speaks no TLS", async () => {
    const server = await echo("mqtt");
    await proxied({ leadsTo: server.port });
    const { code } = await new DialledTransport("mqtts://broker.example").failure();
    assert.match(String(code), /^ERR_SSL_/);
  });
});

describe("a proxy that wants a login", () => {
  const { proxied, echo } = useProxyBench();

  it("is given name and password of the variable, decoded", async () => {
    const server = await echo("mqtt");
    await proxied({ leadsTo: server.port, login: "jörg:p@ss:w/rd" }, "j%C3%B6rg:p%40ss%3Aw%2Frd@");
    const transport = new DialledTransport("mqtt://broker.example");
    assert.equal(await transport.echo("x"), "x");
    transport.stream.destroy();
  });

  it("refuses without one, by its status", async () => {
    const { name: proxy } = await proxied({ login: "joe:s3cret" });
    assert.deepEqual(await failure(), { code: "proxy-refused", proxy, status: 407 });
  });

  it("refuses a wrong one, by its status; the error has no password", async () => {
    const { name: proxy } = await proxied({ login: "joe:s3cret" }, "joe:wr0ng@");
    assert.deepEqual(await failure(), { code: "proxy-refused", proxy, status: 407 });
  });
});

describe("a proxy that itself speaks TLS", () => {
  needs(opensslMissing());
  const { proxied, echo, environment } = useProxyBench();

  it("needs its certificate to be trusted", async () => {
    const proxy = await proxied({ tls: (await certificates()).server });
    environment({ all_proxy: `https://localhost:${proxy.port}` });
    const { code, detail } = (await failure()) as { code: string; detail: string };
    assert.equal(code, "proxy-failed");
    assert.match(detail, /^unable to verify the first certificate/);
  });

  for (const protocol of ALL) {
    it(`is taken where the process trusts its authority, and is asked for by its own name: ${protocol}`, async () => {
      const server = await echo(protocol, await identity("otherHost"));
      const { ca, server: pair } = await certificates();
      const proxy = await proxied({ tls: pair, leadsTo: server.port });
      const program = `
        const { DialledTransport } = require("./transport-bench");
        new DialledTransport("${protocol}://broker.example").echo("there and back").then((text) => {
          console.log(text);
          process.exit();
        });`;
      const output = await run(process.execPath, ["--require", "tsx/cjs", "--eval", program], {
        cwd: __dirname,
        env: { ...process.env, all_proxy: `https://localhost:${proxy.port}`, NODE_EXTRA_CA_CERTS: ca },
      });
      assert.equal(output, "there and back");
      assert.equal((await proxy.requests.next()).serverName, "localhost");
    });
  }
});
