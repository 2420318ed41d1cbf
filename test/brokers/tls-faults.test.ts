import assert from "node:assert/strict";
import tls from "node:tls";
import type { ErrorCode } from "../../nodes/lib/errors";
import { certificates, opensslMissing, type Certificates } from "../support/certificates";
import { deploy, useRuntime, type FlowNode } from "../support/flow";
import { mosquittoMissing, startMosquitto, type Mosquitto, type MosquittoOptions } from "../support/mosquitto";
import { needs } from "../support/needs";
import { connected, showing } from "../support/phrase";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy";
import { plantNodes } from "./plant-nodes";
import { tlsNode } from "./tls-node";
import { failed, warnings } from "./warnings";

/** What is wrong at first, on either side; then it is mended. */
interface Fault {
  readonly title: string;
  readonly code: ErrorCode;
  /** What the log says after the address. */
  readonly says: RegExp;
  readonly broker?: (files: Certificates) => MosquittoOptions;
  /** Settings of the tls-config node. */
  readonly client?: (files: Certificates) => object;
}

const FAULTS: readonly Fault[] = [
  {
    title: "the client doesn't know the authority",
    code: "certificate-untrusted",
    says: / is issued by Test CA, which is no authority that this machine knows/,
    client: () => ({}),
  },
  {
    title: "the certificate is signed by itself",
    code: "certificate-untrusted",
    says: / is issued by localhost, /,
    broker: ({ selfSigned }) => ({ tls: { server: selfSigned } }),
  },
  {
    title: "the certificate has expired",
    code: "certificate-expired",
    says: / expired on \d{4}-\d\d-\d\d\.$/,
    broker: ({ expired }) => ({ tls: { server: expired } }),
  },
  {
    title: "the certificate isn't valid yet",
    code: "certificate-not-yet-valid",
    says: / is valid from \d{4}-\d\d-\d\d on/,
    broker: ({ notYetValid }) => ({ tls: { server: notYetValid } }),
  },
  {
    title: "the certificate is for another host",
    code: "certificate-wrong-host",
    says: / was made for broker\.example, \*\.plant\.example\.$/,
    broker: ({ otherHost }) => ({ tls: { server: otherHost } }),
  },
  {
    title: "the broker wants a client certificate",
    code: "client-certificate-required",
    says: / wants a client certificate/,
    broker: ({ server, ca }) => ({ tls: { server, clientAuthority: ca } }),
  },
  {
    title: "the broker doesn't know who has signed the client certificate",
    code: "client-certificate-refused",
    says: / doesn't accept the client certificate: unknown ca\.$/,
    broker: ({ server, ca }) => ({ tls: { server, clientAuthority: ca } }),
    client: ({ ca, selfSigned: { certificate, key } }) => ({ ca, cert: certificate, key }),
  },
  {
    title: "the client certificate has expired",
    code: "client-certificate-refused",
    says: / doesn't accept the client certificate: certificate expired\.$/,
    broker: ({ server, ca }) => ({ tls: { server, clientAuthority: ca } }),
    client: ({ ca, expired: { certificate, key } }) => ({ ca, cert: certificate, key }),
  },
  {
    title: "the broker speaks no TLS",
    code: "tls-not-spoken",
    says: / doesn't answer in TLS\. Is this the port for encrypted connections\?$/,
    broker: () => ({}),
  },
  {
    title: "the key belongs to another certificate",
    code: "certificate-unusable",
    says: /: key values mismatch\.$/,
    client: ({ ca, client, server }) => ({ ca, cert: client.certificate, key: server.key }),
  },
  {
    title: "the passphrase of the key is missing",
    code: "passphrase-wrong",
    says: /: its passphrase is wrong or missing\.$/,
    client: ({ ca, client }) => ({ ca, cert: client.certificate, key: client.encryptedKey }),
  },
];

for (const scheme of ["mqtts", "wss"] as const) {
  describe(`a fault of TLS with ${scheme}`, () => {
    needs(mosquittoMissing());
    needs(opensslMissing());
    useRuntime();
    const webSocket = scheme === "wss";
    let files: Certificates;
    let broker: Mosquitto;
    let proxy: TcpProxy;
    before(async () => {
      files = await certificates();
      broker = await startMosquitto({ tls: { server: files.server }, webSocket });
    });
    after(() => broker.stop());
    beforeEach(async () => {
      proxy = await startTcpProxy(broker.port);
    });
    afterEach(() => proxy.stop());

    /** The whole flow with the given tls-config node. */
    function flowNodes(settings: object): FlowNode[] {
      const uri = `${scheme}://localhost:${proxy.port}${webSocket ? "/mqtt" : ""}`;
      return [tlsNode(settings), ...plantNodes({ uri, tls: "tls", reconnectMax: 1, queue: "off" })];
    }

    for (const { title, code, says, broker: faulty, client } of FAULTS) {
      it(`is ${code} when ${title}; mended, it is over`, async () => {
        if (faulty !== undefined) await broker.restart({ ...faulty(files), webSocket });
        const flow = await deploy(flowNodes(client?.(files) ?? { ca: files.ca }));
        for (const id of ["in", "out"]) {
          const { fill, shape } = await showing(flow, id, code);
          assert.deepEqual([fill, shape], ["red", "ring"]);
        }
        await failed(flow, 3);
        assert.equal(warnings(flow).length, 1, warnings(flow).join("\n"));
        assert.match(warnings(flow)[0] ?? "", says);
        if (faulty !== undefined) await broker.restart({ tls: { server: files.server }, webSocket });
        if (client !== undefined) await flow.redeploy(flowNodes({ ca: files.ca }), "nodes");
        await connected(flow, "in", "out");
      });
    }

    it("ends a message that may not wait, which Catch gets", async () => {
      const flow = await deploy(flowNodes({}));
      await showing(flow, "out", "certificate-untrusted");
      flow.send("out", { topic: "plant/a", payload: "x" });
      assert.equal((await flow.caught.next()).error.code, "not-connected");
    });
  });
}

describe("versions of TLS", () => {
  needs(mosquittoMissing());
  needs(opensslMissing());
  useRuntime();
  const newest = tls.DEFAULT_MAX_VERSION;
  let files: Certificates;
  before(async () => {
    files = await certificates();
    tls.DEFAULT_MAX_VERSION = "TLSv1.2";
  });
  after(() => {
    tls.DEFAULT_MAX_VERSION = newest;
  });

  async function facing(options: MosquittoOptions, code: ErrorCode): Promise<void> {
    const broker = await startMosquitto(options);
    const flow = await deploy([tlsNode({ ca: files.ca }), ...plantNodes({ uri: broker.uri, tls: "tls" })]);
    await showing(flow, "in", code);
    await broker.stop();
  }

  it("may have none in common", () =>
    facing({ tls: { server: files.server }, lines: ["tls_version tlsv1.3"] }, "tls-mismatch"));

  it("may have no cipher in common", () =>
    facing({ tls: { server: files.server }, lines: ["ciphers PSK-AES128-CBC-SHA256"] }, "tls-mismatch"));

  it("differ in how they ask for a client certificate", () =>
    facing({ tls: { server: files.server, clientAuthority: files.ca } }, "client-certificate-required"));
});
