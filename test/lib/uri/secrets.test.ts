import assert from "node:assert/strict";
import { inspect } from "node:util";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { brokerUriOf } from "../../../nodes/lib/uri/broker-parts";
import { expandBrokerUris, parseBrokerUris } from "../../../nodes/lib/uri/broker-uris";
import { redact } from "../../../nodes/lib/uri/redact";
import { uriWarnings } from "../../../nodes/lib/uri/warnings";
import { SEED, SeededRandom } from "../seeded-random";

/** Pieces of user names and passwords; X and Z appear in nothing else. */
const NASTY = [
  "X",
  "Z",
  "XZ",
  ":",
  "@",
  "/",
  "?",
  "#",
  "%",
  "%2",
  "%zz",
  "%ff",
  "[",
  "]",
  ",",
  " ",
  "1",
  "99999",
  "+",
  "&",
  "=",
  "ü",
  "💡",
  "\\",
  "://",
  "\n",
];
const SCHEMES = ["mqtt", "mqtts", "ws", "wss", "tcp", "gopher"];
/** A comma before a scheme separates two URIs, whatever it stands in. */
const SEPARATOR = /,\s*[a-z][a-z0-9+.-]*:\/\//i;
const HOSTS = [
  "h",
  "h:1883",
  "h:0",
  "h:port",
  "[::1]",
  "[::1",
  "a b",
  "",
  "h/path",
  "h?keepalive=x",
  "h#f",
  "h,mqtt://other:pw@h",
];

describe("a user name or password in a broker URI", function () {
  this.timeout(60_000);

  it(`is in no error, however it is written (seed ${SEED})`, () => {
    const random = new SeededRandom();
    const codes = new Map<string, number>();
    for (let round = 0; round < 40_000; round += 1) {
      const userInfo = `X${random.text(NASTY, 5)}:Z${random.text(NASTY, 8)}`;
      if (SEPARATOR.test(userInfo)) continue;
      const uri = `${random.pick(SCHEMES)}://${userInfo}@${random.pick(HOSTS)}`;
      assert.doesNotMatch(JSON.stringify(uriWarnings(uri)), /[XZ]/, `seed ${SEED}: ${uri}`);
      const error = errorOf(() => parseBrokerUris(uri));
      if (error === undefined) continue;
      codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
      assert.doesNotMatch(inspect(error, { depth: 5 }).replace(/^ +at .*$/gm, ""), /[XZ]/, `seed ${SEED}: ${uri}`);
    }
    // The generator reaches the errors that could quote something.
    for (const code of ["uri-bad-escape", "uri-unescaped", "uri-bad-host", "uri-bad-port", "uri-fragment"]) {
      assert.ok((codes.get(code) ?? 0) > 10, `${code} came ${codes.get(code) ?? 0} times`);
    }
  });

  it(`is in no redacted text, valid or not, where it is a password or stands alone (seed ${SEED})`, () => {
    const random = new SeededRandom();
    for (let round = 0; round < 40_000; round += 1) {
      const password = `Z${random.text(NASTY, 8)}`;
      const userInfo = random.pick([
        `user:${password}`,
        `:${password}`,
        password.replaceAll(":", ""),
        `u%3Aser:${password}`,
        `u@ser:1${password}`,
      ]);
      if (SEPARATOR.test(userInfo)) continue;
      const scheme = random.pick([...SCHEMES.map((name) => `${name}://`), "", "mqtt:", "//", " mqtt://"]);
      const uri = `${scheme}${userInfo}@${random.pick(HOSTS)}`;
      assert.doesNotMatch(redact(uri), /Z/, `seed ${SEED}: ${uri}`);
    }
  });

  it(`comes out as it went in when it is percent-encoded, or an environment variable (seed ${SEED})`, () => {
    const random = new SeededRandom();
    for (let round = 0; round < 2_000; round += 1) {
      const [USER, PASS] = [random.text(NASTY, 6), random.text(NASTY, 10)];
      const encoded = `wss://${encodeURIComponent(USER)}:${encodeURIComponent(PASS)}@h:8084/mqtt`;
      const expanded = expandBrokerUris("wss://${USER}:${PASS}@h:8084/mqtt", (name) => ({ USER, PASS })[name]);
      for (const text of [encoded, expanded]) {
        const [uri] = parseBrokerUris(text);
        assert.deepEqual([uri?.username, uri?.password, uri?.host, uri?.path], [USER, PASS, "h", "/mqtt"]);
      }
    }
  });

  it("is in no error about parts, wherever a whole URI was put", () => {
    const uri = "mqtt://u:hunter2@h";
    for (const part of ["scheme", "protocol", "host", "port", "path", "query", "secure", "transport"]) {
      const error = errorOf(() => brokerUriOf({ host: "h", [part]: uri }));
      assert.doesNotMatch(inspect(error, { depth: 9 }), /hunter2/, part);
    }
  });

  it("isn't left of a token in base64", () => {
    assert.equal(redact("wss://h/mqtt?c2VjcmV0=="), "wss://h/mqtt?***");
  });

  function errorOf(call: () => unknown): MqttNodeError | undefined {
    try {
      call();
      return undefined;
    } catch (error) {
      assert.ok(error instanceof MqttNodeError, inspect(error));
      return error as MqttNodeError;
    }
  }
});
