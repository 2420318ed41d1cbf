import assert from "node:assert/strict";
import { HINTED_CODES, trialRemedy } from "../../../../nodes/lib/editor/broker/trial-remedies";
import { catalogueOf } from "../../../package/catalogue";

const texts = Object.keys(catalogueOf("broker-config")["trial"] ?? {});

describe("the remedies of a failed trial", () => {
  it("have a hint for each code that says it has one, and none for any other", () => {
    const hints = texts.filter((name) => name.startsWith("hint-")).map((name) => name.replace("hint-", ""));
    assert.deepEqual(hints.sort(), [...HINTED_CODES].sort());
  });

  it("lead to where it can be mended", () => {
    assert.deepEqual(trialRemedy("certificate-untrusted"), { hasHint: true, place: "tls" });
    assert.deepEqual(trialRemedy("secret-elsewhere"), { hasHint: false, place: "password" });
    assert.deepEqual(trialRemedy("uri-bad-port"), { hasHint: false, place: "uri" });
  });

  it("lead nowhere if nothing in the dialog mends it", () => {
    assert.deepEqual(trialRemedy("certificate-expired"), { hasHint: true });
    assert.deepEqual(trialRemedy("requests-too-many"), { hasHint: false });
  });
});
