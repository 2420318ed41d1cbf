import assert from "node:assert/strict";
import type { PeerCertificate } from "node:tls";
import { trialCertificate } from "../../../nodes/lib/trial/trial-certificate";

const SHOWN = {
  subject: { CN: "broker.lan", O: "Plant" },
  issuer: { CN: "Home CA" },
  valid_to: "Mar  1 23:59:59 2027 GMT",
  subjectaltname: "DNS:mqtt.lan, IP Address:192.0.2.1",
};

function certificate(change: object = {}, isVerified = true): ReturnType<typeof trialCertificate> {
  return trialCertificate({ ...SHOWN, ...change } as unknown as PeerCertificate, isVerified);
}

describe("a certificate, shown to people", () => {
  it("is its names, its last day, and whether that was verified", () => {
    const expected = { subject: "broker.lan", issuer: "Home CA", validTo: "2027-03-01", isVerified: true };
    assert.deepEqual(certificate(), expected);
    assert.deepEqual(certificate({}, false), { ...expected, isVerified: false });
  });

  for (const [subject, name] of [
    [{ O: "Plant" }, "Plant"],
    [{ CN: ["a", "b"] }, "a, b"],
    [{}, "mqtt.lan"],
    [undefined, "mqtt.lan"],
  ] as const) {
    it(`has a name for ${JSON.stringify(subject)}`, () => {
      assert.equal(certificate({ subject })?.subject, name);
    });
  }

  it("is named even where nothing in it can be read", () => {
    const empty = { subject: {}, issuer: {}, valid_to: "Bad time value", subjectaltname: undefined };
    assert.deepEqual(certificate(empty), { subject: "?", issuer: "?", validTo: "?", isVerified: true });
  });

  it("is none where the server showed none", () => {
    assert.equal(trialCertificate(undefined, true), undefined);
    assert.equal(trialCertificate({} as PeerCertificate, true), undefined);
  });
});
