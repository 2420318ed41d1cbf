import assert from "node:assert/strict";
import { EmqxLifecycle } from "../../../../nodes/lib/presence/interpreters/emqx-lifecycle";
import { SEED, SeededRandom } from "../../seeded-random";
import { disordered } from "./disorder";
import { Hearing } from "./hearing";
import { HOSTILE_TEXTS, mangled } from "./hostile-texts";

const START = 1_625_572_213_873;

/** A client's coming or going, and the node that tells it. */
interface EmqxEvent {
  readonly node: string;
  readonly type: "connected" | "disconnected";
  readonly payload: object;
}

describe("EMQX's client events", () => {
  let emqx: Hearing<EmqxLifecycle>;

  beforeEach(() => {
    emqx = new Hearing(new EmqxLifecycle(), "emqx");
  });

  function hear({ node, type, payload }: EmqxEvent): string[] {
    return emqx.hear(`$SYS/brokers/${node}/clients/press1/${type}`, JSON.stringify(payload));
  }

  function connected(at: unknown, node = "emqx@a"): string[] {
    return hear({ node, type: "connected", payload: { connected_at: at, ts: at } });
  }

  function disconnected(payload: object, node = "emqx@a"): string[] {
    return hear({ node, type: "disconnected", payload: { reason: "tcp_closed", ...payload } });
  }

  it("tell that a client is there and that it has gone, as in the documentation's examples", () => {
    const common =
      '"username": "foo", "ts": 1625572213873, "sockport": 1883, "proto_ver": 4, "proto_name": "MQTT", "ipaddress": "127.0.0.1", "clientid": "emqtt-8348fe27a87976ad4db3"';
    const topic = "$SYS/brokers/emqx@127.0.0.1/clients/emqtt-8348fe27a87976ad4db3";
    const coming = `{${common}, "keepalive": 60, "expiry_interval": 0, "connected_at": 1625572213873, "connack": 0, "clean_start": true}`;
    assert.deepEqual(emqx.hear(`${topic}/connected`, coming), ["emqtt-8348fe27a87976ad4db3 online"]);
    const going = `{${common}, "reason": "tcp_closed", "disconnected_at": 1625572213873}`;
    assert.deepEqual(emqx.hear(`${topic}/disconnected`, going), ["emqtt-8348fe27a87976ad4db3 offline will"]);
  });

  it("tell a goodbye from all for which EMQX publishes the will", () => {
    assert.deepEqual(disconnected({ reason: "normal" }), ["press1 offline clean"]);
    for (const reason of ["keepalive_timeout", "tcp_closed", "kicked", "not_authorized", "internal_error"]) {
      assert.deepEqual(disconnected({ reason }), ["press1 offline will"]);
    }
  });

  it("claim nothing for a reason of another broker, or none", () => {
    for (const reason of ["Disconnect", "closed by the peer", 5, null, undefined]) {
      assert.deepEqual(disconnected({ reason }), ["press1 offline"]);
    }
  });

  it("of a client that has changed nodes count by the beginning of its connection", () => {
    connected(START, "emqx@a");
    connected(START + 1_000, "emqx@b");
    assert.deepEqual(disconnected({ connected_at: START, disconnected_at: START + 90_000 }, "emqx@a"), []);
    const ended = { connected_at: START + 1_000, disconnected_at: START + 2_000 };
    assert.deepEqual(disconnected(ended, "emqx@b"), ["press1 offline will"]);
    assert.deepEqual(connected(START + 1_000, "emqx@b"), []);
  });

  it("of a client that has changed nodes count by their times where the beginning isn't told", () => {
    connected(START + 1_000, "emqx@b");
    assert.deepEqual(disconnected({ disconnected_at: START + 999 }, "emqx@a"), []);
    assert.deepEqual(disconnected({ ts: START + 998 }, "emqx@a"), []);
    assert.deepEqual(connected(START, "emqx@a"), []);
    assert.deepEqual(disconnected({ disconnected_at: START + 5_000 }, "emqx@b"), ["press1 offline will"]);
    assert.deepEqual(connected(START + 1_000, "emqx@b"), []);
  });

  it("say nothing of a client whose connection a newer one has replaced, whatever the times", () => {
    for (const reason of ["takenover", "takeovered", "discarded"]) {
      assert.deepEqual(disconnected({ reason, disconnected_at: START + 5_000 }), []);
    }
    assert.deepEqual(connected(START), ["press1 online"]);
    assert.deepEqual(disconnected({ reason: "takenover", connected_at: START, disconnected_at: START + 5_000 }), []);
  });

  it("say nothing of a client that was refused", () => {
    const refused = { clean_start: true, clientid: "press1", connack: 135, ts: START };
    assert.deepEqual(hear({ node: "emqx@a", type: "connected", payload: refused }), []);
  });

  it("count as they come if they tell no time", () => {
    assert.deepEqual(connected(undefined), ["press1 online"]);
    assert.deepEqual(disconnected({}), ["press1 offline will"]);
    assert.deepEqual(connected(undefined), ["press1 online"]);
  });

  it("count by the times of RMQTT, too", () => {
    const time = "2023-08-15 11:11:46.984";
    const going = { node: 1, disconnected_at: START, reason: "Disconnect", time };
    const coming = { node: 1, connected_at: START + 1, session_present: false, time };
    assert.deepEqual(hear({ node: "1", type: "connected", payload: coming }), ["press1 online"]);
    assert.deepEqual(hear({ node: "2", type: "disconnected", payload: going }), []);
  });

  it("of a client that was taken away or from the roster count whatever came before", () => {
    connected(START);
    emqx.interpreter.forget("press1");
    assert.deepEqual(disconnected({ disconnected_at: START - 1 }), ["press1 offline will"]);
    assert.deepEqual(emqx.hear("$SYS/brokers/emqx@a/clients/press1/connected", ""), ["press1 removed"]);
    assert.deepEqual(connected(START - 2), ["press1 online"]);
  });

  it("are unclear if they are no JSON objects", () => {
    const texts = HOSTILE_TEXTS.filter((text) => !text.startsWith("{") || text.length > 70_000 || text === "{");
    for (const text of texts) {
      assert.deepEqual(
        emqx.hear("$SYS/brokers/a/clients/press1/connected", text),
        ["press1 unclear"],
        text.slice(0, 80),
      );
    }
    assert.deepEqual(emqx.hear("$SYS/brokers/a/clients/press1/connected", Buffer.from([0xff])), ["press1 unclear"]);
  });

  for (const tellsBeginning of [true, false]) {
    const which = tellsBeginning ? "tell" : "don't tell";
    it(`that ${which} which connection has ended end in the last state of a history, in any order (seed ${SEED})`, () => {
      const random = new SeededRandom();
      for (let round = 0; round < 1_000; round += 1) {
        emqx = new Hearing(new EmqxLifecycle(), "emqx");
        const { events, isOnline } = historyOf(random, tellsBeginning);
        for (const event of disordered(events, random)) hear(event);
        assert.equal(emqx.states.get("press1"), isOnline ? "online" : "offline will", JSON.stringify(events));
      }
    });
  }

  it(`never throw, whatever their payload (seed ${SEED})`, () => {
    const random = new SeededRandom();
    for (let round = 0; round < 3_000; round += 1) {
      const type = random.pick(["connected", "disconnected"]);
      const text = `{"connected_at":${START},"reason":"tcp_closed","ts":${START}}`;
      const [heard = "nothing"] = emqx.hear(`$SYS/brokers/a/clients/press1/${type}`, mangled(text, random));
      assert.match(heard, /^nothing$|^press1 (online|offline( clean| will)?|removed|unclear)$/);
    }
  });
});

