import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import tls, { type ConnectionOptions, type TlsOptions } from "node:tls";
import { diagnoseHandshake } from "../../../../nodes/lib/connection/diagnosis/diagnosis";
import { tlsProblem } from "../../../../nodes/lib/connection/diagnosis/tls-problem";
import type { ErrorCode, MqttNodeError } from "../../../../nodes/lib/errors";
import { certificates, opensslMissing, type Certificates } from "../../../support/certificates";
import { needs } from "../../../support/needs";
import { attempt, attemptPlain, identity } from "./tls-peer";

const ADDRESS = "mqtts://localhost:8883";

/** A suite of TLS 1.2, and one that a server of it doesn't have. */
const ONE_CIPHER = "ECDHE-ECDSA-AES128-GCM-SHA256";
const OTHER_CIPHER = "ECDHE-ECDSA-AES256-GCM-SHA384";

describe("what is wrong with TLS", () => {
  needs(opensslMissing());
  let files: Certificates;
  let trusting: ConnectionOptions;
  before(async () => {
    files = await certificates();
    trusting = { ca: readFileSync(files.ca) };
  });

  /** What a client that trusts the authority says after an attempt. */
  async function cause(server: TlsOptions, client: ConnectionOptions = {}): Promise<MqttNodeError> {
    const outcome = await attempt({ ...identity(files.server), ...server }, { ...trusting, ...client });
    return outcome === "secure" ? assert.fail("it connected") : diagnoseHandshake(outcome, ADDRESS);
  }

  it("is nothing where the server is verified", async () => {
    assert.equal(await attempt(identity(files.server), trusting), "secure");
  });

  it("is a certificate of an authority that isn't known, which is named", async () => {
    const { code, values } = await cause({}, { ca: [] });
    assert.deepEqual([code, values], ["certificate-untrusted", { address: ADDRESS, issuer: "Test CA" }]);
  });

  it("is a certificate that the server has signed itself", async () => {
    const { code, values } = await cause(identity(files.selfSigned));
    assert.deepEqual([code, values], ["certificate-untrusted", { address: ADDRESS, issuer: "localhost" }]);
  });

  it("is an expired certificate, with the day", async () => {
    const { code, values } = await cause(identity(files.expired));
    assert.deepEqual([code, values], ["certificate-expired", { address: ADDRESS, date: dayFromNow(-1) }]);
  });

  it("is a certificate that isn't valid yet, with the day", async () => {
    const { code, values } = await cause(identity(files.notYetValid));
    assert.deepEqual([code, values], ["certificate-not-yet-valid", { address: ADDRESS, date: dayFromNow(1) }]);
  });

  it("is a certificate for another host, with the names", async () => {
    const { code, values } = await cause(identity(files.otherHost));
    const names = "broker.example, *.plant.example";
    assert.deepEqual([code, values], ["certificate-wrong-host", { address: ADDRESS, names }]);
  });

  for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
    it(`is a client certificate that the server asks for, in ${version}`, async () => {
      const asking = { requestCert: true, maxVersion: version, ca: readFileSync(files.ca) };
      assert.equal((await cause(asking)).code, "client-certificate-required");
    });
  }

  it("is a version that the other side doesn't speak, whichever is the older", async () => {
    assert.equal((await cause({ maxVersion: "TLSv1.2" }, { minVersion: "TLSv1.3" })).code, "tls-mismatch");
    assert.equal((await cause({ minVersion: "TLSv1.3" }, { maxVersion: "TLSv1.2" })).code, "tls-mismatch");
  });

  it("is a cipher that the other side doesn't have, for which TLS 1.2 has the alert of a missing client certificate", async () => {
    const { code } = await cause({ maxVersion: "TLSv1.2", ciphers: ONE_CIPHER }, { ciphers: OTHER_CIPHER });
    assert.equal(code, "tls-mismatch");
  });

  it("is put in OpenSSL's words where we have none", async () => {
    const { code, values } = await cause({ ALPNProtocols: ["mqtt"] }, { ALPNProtocols: ["other"] });
    assert.deepEqual([code, values], ["tls-failed", { address: ADDRESS, detail: "no application protocol" }]);
  });

  it("is a peer that speaks something else, or closes, or resets", async () => {
    const outcomes = [
      await attemptPlain((socket) => socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"))),
      await attemptPlain((socket) => socket.once("data", () => socket.end(Buffer.from([0x20, 2, 0, 0])))),
      await attemptPlain((socket) => socket.once("data", () => socket.resetAndDestroy())),
      await attemptPlain((socket) => socket.end()),
    ];
    for (const outcome of outcomes) assert.equal(diagnoseHandshake(outcome, ADDRESS).code, "tls-not-spoken");
  });
});

