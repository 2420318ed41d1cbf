import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { TlsOptions } from "node:tls";
import { evidenceOf } from "../../../../nodes/lib/connection/diagnosis/tls-evidence";
import { PROTOCOLS, type Protocol } from "../../../../nodes/lib/uri/broker-uri";
import { certificates, opensslMissing } from "../../../support/certificates";
import { Leftovers } from "../../../support/leftovers";
import { needs } from "../../../support/needs";
import { useProxyEnvironment } from "../../../support/proxy-environment";
import { startSilence } from "../../../support/silence";
import {
  DialledTransport,
  identity,
  startEcho,
  trust,
  type DialOptions,
  type EchoServer,
  type Peer,
} from "./transport-bench";

const ALL = Object.keys(PROTOCOLS) as Protocol[];

describe("a transport", () => {
  needs(opensslMissing());
  useProxyEnvironment();
  let server: EchoServer;
  let leftovers: Leftovers;
  beforeEach(() => {
    leftovers = new Leftovers();
  });
  afterEach(() => server.stop());

  for (const protocol of ALL) {
    it(`carries ${protocol}, in both directions, from the first byte on`, async () => {
      server = await startEcho(protocol, await identity());
      const transport = new DialledTransport(`${protocol}://localhost:${server.port}`, { tls: await trust() });
      const text = "abcdefghij".repeat(30_000);
      assert.equal(await transport.echo(text), text);
      assert.deepEqual(transport.reports.all, ["up"]);
      assert.ok(leftovers.count > 0);
      transport.stream.destroy();
      assert.deepEqual(await leftovers.remaining(), []);
    });

    it(`that is destroyed at once leaves no socket: ${protocol}`, async () => {
      server = await startEcho(protocol, await identity());
      new DialledTransport(`${protocol}://localhost:${server.port}`).stream.destroy();
      assert.deepEqual(await leftovers.remaining(), []);
    });
  }

  for (const protocol of ["mqtts", "ws", "wss"] as const) {
    it(`that is destroyed in the middle of its handshake leaves no socket: ${protocol}`, async () => {
      const silence = await startSilence();
      const transport = new DialledTransport(`${protocol}://127.0.0.1:${silence.port}`);
      transport.stream.write("CONNECT");
      await silence.heard.next();
      assert.ok(leftovers.count > 0);
      transport.stream.destroy();
      assert.deepEqual(await leftovers.remaining(), []);
      await silence.stop();
    });
  }
});

for (const protocol of ["mqtts", "wss"] as const) {
  describe(`the TLS of ${protocol}`, () => {
    needs(opensslMissing());
    useProxyEnvironment();
    let server: EchoServer;
    afterEach(() => server.stop());

    async function dial(options: DialOptions["tls"], serverOptions: TlsOptions = {}): Promise<DialledTransport> {
      server = await startEcho(protocol, { ...(await identity()), ...serverOptions });
      return new DialledTransport(`${protocol}://localhost:${server.port}`, {
        tls: { ...(await trust()), ...options },
      });
    }

    async function accepted(transport: DialledTransport): Promise<Peer> {
      assert.equal(await transport.echo("x"), "x");
      transport.stream.destroy();
      return server.peers.next();
    }

    it("names the host it dials", async () => {
      assert.equal((await accepted(await dial({}))).servername, "localhost");
    });

    it("names no server where it dials an address, which is verified [RFC 6066, 3]", async () => {
      server = await startEcho(protocol, await identity());
      const transport = new DialledTransport(`${protocol}://127.0.0.1:${server.port}`, { tls: await trust() });
      assert.equal((await accepted(transport)).servername, false);
    });

    it("names another server where one is set, and verifies that", async () => {
      const transport = await dial({ servername: "a.plant.example" }, await identity("otherHost"));
      assert.equal((await accepted(transport)).servername, "a.plant.example");
    });

    it("refuses a certificate for another name, and keeps it for the diagnosis", async () => {
      const transport = await dial({}, await identity("otherHost"));
      const error = await transport.failure();
      assert.equal(error.code, "ERR_TLS_CERT_ALTNAME_INVALID");
      assert.equal(evidenceOf(error)?.certificate?.subject.CN, "broker.example");
    });

    it("offers the protocols of ALPN", async () => {
      const ALPNProtocols = ["x-amzn-mqtt-ca"];
      assert.equal((await accepted(await dial({ ALPNProtocols }, { ALPNProtocols }))).alpnProtocol, "x-amzn-mqtt-ca");
    });

    it("shows a client certificate of a PKCS #12 file", async () => {
      const { ca, client } = await certificates();
      const pfx = { pfx: readFileSync(client.pfx), passphrase: client.passphrase };
      const transport = await dial(pfx, { ca: readFileSync(ca), requestCert: true, rejectUnauthorized: true });
      const socket = await accepted(transport);
      assert.equal(socket.authorized, true);
    });

    it("keeps to the versions allowed", async () => {
      const transport = await dial({ minVersion: "TLSv1.3" }, { maxVersion: "TLSv1.2" });
      assert.match((await transport.failure()).message, /protocol version|unsupported protocol/);
    });

    it("leaves the verification of the name to who wants to do it", async () => {
      const seen: string[] = [];
      const checkServerIdentity = (host: string): undefined => void seen.push(host);
      await accepted(await dial({ checkServerIdentity }, await identity("otherHost")));
      assert.deepEqual(seen, ["localhost"]);
    });

    it("verifies nothing where that is set", async () => {
      await accepted(await dial({ ca: [], rejectUnauthorized: false }, await identity("otherHost")));
    });
  });
}
