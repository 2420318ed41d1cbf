import assert from "node:assert/strict";
import { isExempt } from "../../../../nodes/lib/connection/transport/proxy-exemptions";

const CASES: readonly (readonly [list: string, exempt: readonly string[], others: readonly string[]])[] = [
  ["", [], ["broker.example", "localhost", "127.0.0.1"]],
  ["*", ["broker.example", "192.0.2.1", "2001:db8::1"], []],
  ["a.example, *", ["broker.example"], []],
  [
    "example.com",
    ["example.com", "broker.example.com", "a.b.example.com"],
    ["notexample.com", "example.com.org", "example.org", "com"],
  ],
  [".example.com", ["broker.example.com", "example.com"], ["notexample.com"]],
  ["*.example.com", ["broker.example.com"], ["notexample.com"]],
  ["Example.COM", ["broker.example.com"], []],
  [
    "a.example,b.example c.example\tlocalhost,,",
    ["a.example", "b.example", "c.example", "localhost"],
    ["d.example", "e."],
  ],
  ["192.168.1.5", ["192.168.1.5"], ["192.168.1.50", "192.168.1.6", "1.5"]],
  ["192.168.0.0/16", ["192.168.0.1", "192.168.255.255"], ["192.169.0.1", "10.0.0.1", "fe80::1"]],
  ["0.0.0.0/0", ["192.0.2.1"], ["2001:db8::1", "broker.example"]],
  ["::1", ["::1", "0:0:0:0:0:0:0:1"], ["::2", "127.0.0.1"]],
  ["[::1]", ["::1"], ["::2"]],
  ["fd00::/8", ["fd12::1"], ["fe80::1", "10.0.0.1"]],
  ["10.0.0.0/33,10.0.0.0/x,10.0.0.0/,10.0.0.0/-1,fd00::/129", [], ["10.0.0.0", "fd00::1"]],
];

describe("a host is reached without a proxy", () => {
  for (const [list, exempt, others] of CASES) {
    it(`where no_proxy is "${list}": ${exempt.join(", ") || "none"}`, () => {
      const hosts = [...exempt, ...others];
      assert.deepEqual(
        hosts.filter((host) => isExempt(host, 1883, list)),
        exempt,
      );
    });
  }

  it("on one port only where no_proxy names it", () => {
    for (const [entry, host] of [
      ["broker.example:1883", "broker.example"],
      [".example:1883", "broker.example"],
      ["192.0.2.1:1883", "192.0.2.1"],
      ["[2001:db8::1]:1883", "2001:db8::1"],
    ] as const) {
      assert.deepEqual([isExempt(host, 1883, entry), isExempt(host, 8883, entry)], [true, false]);
    }
  });
});
