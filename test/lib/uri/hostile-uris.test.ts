import assert from "node:assert/strict";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { isBareHost } from "../../../nodes/lib/uri/broker-uri";
import { expandBrokerUris, parseBrokerUris } from "../../../nodes/lib/uri/broker-uris";
import { brokerUriOf } from "../../../nodes/lib/uri/broker-parts";
import { redact } from "../../../nodes/lib/uri/redact";
import { doUriAction } from "../../../nodes/lib/uri/uri-action";
import { uriWarnings } from "../../../nodes/lib/uri/warnings";
import { assertLinear } from "../assert-linear";

/** Characters of a text for each unit of its size: of the larger one 128,000. */
const UNIT = 16;

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

describe("a hostile text of 128,000 characters", () => {
  for (const [what, [before, repeated, after]] of Object.entries(REPEATED)) {
    it(`takes time linear in its length: ${what}`, () => {
      assertLinear((size) => {
        const text = before + repeated.repeat((UNIT * size) / repeated.length) + after;
        return () => everything(text);
      });
    });
  }

  it("takes time linear in its length as a part", () => {
    assertLinear((size) => {
      const long = "a-".repeat((UNIT * size) / 2);
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
});
