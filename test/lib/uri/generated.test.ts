import assert from "node:assert/strict";
import { inspect } from "node:util";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { brokerUriOf, partsOf } from "../../../nodes/lib/uri/broker-parts";
import { parseBrokerUri } from "../../../nodes/lib/uri/broker-uri";
import { expandBrokerUris, parseBrokerUris } from "../../../nodes/lib/uri/broker-uris";
import { formatBrokerUri } from "../../../nodes/lib/uri/format";
import { redact } from "../../../nodes/lib/uri/redact";
import { doUriAction, URI_ACTIONS } from "../../../nodes/lib/uri/uri-action";
import { uriWarnings } from "../../../nodes/lib/uri/warnings";
import { SEED, SeededRandom } from "../seeded-random";
import { garbage, mutated, validParts, validUri } from "./generated-uris";

const ROUNDS = 4_000;

describe(`thousands of broker URIs (seed ${SEED})`, function () {
  this.timeout(60_000);

  it("are the same when they are formatted and parsed again, alone and in a list", () => {
    const random = new SeededRandom();
    for (let round = 0; round < ROUNDS; round += 1) {
      const uri = validUri(random);
      const parsed = parseBrokerUri(uri);
      const formatted = formatBrokerUri(parsed);
      assert.deepEqual(parseBrokerUri(formatted), parsed, uri);
      assert.deepEqual(parseBrokerUris(`mqtt://first, ${formatted}`)[1], parsed, uri);
      assert.equal(formatBrokerUri(parseBrokerUri(formatted)), formatted);
    }
  });

  it("are the same when they are made of their parts", () => {
    const random = new SeededRandom();
    for (let round = 0; round < ROUNDS; round += 1) {
      const parsed = parseBrokerUri(validUri(random));
      assert.deepEqual(brokerUriOf({ ...partsOf(parsed) }), parsed);
    }
  });

  it("come of any parts as these parts, whatever characters a user name or password has", () => {
    const random = new SeededRandom();
    for (let round = 0; round < ROUNDS; round += 1) {
      const parts = validParts(random);
      const made = brokerUriOf(parts);
      assert.deepEqual([made.password, made.port, made.path], [parts.password, parts.port, parts.path]);
      assert.deepEqual(parseBrokerUri(formatBrokerUri(made)), made);
    }
  });

  it("are redacted without a trace of the password", () => {
    const random = new SeededRandom();
    for (let round = 0; round < ROUNDS; round += 1) {
      const { password: _given, ...parts } = validParts(random);
      const password = `S3CRET${random.below(1_000_000)}`;
      const uri = formatBrokerUri(brokerUriOf({ ...parts, password }));
      for (const text of [uri, mutated(uri.replace(password, "¶"), random).replace("¶", password)]) {
        if (text.includes(`:${password}@`)) assert.ok(!redact(text).includes("S3CRET"), text);
      }
    }
  });
});

describe(`garbage (seed ${SEED})`, function () {
  this.timeout(60_000);

  it("is parsed, or is an error of ours whose column lies in the text, and is always redacted", () => {
    const random = new SeededRandom();
    const codes = new Map<string, number>();
    for (let round = 0; round < 4 * ROUNDS; round += 1) {
      const text = random.below(3) === 0 ? garbage(random) : mutated(validUri(random), random);
      const error = errorOf(() => parseBrokerUris(text));
      if (error !== undefined) {
        codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
        assert.match(error.code, /^(uri|env)-/, text);
        const { column = 1 } = (error.cause ?? {}) as { column?: number };
        assert.ok(Number.isInteger(column) && column >= 1 && column <= text.length + 1, `${text}: ${column}`);
      }
      assert.doesNotThrow(() => [redact(text), uriWarnings(text)]);
      assert.ok(codes.size > 0 || round < ROUNDS);
    }
    // The generator reaches the errors.
    const reached = ["env-unset", "uri-bad-character", "uri-bad-escape", "uri-bad-host", "uri-bad-port"];
    reached.push("uri-fragment", "uri-ipv6-brackets", "uri-mixed-credentials", "uri-no-host", "uri-no-scheme");
    reached.push("uri-unescaped", "uri-unknown-scheme", "uri-bad-parameter");
    assert.deepEqual(
      reached.filter((code) => !codes.has(code)),
      [],
    );
  });

  it("that is parsed formats to the same again", () => {
    const random = new SeededRandom();
    let parsedOnes = 0;
    for (let round = 0; round < 4 * ROUNDS; round += 1) {
      const text = mutated(validUri(random), random);
      if (errorOf(() => parseBrokerUri(text)) !== undefined) continue;
      parsedOnes += 1;
      const parsed = parseBrokerUri(text);
      assert.deepEqual(parseBrokerUri(formatBrokerUri(parsed)), parsed, text);
      assert.deepEqual(brokerUriOf({ ...partsOf(parsed) }), parsed, text);
    }
    assert.ok(parsedOnes > ROUNDS);
  });

  it("as parts, or where parts are wanted, is an error of ours", () => {
    const random = new SeededRandom();
    const values = [undefined, null, 0, -1, NaN, 1e21, true, {}, [], "", "h", Symbol("x"), 5n, new Date(0)];
    const names = [
      "scheme",
      "protocol",
      "secure",
      "transport",
      "username",
      "password",
      "host",
      "port",
      "path",
      "query",
    ];
    for (let round = 0; round < ROUNDS; round += 1) {
      const pick = (): unknown => (random.below(2) === 0 ? random.pick(values) : garbage(random));
      const parts = Object.fromEntries(names.filter(() => random.below(2) === 0).map((name) => [name, pick()]));
      const value = random.pick<unknown>([parts, [parts], pick(), [pick(), parts]]);
      for (const action of URI_ACTIONS) errorOf(() => doUriAction(action, value, random.below(2) === 0));
    }
  });

  it("in environment variables is parsed, or is an error of ours", () => {
    const random = new SeededRandom();
    for (let round = 0; round < ROUNDS; round += 1) {
      const template = mutated("wss://${A}:${B}@${C}:8084/${A}?clientId=${B}", random);
      errorOf(() => parseBrokerUris(expandBrokerUris(template, () => garbage(random))));
    }
  });

  function errorOf(call: () => unknown): MqttNodeError | undefined {
    try {
      call();
      return undefined;
    } catch (error) {
      assert.ok(error instanceof MqttNodeError, inspect(error));
      assert.match((error as MqttNodeError).code, /^(uri|env)-/, inspect(error));
      return error as MqttNodeError;
    }
  }
});
