import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { layerOf, type Layer } from "../../../../nodes/lib/connection/diagnosis/layer";
import type { ErrorCode } from "../../../../nodes/lib/errors";

const CATALOGUE = path.join(__dirname, "../../../../nodes/broker-config/locales/en-US/broker-config.json");

/** Causes have a short form, for after a count of waiting messages. */
const { short } = JSON.parse(readFileSync(CATALOGUE, "utf8")) as { short: Record<ErrorCode, string> };

/** A layer's causes by how their codes begin; the others are the broker's answers. */
const NAMED: readonly (readonly [RegExp, Layer])[] = [
  [/^host-not-found$/, "name"],
  [/^(connection-|connect-timeout$|host-unreachable$)/, "network"],
  [/^proxy-/, "proxy"],
  [/^(certificate-|client-certificate-|tls-|passphrase-)/, "tls"],
  [/^websocket-/, "websocket"],
  [/./, "mqtt"],
];

describe("the layer of a cause", () => {
  for (const code of Object.keys(short) as ErrorCode[]) {
    const layer = NAMED.find(([pattern]) => pattern.test(code))?.[1];
    it(`is ${layer} for ${code}`, () => {
      assert.equal(layerOf(code), layer);
    });
  }

  it("is the network for what stopped us before it", () => {
    assert.equal(layerOf("unexpected"), "network");
  });
});