describe("what is wrong with one's own certificates", () => {
  needs(opensslMissing());
  let files: Certificates;
  before(async () => {
    files = await certificates();
  });

  /** What is thrown before anything is dialled. */
  function cause(options: tls.SecureContextOptions): ErrorCode | undefined {
    try {
      tls.createSecureContext(options);
    } catch (error) {
      return tlsProblem(error as Error, ADDRESS)?.code;
    }
    return assert.fail("they can be used");
  }

  it("is the passphrase of the key", () => {
    const encrypted = identity({ certificate: files.client.certificate, key: files.client.encryptedKey });
    assert.equal(cause(encrypted), "passphrase-wrong");
    // Once in 256 a wrong passphrase makes something that only looks decrypted.
    const causes = ["wrong", "wronger", "wrongest"].map((passphrase) => cause({ ...encrypted, passphrase }));
    assert.ok(causes.includes("passphrase-wrong"), causes.join());
  });

  it("is the passphrase of a PKCS #12 file", () => {
    const pfx = readFileSync(files.client.pfx);
    assert.equal(cause({ pfx }), "passphrase-wrong");
    assert.equal(cause({ pfx, passphrase: "wrong" }), "passphrase-wrong");
  });

  it("is a key that belongs to another certificate", () => {
    assert.equal(
      cause(identity({ certificate: files.client.certificate, key: files.server.key })),
      "certificate-unusable",
    );
  });

  it("is a file that holds something else", () => {
    assert.equal(cause({ cert: "no certificate", key: "no key" }), "certificate-unusable");
    assert.equal(cause({ pfx: Buffer.from("no certificate") }), "certificate-unusable");
  });
});

describe("an alert of a server", () => {
  const ALERTS: Readonly<Record<number, ErrorCode>> = {
    40: "client-certificate-required",
    42: "client-certificate-refused",
    43: "client-certificate-refused",
    44: "client-certificate-refused",
    45: "client-certificate-refused",
    46: "client-certificate-refused",
    48: "client-certificate-refused",
    49: "client-certificate-refused",
    70: "tls-mismatch",
    71: "tls-mismatch",
    80: "tls-failed",
    112: "tls-failed",
    116: "client-certificate-required",
    120: "tls-failed",
  };

  for (const [alert, code] of Object.entries(ALERTS)) {
    it(`is ${code} with number ${alert} [RFC 8446, 6.2], whatever Node.js makes of it`, () => {
      const packed = (0x0a000000 + 1_000 + Number(alert)).toString(16).toUpperCase().padStart(8, "0");
      const openssl = `801C:error:${packed}:SSL routines:ssl3_read_bytes:tlsv1 alert some reason:rec_layer_s3.c:1601:`;
      for (const message of [openssl, `write EPROTO ${openssl}`]) {
        const problem = tlsProblem(Object.assign(new Error(message), { code: "EPROTO" }), ADDRESS);
        assert.deepEqual([problem?.code, problem?.values], [code, { address: ADDRESS, detail: "some reason" }]);
      }
    });
  }
});

/** A date as people write it in a log. */
function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 24 * 60 * 60 * 1_000).toISOString().slice(0, 10);
}
