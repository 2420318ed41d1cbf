import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { certificates, opensslMissing, type Certificates } from "../support/certificates";
import { deploy, useRuntime, type DeployedFlow, type FlowCredentials } from "../support/flow";
import { mosquittoMissing, startMosquitto, type Mosquitto } from "../support/mosquitto";
import { newestNodeRed, nodeRedManifest } from "../support/node-red-modules";
import { needs } from "../support/needs";
import { connected, showing } from "../support/phrase";
import { startTlsBroker, type TlsBroker } from "../support/tls-broker";
import { plantNodes } from "./plant-nodes";
import { tlsNode } from "./tls-node";

const SCHEMES = ["mqtts", "wss"] as const;
const nodeRedMajor = Number.parseInt(nodeRedManifest(newestNodeRed()).version, 10);

for (const scheme of SCHEMES) {
  describe(`mosquitto by ${scheme}`, () => {
    needs(mosquittoMissing());
    needs(opensslMissing());
    useRuntime();
    let files: Certificates;
    let broker: Mosquitto;
    before(async () => {
      files = await certificates();
      broker = await startMosquitto({ tls: { server: files.server }, webSocket: scheme === "wss" });
    });
    after(() => broker.stop());

    it("is verified by the authority of a tls-config node", async () => {
      const flow = await deploy([tlsNode({ ca: files.ca }), ...plantNodes({ uri: broker.uri, tls: "tls" })]);
      await connected(flow, "in", "out");
      flow.send("out", { topic: "plant/a", payload: "x", qos: 1 });
      assert.equal((await flow.received("sink").next()).payload, "x");
    });

    it("is verified without a tls-config node, too", async () => {
      const flow = await deploy(plantNodes({ uri: broker.uri }));
      await showing(flow, "in", "certificate-untrusted");
    });

    it("is verified though the environment tells Node.js to verify nothing", async () => {
      const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
      process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
      try {
        const flow = await deploy(plantNodes({ uri: broker.uri }));
        await showing(flow, "in", "certificate-untrusted");
      } finally {
        if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
        else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
      }
    });

    it("needs files that can be read", async () => {
      const flow = await deploy([tlsNode({ ca: "/nowhere" }), ...plantNodes({ uri: broker.uri, tls: "tls" })]);
      await showing(flow, "in", "tls-config-missing");
    });

    it("is connected to unverified if the broker's node asks for that, and the status says so", async () => {
      const flow = await deploy(plantNodes({ uri: broker.uri, verifyServer: "false" }));
      await connectedUnverified(flow);
    });

    it("is connected to unverified if the tls-config node asks for that, and the status says so", async () => {
      const nodes = [tlsNode({ verifyservercert: false }), ...plantNodes({ uri: broker.uri, tls: "tls" })];
      await connectedUnverified(await deploy(nodes));
    });
  });

  describe(`mosquitto that wants client certificates by ${scheme}`, () => {
    needs(mosquittoMissing());
    needs(opensslMissing());
    useRuntime();
    let files: Certificates;
    let broker: Mosquitto;
    before(async () => {
      files = await certificates();
      broker = await startMosquitto({
        tls: { server: files.server, clientAuthority: files.ca },
        webSocket: scheme === "wss",
        lines: ["use_identity_as_username true"],
      });
    });
    after(() => broker.stop());

    /** The broker takes the user's name from the certificate. */
    async function knownAsFlow1(settings: object, credentials: FlowCredentials = {}): Promise<void> {
      const flow = await deploy([tlsNode(settings), ...plantNodes({ uri: broker.uri, tls: "tls" })], credentials);
      await connected(flow, "in", "out");
      await broker.log.next((line) => / New client connected .*u'flow-1'/.test(line));
    }

    it("gets the certificate and the key of two files", async () => {
      const { certificate, key } = files.client;
      await knownAsFlow1({ ca: files.ca, cert: certificate, key });
    });

    it("gets them with a key that is encrypted", async () => {
      const { certificate, encryptedKey, passphrase } = files.client;
      await knownAsFlow1({ ca: files.ca, cert: certificate, key: encryptedKey }, { tls: { passphrase } });
    });

    it("gets them from the flow's credentials", async () => {
      const { certificate, encryptedKey, passphrase } = files.client;
      const [certdata, keydata, cadata] = [certificate, encryptedKey, files.ca].map((file) =>
        readFileSync(file, "utf8"),
      );
      assert.ok(certdata && keydata && cadata);
      await knownAsFlow1({}, { tls: { certdata, keydata, cadata, passphrase } });
    });

    // The tls-config node of Node-RED 4 knows neither.
    if (nodeRedMajor >= 5) {
      it("gets them from environment variables", async () => {
        const { certificate, key } = files.client;
        const variables = { TEST_CERT: certificate, TEST_KEY: key, TEST_CA: files.ca };
        for (const [name, file] of Object.entries(variables)) process.env[name] = readFileSync(file, "utf8");
        await knownAsFlow1({ certType: "env", certEnv: "TEST_CERT", keyEnv: "TEST_KEY", caEnv: "TEST_CA" });
        for (const name of Object.keys(variables)) Reflect.deleteProperty(process.env, name);
      });

      it("gets them from a PKCS #12 file that holds the authority, too", async () => {
        const { pfx, passphrase } = files.client;
        await knownAsFlow1({ certType: "pfx", p12: pfx }, { tls: { passphrase } });
      });
    }
  });

  describe(`the TLS handshake with a broker by ${scheme}`, () => {
    needs(opensslMissing());
    useRuntime();
    let files: Certificates;
    let broker: TlsBroker;
    before(async () => {
      files = await certificates();
      const { certificate, key } = files.server;
      const options = { cert: readFileSync(certificate), key: readFileSync(key), ALPNProtocols: ["mqtt", "http/1.1"] };
      broker = await startTlsBroker(scheme, options);
    });
    after(() => broker.stop());

    /** What the server heard of the name and the protocol. */
    async function agreed(host: string, settings: object): Promise<readonly unknown[]> {
      const uri = `${scheme}://${host}:${broker.port}`;
      const nodes = plantNodes({ uri, protocolVersion: "4", tls: "tls" });
      const flow = await deploy([tlsNode({ ca: files.ca, ...settings }), ...nodes]);
      await connected(flow, "out");
      const { servername, alpnProtocol } = await broker.secured.next();
      return [servername, alpnProtocol];
    }

    it("names the host [RFC 6066, 3]", async () => {
      assert.equal((await agreed("localhost", {}))[0], "localhost");
    });

    it("names no host that is an address, which is verified all the same", async () => {
      assert.equal((await agreed("127.0.0.1", {}))[0], false);
    });

    it("names the server of the tls-config node, which is what is verified then", async () => {
      assert.equal((await agreed("127.0.0.1", { servername: "localhost" }))[0], "localhost");
    });

    it("agrees on the protocol of the tls-config node [RFC 7301]", async () => {
      assert.equal((await agreed("localhost", { alpnprotocol: "mqtt" }))[1], "mqtt");
    });
  });
}

async function connectedUnverified(flow: DeployedFlow): Promise<void> {
  const { fill, shape } = await showing(flow, "in", "not-verified");
  assert.deepEqual([fill, shape], ["yellow", "dot"]);
  await flow.logged.next(({ msg }) => String(msg).includes("is not verified"));
}