/** A client's connections one after the other on two nodes; those that the next has taken over end after its beginning. */
function historyOf(random: SeededRandom, tellsBeginning: boolean): { events: EmqxEvent[]; isOnline: boolean } {
  const events: EmqxEvent[] = [];
  let began = START;
  let isOnline = true;
  for (let connections = 1 + random.below(6); connections > 0; connections -= 1) {
    const node = random.pick(["emqx@a", "emqx@b"]);
    const lasted = 1 + random.below(100_000);
    const next = began + lasted + 1 + random.below(100_000);
    events.push({ node, type: "connected", payload: { connected_at: began, ts: began } });
    const beginning = tellsBeginning ? { connected_at: began } : {};
    const isTakenOver = connections > 1 && random.below(3) === 0;
    const reason = isTakenOver ? random.pick(["takenover", "discarded"]) : "tcp_closed";
    const ended = isTakenOver ? next + random.below(50) : began + lasted;
    // Where it is told which connection has ended, it may be noticed long after the next has begun.
    const noticed = tellsBeginning && connections > 1 ? ended + random.below(300_000) : ended;
    isOnline = connections === 1 && random.below(2) === 0;
    const payload = { ...beginning, disconnected_at: noticed, ts: noticed, reason };
    if (!isOnline) events.push({ node, type: "disconnected", payload });
    began = next;
  }
  return { events, isOnline };
}
