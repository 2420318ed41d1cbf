import assert from "node:assert/strict";
import { parseBrokerUri } from "../../../nodes/lib/uri/broker-uri";
import { refusal } from "../thrown";

describe("the host of a broker URI", () => {
  const hosts = {
    localhost: "localhost",
    "192.168.1.1": "192.168.1.1",
    "Broker_1.local": "broker_1.local",
    "a-b.example.": "a-b.example.",
    "bücher.example": "xn--bcher-kva.example",
    "例え.テスト": "xn--r8jz45g.xn--zckzah",
    "[::1]": "::1",
    "[2001:DB8::A]": "2001:db8::a",
    "[::ffff:192.168.1.1]": "::ffff:192.168.1.1",
  };
  it("may be an IPv6 address with a zone, but not for a WebSocket, whose URL has no place for it", () => {
    assert.equal(parseBrokerUri("mqtt://[fe80::1%25eth0]:1884").host, "fe80::1%eth0");
    assert.throws(() => parseBrokerUri("wss://[fe80::1%25eth0]/mqtt?token=s3cret"), { code: "uri-bad-host" });
  });

  for (const [written, host] of Object.entries(hosts)) {
    it(`may be ${written}, with and without a port, over TCP and over a WebSocket`, () => {
      const parsed = [`mqtt://${written}`, `ws://${written}:9001/mqtt`].map(parseBrokerUri);
      assert.deepEqual(
        parsed.map(({ host: name, port }) => [name, port]),
        [
          [host, 1883],
          [host, 9001],
        ],
      );
    });
  }

  const wrong = {
    "an IPv6 address without brackets": ["::1:1883", "::1", "2001:db8::1"],
    "brackets that don't close": ["[::1", "[::1:1883"],
    "no IPv6 address in brackets": ["[]", "[h]", "[1.2.3.4]", "[::1::2]", "[12345::]", "[::1%25]"],
    "something behind the brackets": ["[::1]1883", "[::1]h"],
    "four numbers that are no IPv4 address": ["1.2.3.256", "999.1.1.1"],
    "numbers that are no IPv4 address": ["1.2.3", "1.2.3.4.5", "12"],
    "characters that no name has": ["ho st", "h!", "a,b", "-h", "h-", "h%20x", "h\\x", "*", "a\u0000b", "."],
    "an international name that is none": ["xn--ü", "a\u00adb c"],
  };
  for (const [what, hosts] of Object.entries(wrong)) {
    it(`is not ${what}`, () => {
      for (const host of hosts) {
        assert.deepEqual(
          refusal(() => parseBrokerUri(`mqtt://${host}`)),
          { code: "uri-bad-host", values: { host } },
        );
      }
    });
  }
});

describe("the port of a broker URI", () => {
  for (const port of ["0", "00000", "65536", "99999", "100000", "abc", "-1", "1883abc", "+1", " 1", "1e3", "0x1"]) {
    it(`is a number from 1 to 65535, unlike "${port}"`, () => {
      for (const uri of [`mqtt://h:${port}`, `ws://[::1]:${port}/mqtt`]) {
        assert.deepEqual(
          refusal(() => parseBrokerUri(uri)),
          { code: "uri-bad-port", values: { port } },
        );
      }
    });
  }
});
