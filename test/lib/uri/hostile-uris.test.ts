import assert from "node:assert/strict";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { isBareHost } from "../../../nodes/lib/uri/broker-uri";
import { expandBrokerUris, parseBrokerUris } from "../../../nodes/lib/uri/broker-uris";
import { brokerUriOf } from "../../../nodes/lib/uri/broker-parts";
import { redact } from "../../../nodes/lib/uri/redact";
import { doUriAction } from "../../../nodes/lib/uri/uri-action";
import { uriWarnings } from "../../../nodes/lib/uri/warnings";

const LARGE = 1_048_576;
const SMALL = LARGE / 8;
/** What is linear takes eight times as long, what is quadratic sixty-four times. */
const TOLERATED = 30;

const REPEATED: Readonly<Record<string, readonly [before: string, repeated: string, after: string]>> = {
  "letters without a scheme": ["", "a", ""],
  "a scheme": ["", "a", "://h"],
  "a host": ["mqtt://", "a", ""],
  "a host of hyphens": ["mqtt://a", "-", "!"],
  labels: ["mqtt://", "a.", "!"],
  "an international host": ["mqtt://", "ü", ""],
  "an address in brackets": ["mqtt://[", "1:", "]"],
  "open brackets": ["mqtt://", "[", ""],
  "a port": ["mqtt://h:", "1", ""],
  colons: ["mqtt://", ":", ""],
  "at signs": ["mqtt://", "@", ""],
  "at signs behind the host": ["ws://h/", "@", ""],
  "user info": ["mqtt://", "u:p@", "h"],
  escapes: ["mqtt://u:", "%41", "@h"],
  "escapes that are no UTF-8": ["mqtt://u:", "%ff", "@h"],
  "percent signs": ["mqtt://u:", "%", "@h"],
  "a path": ["ws://h", "/a", ""],
  parameters: ["mqtt://h?", "a&", ""],
  "parameters of ours": ["mqtt://h?", "keepalive=1&", "x@"],
  "question marks": ["mqtt://h", "?=", "&@"],
  placeholders: ["mqtt://", "${", ""],
  "a placeholder": ["mqtt://${", "a", ""],
  commas: ["mqtt://h", ",", ""],
  "commas and spaces": ["mqtt://h", ", ", ""],
  "what begins like another URI": ["mqtt://h", ",a", ":/"],
  URIs: ["mqtt://h", ",mqtt://u:p@h", ""],
  schemes: ["", "mqtt://", ""],
  spaces: ["", " ", "mqtt://h"],
  "line ends": ["mqtt://h", "\n", ""],
  fragments: ["mqtt://u:p", "#", "@h"],
  "half characters": ["mqtt://u:", "\ud800", "@h"],
};

describe("a hostile text of a megabyte", function () {
  this.timeout(60_000);

  for (const [what, [before, repeated, after]] of Object.entries(REPEATED)) {
    it(`takes time linear in its length: ${what}`, () => {
      assertLinear((length) => {
        const text = before + repeated.repeat(length / repeated.length) + after;
        return () => everything(text);
      });
    });
  }

  it("takes time linear in its length as a part", () => {
    assertLinear((length) => {
      const long = "a-".repeat(length / 2);
      return () => {
        for (const part of ["scheme", "username", "password", "host", "port", "path", "query"]) {
          tolerant(() => brokerUriOf({ host: "h", [part]: long }));
        }
      };
    });
  });

  it("is quoted by no error: the longest has less than 300 characters", () => {
    for (const [before, repeated, after] of Object.values(REPEATED)) {
      const error = tolerant(() => parseBrokerUris(before + repeated.repeat(10_000) + after));
      assert.ok(JSON.stringify([error?.values, error?.cause]).length < 300);
    }
  });

  function everything(text: string): void {
    tolerant(() => parseBrokerUris(text));
    tolerant(() => doUriAction("parse", text, false));
    tolerant(() => expandBrokerUris(text, () => "x"));
    uriWarnings(text);
    redact(text);
    isBareHost(text);
  }

  function tolerant(call: () => unknown): MqttNodeError | undefined {
    try {
      call();
      return undefined;
    } catch (error) {
      assert.ok(error instanceof MqttNodeError);
      return error as MqttNodeError;
    }
  }

  /** Compares the work for a small and a large input: no absolute times, so that a slow machine doesn't matter. */
  function assertLinear(prepare: (length: number) => () => void): void {
    const [small, large] = [prepare(SMALL), prepare(LARGE)];
    small();
    // What is over at the first character takes no time at all: a tenth of a millisecond is as good.
    const ratio = fastest(large, 3) / Math.max(fastest(small, 5), 0.1);
    assert.ok(ratio < TOLERATED, `8 times the input took ${ratio.toFixed(1)} times as long`);
  }

  function fastest(work: () => void, times: number): number {
    return Math.min(...Array.from({ length: times }, () => milliseconds(work)));
  }

  /** Of the processor's time, so that what runs beside the tests doesn't matter. */
  function milliseconds(work: () => void): number {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  }
});
