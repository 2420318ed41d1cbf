import assert from "node:assert/strict";
import { parseBrokerUri } from "../../../nodes/lib/uri/broker-uri";
import { refusal, thrown } from "../thrown";

describe("the host of a broker URI", () => {
  const hosts = {
    localhost: "localhost",
    "192.168.1.1": "192.168.1.1",
    "Broker_1.local": "broker_1.local",
    "a-b.example.": "a-b.example.",
    "0.0.0.255": "0.0.0.255",
    "3com.local": "3com.local",
    "xn--bcher-kva.example": "xn--bcher-kva.example",
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
    "brackets that don't close": ["[::1", "[::1:1883"],
    "no IPv6 address in brackets": ["[]", "[h]", "[1.2.3.4]", "[::1::2]", "[12345::]", "[::1%25]"],
    "something behind the brackets": ["[::1]1883", "[::1]h"],
    "four numbers that are no IPv4 address": ["1.2.3.256", "999.1.1.1"],
    "numbers that are no IPv4 address": ["1.2.3", "1.2.3.4.5", "12"],
    "another spelling of an IPv4 address": ["010.0.0.1", "1.2.3.04", "0x7f.1", "0x7f000001", "h.1"],
    "characters that no name has": ["ho st", "h!", "a,b", "-h", "h-", "h%20x", "h\\x", "*", "a\u0000b", "."],
    "a name with an empty or a long part": ["a..b", ".a", "a..", `${"a".repeat(64)}.b`, "a.".repeat(127)],
    "an international name that is none": ["xn--ü", "a\u00adb c", "ü".repeat(300)],
    "an international name that is too long in punycode": [`${"ü.".repeat(80)}de`],
    "an international name with what the URL parser would cut off": ["ü\\x", "ü%41", "ü\tx"],
  };
  for (const [what, hosts] of Object.entries(wrong)) {
    it(`is not ${what}`, () => {
      for (const host of hosts) {
        assert.equal(refusal(() => parseBrokerUri(`mqtt://${host}`)).code, "uri-bad-host", host);
      }
    });
  }

  const columns = { "ho st": 10, "[::1]h": 13, "[::1": 12, "[fe80::1%25]": 16, "256.1.1.1": 8 };
  for (const [host, column] of Object.entries(columns)) {
    it(`points at what is wrong in ${host}`, () => {
      const error = thrown(() => parseBrokerUri(`mqtt://${host}`));
      assert.deepEqual([error.code, error.values, error.cause], ["uri-bad-host", { column }, { column }]);
    });
  }

  for (const host of ["::1:1883", "::1", "2001:db8::1"]) {
    it(`needs brackets as an IPv6 address, unlike ${host}`, () => {
      const error = thrown(() => parseBrokerUri(`mqtt://${host}`));
      assert.equal(error.code, "uri-ipv6-brackets");
      assert.deepEqual(error.cause, { column: 8, hint: "[::1]" });
    });
  }
});

describe("the port of a broker URI", () => {
  for (const port of ["0", "00000", "65536", "99999"]) {
    it(`is a number from 1 to 65535, unlike "${port}", which the error quotes`, () => {
      for (const uri of [`mqtt://h:${port}`, `ws://[::1]:${port}/mqtt`]) {
        const column = uri.lastIndexOf(":") + 2;
        const error = thrown(() => parseBrokerUri(uri));
        assert.deepEqual([error.code, error.values], ["uri-bad-port", { column, port }]);
        assert.deepEqual(error.cause, { column, hint: "1-65535" });
      }
    });
  }

  for (const port of ["100000", "abc", "-1", "1883abc", "+1", " 1", "1e3", "0x1", "hunter2"]) {
    it(`is a number, unlike "${port}", which may be a password that lacks its host and isn't quoted`, () => {
      const { code, values } = refusal(() => parseBrokerUri(`mqtt://h:${port}`));
      assert.deepEqual([code, values], ["uri-bad-port", { column: 10, port: "…" }]);
    });
  }
});
