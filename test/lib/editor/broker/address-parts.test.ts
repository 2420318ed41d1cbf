import assert from "node:assert/strict";
import { cutAddress, hostInUri, joinAddress, loneHost } from "../../../../nodes/lib/editor/broker/address-parts";
import { assertLinear } from "../../assert-linear";

describe("The parts of an address in the editor", () => {
  for (const uri of [
    "mqtt://h",
    "MQTT://u:p:q@r@h:1883/a/b@c?x=1&y=2@z?",
    "ws://[::1]:80/mqtt?token=a/b",
    "wss://${U}:${P}@${HOST}:${PORT}${TAIL}/mqtt",
    "mqtt://:1883",
  ]) {
    it(`are the address again when they are put together: ${uri}`, () => {
      const parts = cutAddress(` ${uri} `);
      assert.ok(parts);
      assert.equal(joinAddress(parts), uri);
    });
  }

  for (const text of ["", "host", "mqtt:host", "${MQTT_URL}", "${SCHEME}://host", "mqtt://a,mqtt://b", "mqtt://h#x"]) {
    it(`are not there where there is not one URI: '${text}'`, () => {
      assert.equal(cutAddress(text), undefined);
    });
  }

  it("are looked for in time linear in the text", () => {
    assertLinear((size) => {
      const text = `mqtt://${"@".repeat(size)}#`;
      return () => cutAddress(text);
    });
  });

  it("are cut where the parser cuts", () => {
    assert.deepEqual(cutAddress("wss://u@[fe80::1%25eth0]:8084/mqtt?a=1"), {
      scheme: "wss",
      userInfo: "u@",
      host: "[fe80::1%25eth0]",
      port: "8084",
      path: "/mqtt",
      query: "?a=1",
    });
  });

  for (const [alone, inUri] of [
    ["host", "host"],
    ["::1", "[::1]"],
    ["fe80::1%eth0", "[fe80::1%25eth0]"],
  ] as const) {
    it(`know how a host is written alone and in a URI: ${alone}`, () => {
      assert.equal(hostInUri(alone), inUri);
      assert.equal(hostInUri(inUri), inUri);
      assert.equal(loneHost(inUri), alone);
    });
  }
});
