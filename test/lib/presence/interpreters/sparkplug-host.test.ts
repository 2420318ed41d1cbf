import assert from "node:assert/strict";
import { SparkplugHost } from "../../../../nodes/lib/presence/interpreters/sparkplug-host";
import { SEED, SeededRandom } from "../../seeded-random";
import { Hearing } from "./hearing";
import { HOSTILE_TEXTS, mangled } from "./hostile-texts";

const TOPIC = "spBv1.0/STATE/scada";
const LEGACY_TOPIC = "STATE/scada";

describe("a Sparkplug host application", () => {
  let host: Hearing<SparkplugHost>;

  beforeEach(() => {
    host = new Hearing(new SparkplugHost(), "sparkplug");
  });

  function state(online: boolean, timestamp: unknown, retain = false): string[] {
    return host.hear(TOPIC, JSON.stringify({ online, timestamp }), retain);
  }

  it("is there or not as its STATE says [tck-id-host-topic-phid-birth-payload, tck-id-host-topic-phid-death-payload]", () => {
    assert.deepEqual(state(true, 1_668_114_759_262), ["scada online"]);
    assert.deepEqual(state(false, 1_668_114_759_262), ["scada offline will"]);
  });

  it("was there or not when we came, as the broker has kept", () => {
    assert.deepEqual(state(false, 1_000, true), ["scada offline"]);
    assert.deepEqual(state(true, 2_000, true), ["scada online"]);
  });

  it("is not gone for the will of a connection that it has replaced, whose time is older", () => {
    state(true, 1_000);
    state(true, 2_000);
    assert.deepEqual(state(false, 1_000), []);
    assert.deepEqual(state(false, 1_999), []);
    assert.deepEqual(state(false, 2_000), ["scada offline will"]);
  });

  it("is not there for a birth that is older than its goodbye", () => {
    state(true, 1_000);
    assert.deepEqual(state(false, 5_000), ["scada offline clean"]);
    assert.deepEqual(state(false, 5_000), ["scada offline clean"]);
    assert.deepEqual([state(true, 1_000), state(false, 1_000)], [[], []]);
    assert.deepEqual(state(true, 6_000), ["scada online"]);
  });

  it("is lost if the time is that of its birth, and has said goodbye if it is later [tck-id-host-topic-phid-death-payload-disconnect-clean]", () => {
    state(true, 1_000, true);
    assert.deepEqual(state(false, 1_000), ["scada offline will"]);
    state(true, 2_000);
    assert.deepEqual(state(false, 2_001), ["scada offline clean"]);
  });

  it("is gone for a reason that nobody knows if its birth was not seen", () => {
    assert.deepEqual(state(false, 1_000), ["scada offline"]);
    assert.deepEqual(state(false, 1_000), ["scada offline"]);
    state(true, 2_000);
    assert.deepEqual(state(false, 3_000, true), ["scada offline"]);
  });

  it("may tell no time, as before Sparkplug 3.0 was finished", () => {
    state(true, 1_000);
    assert.deepEqual(host.hear(TOPIC, '{"online":false,"bdSeq":3}'), ["scada offline"]);
    assert.deepEqual(host.hear(TOPIC, '{"online":true,"bdSeq":4}'), ["scada online"]);
    assert.deepEqual(state(false, 999), []);
  });

  it("may tell its time in digits", () => {
    state(true, "2000");
    assert.deepEqual(state(false, "1999"), []);
    assert.deepEqual(state(false, "2000"), ["scada offline will"]);
  });

  it("of Sparkplug 2.2 says it in a word", () => {
    assert.deepEqual(host.hear(LEGACY_TOPIC, "ONLINE", true), ["scada online"]);
    assert.deepEqual(host.hear(LEGACY_TOPIC, "OFFLINE"), ["scada offline"]);
    assert.deepEqual(host.hear(LEGACY_TOPIC, "ONLINE\n"), ["scada online"]);
  });

  it("is taken away by an empty payload, and what was known of it", () => {
    state(true, 5_000);
    assert.deepEqual(host.hear(TOPIC, "", true), ["scada removed"]);
    assert.deepEqual(state(true, 1_000), ["scada online"]);
  });

  it("may come again with any time if it was taken from the roster, or our own connection lost", () => {
    state(true, 5_000);
    host.interpreter.forget("scada");
    assert.deepEqual(state(true, 1_000), ["scada online"]);
    host.interpreter.lost();
    assert.deepEqual(state(true, 500, true), ["scada online"]);
  });

  it("is another than one of another name", () => {
    state(true, 5_000);
    assert.deepEqual(host.hear("spBv1.0/STATE/historian", '{"online":true,"timestamp":1000}'), ["historian online"]);
  });

  it("is unclear in any other payload", () => {
    const texts = HOSTILE_TEXTS.filter((text) => !text.includes('{"online":true,"eventType"'));
    const padded = HOSTILE_TEXTS.filter((text) => text.length > 70_000);
    for (const text of [...texts, ...padded, "online", "ON", "UNKNOWN"]) {
      assert.deepEqual(host.hear(TOPIC, text), ["scada unclear"], text.slice(0, 80));
    }
    assert.deepEqual(host.hear(TOPIC, Buffer.from([0xff, 0xfe])), ["scada unclear"]);
  });

  it(`takes no time for one that is none, and never throws (seed ${SEED})`, () => {
    for (const timestamp of [null, [], {}, "soon", "-1", "1e3", true]) {
      assert.deepEqual(state(true, timestamp), ["scada online"]);
    }
    assert.deepEqual(host.hear(TOPIC, '{"online":true,"timestamp":1e999}'), ["scada online"]);
    assert.deepEqual(state(false, 0), ["scada offline"]);
    const random = new SeededRandom();
    for (let round = 0; round < 3_000; round += 1)
      host.hear(TOPIC, mangled('{"online":true,"timestamp":1000}', random));
  });
});
