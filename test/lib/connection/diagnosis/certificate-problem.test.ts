import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import type { PeerCertificate, TLSSocket } from "node:tls";
import { certificateProblem } from "../../../../nodes/lib/connection/diagnosis/certificate-problem";
import { gatherEvidence } from "../../../../nodes/lib/connection/diagnosis/tls-evidence";
import type { ErrorCode } from "../../../../nodes/lib/errors";

const ADDRESS = "wss://h:443";

/** What we say of an error with this code, of a socket whose server has shown these certificates. */
function problem(code: string, certificate: object = {}): { code: ErrorCode; values: object } | undefined {
  const socket = Object.assign(new EventEmitter(), { getPeerCertificate: () => certificate as PeerCertificate });
  gatherEvidence(socket as unknown as TLSSocket);
  const error = Object.assign(new Error("from below"), { code });
  socket.on("error", () => undefined);
  socket.emit("secure");
  socket.emit("error", error);
  return certificateProblem(error, ADDRESS);
}

describe("a problem with a certificate", () => {
  it("has as its day the one of the certificate in the chain that has it", () => {
    const root = {
      subject: { CN: "root" },
      valid_from: "Jan  1 00:00:00 2030 GMT",
      valid_to: "Mar  1 00:00:00 2021 GMT",
    };
    const chain = {
      subject: { CN: "h" },
      valid_from: "Jan  1 00:00:00 2020 GMT",
      valid_to: "Jan  1 00:00:00 2035 GMT",
      issuerCertificate: Object.assign(root, { issuerCertificate: root }),
    };
    assert.deepEqual(problem("CERT_HAS_EXPIRED", chain)?.values, { address: ADDRESS, date: "2021-03-01" });
    assert.deepEqual(problem("CERT_NOT_YET_VALID", chain)?.values, { address: ADDRESS, date: "2030-01-01" });
  });

  it("names the first five hosts of a certificate that has many", () => {
    const hosts = Array.from({ length: 9 }, (_, index) => `DNS:h${index}.example`);
    const certificate = { subject: { CN: "h" }, subjectaltname: ["IP Address:10.0.0.1", ...hosts].join(", ") };
    const names = "10.0.0.1, h0.example, h1.example, h2.example, h3.example, ...";
    assert.deepEqual(problem("ERR_TLS_CERT_ALTNAME_INVALID", certificate)?.values, { address: ADDRESS, names });
    const five = { subject: { CN: "h" }, subjectaltname: hosts.slice(0, 5).join(", ") };
    assert.deepEqual(problem("ERR_TLS_CERT_ALTNAME_INVALID", five)?.values, {
      address: ADDRESS,
      names: "h0.example, h1.example, h2.example, h3.example, h4.example",
    });
  });

  it("names the subject of a certificate that has no host names", () => {
    const { values } = problem("HOSTNAME_MISMATCH", { subject: { CN: "old" } }) ?? {};
    assert.deepEqual(values, { address: ADDRESS, names: "old" });
  });

  it("names an issuer by its organisation if it has no name, and several names in a row", () => {
    const issuers = [{ CN: "CA" }, { O: "Plant" }, { CN: ["CA", "Spare"] }].map((issuer) =>
      problem("CERT_UNTRUSTED", { issuer }),
    );
    const names = issuers.map((issuer) => (issuer?.values as { issuer: string }).issuer);
    assert.deepEqual(names, ["CA", "Plant", "CA, Spare"]);
  });

  it("is named even if nothing is known of the certificate", () => {
    const codes = ["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "ERR_TLS_CERT_ALTNAME_INVALID", "CERT_UNTRUSTED"];
    const problems = codes.map((code) => certificateProblem(Object.assign(new Error(), { code }), ADDRESS)?.code);
    assert.deepEqual(problems, [
      "certificate-expired",
      "certificate-not-yet-valid",
      "certificate-wrong-host",
      "certificate-untrusted",
    ]);
  });

  it("is none with other errors", () => {
    assert.equal(problem("ECONNREFUSED"), undefined);
  });
});
