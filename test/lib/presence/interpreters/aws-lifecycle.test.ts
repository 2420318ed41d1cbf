import assert from "node:assert/strict";
import { AwsLifecycle } from "../../../../nodes/lib/presence/interpreters/aws-lifecycle";
import { SEED, SeededRandom } from "../../seeded-random";
import { disordered } from "./disorder";
import { Hearing } from "./hearing";
import { HOSTILE_TEXTS, mangled } from "./hostile-texts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = 1_573_002_230_757;

/** What counts in an event. */
interface AwsEvent {
  readonly type: "connected" | "disconnected";
  readonly version?: unknown;
  readonly time?: unknown;
  readonly reason?: string;
}

describe("AWS IoT's lifecycle events", () => {
  let aws: Hearing<AwsLifecycle>;

  beforeEach(() => {
    aws = new Hearing(new AwsLifecycle(), "aws-iot");
  });

  function hear({ type, version, time, reason }: AwsEvent): string[] {
    const ended = reason === undefined ? {} : { disconnectReason: reason, clientInitiatedDisconnect: false };
    const payload = { clientId: "186b5", timestamp: time, eventType: type, versionNumber: version, ...ended };
    return aws.hear(`$aws/events/presence/${type}/186b5`, JSON.stringify(payload));
  }

  function connected(version: unknown, time: unknown): string[] {
    return hear({ type: "connected", version, time });
  }

  function disconnected(version: unknown, time: unknown, reason = "CONNECTION_LOST"): string[] {
    return hear({ type: "disconnected", version, time, reason });
  }

  it("tell that a client is there and that it has gone, as in the documentation's examples", () => {
    const common =
      '"clientId": "186b5", "sessionIdentifier": "a4666d2a7d844ae4ac5d7b38c9cb7967", "principalIdentifier": "12345678901234567890123456789012", "versionNumber": 0';
    const coming = `{${common}, "timestamp": 1573002230757, "eventType": "connected", "ipAddress": "192.0.2.0"}`;
    assert.deepEqual(aws.hear("$aws/events/presence/connected/186b5", coming), ["186b5 online"]);
    const going = `{${common}, "timestamp": 1573002340451, "eventType": "disconnected", "clientInitiatedDisconnect": true, "disconnectReason": "CLIENT_INITIATED_DISCONNECT"}`;
    assert.deepEqual(aws.hear("$aws/events/presence/disconnected/186b5", going), ["186b5 offline clean"]);
  });

  it("tell a goodbye from all for which AWS publishes the will", () => {
    assert.deepEqual(disconnected(0, START, "CLIENT_INITIATED_DISCONNECT"), ["186b5 offline clean"]);
    for (const reason of ["CONNECTION_LOST", "MQTT_KEEP_ALIVE_TIMEOUT", "DUPLICATE_CLIENTID", "SERVER_ERROR", ""]) {
      assert.deepEqual(disconnected(0, START, reason), ["186b5 offline will"]);
    }
  });

  it("tell it by the flag where they have no reason, and not at all without either", () => {
    const topic = "$aws/events/presence/disconnected/186b5";
    const event = (ended: string): string[] => aws.hear(topic, `{"eventType":"disconnected"${ended}}`);
    assert.deepEqual(event(',"clientInitiatedDisconnect":true'), ["186b5 offline clean"]);
    assert.deepEqual(event(',"clientInitiatedDisconnect":false'), ["186b5 offline will"]);
    assert.deepEqual(event(""), ["186b5 offline"]);
  });

  it("may come twice", () => {
    connected(3, START);
    disconnected(3, START + 1_000);
    disconnected(3, START + 1_000);
    assert.equal(aws.states.get("186b5"), "offline will");
    assert.deepEqual(connected(3, START), []);
  });

  it("count by their connection if they come in the wrong order", () => {
    connected(5, START + 1_000);
    assert.deepEqual(disconnected(4, START + 500), []);
    assert.deepEqual(connected(4, START), []);
    assert.deepEqual(disconnected(5, START + 2_000), ["186b5 offline will"]);
    assert.deepEqual(connected(5, START + 1_000), []);
  });

  it("of a connection that a newer one has pushed out don't count, though it ends after that has begun", () => {
    connected(4, START);
    connected(5, START + 1_000);
    assert.deepEqual(disconnected(4, START + 1_200, "DUPLICATE_CLIENTID"), []);
    assert.deepEqual(aws.states.get("186b5"), "online");
  });

  it("count by their connection where clocks that are two minutes off say otherwise", () => {
    connected(4, START + 2 * MINUTE);
    assert.deepEqual(disconnected(4, START - 2 * MINUTE), ["186b5 offline will"]);
    assert.deepEqual(connected(5, START - 2 * MINUTE), ["186b5 online"]);
    assert.deepEqual(disconnected(4, START + 2 * MINUTE), []);
  });

  it("count after version numbers have begun again, as they do after about an hour", () => {
    connected(7, START);
    disconnected(7, START + MINUTE);
    assert.deepEqual(connected(0, START + HOUR), ["186b5 online"]);
    assert.deepEqual(disconnected(7, START + MINUTE), []);
    assert.deepEqual(disconnected(0, START + 2 * HOUR), ["186b5 offline will"]);
  });

  it("count after that if the client's going was not told", () => {
    connected(7, START);
    assert.deepEqual(connected(0, START + HOUR), ["186b5 online"]);
  });

  it("of a connection that lasts for days end it", () => {
    connected(0, START);
    assert.deepEqual(disconnected(0, START + 100 * HOUR), ["186b5 offline will"]);
  });

  it("count by their time if they have no version number, and as they come if they have neither", () => {
    connected(undefined, START);
    assert.deepEqual(disconnected(undefined, START - 1), []);
    assert.deepEqual(disconnected(undefined, START + 1), ["186b5 offline will"]);
    assert.deepEqual(connected(undefined, undefined), ["186b5 online"]);
    assert.deepEqual(disconnected(undefined, undefined), ["186b5 offline will"]);
  });

  it("may have their numbers as text", () => {
    connected("5", String(START));
    assert.deepEqual(disconnected("4", String(START)), []);
    assert.deepEqual(disconnected("5", String(START)), ["186b5 offline will"]);
  });

  it("of a client that was taken away or from the roster count whatever came before", () => {
    connected(5, START);
    aws.interpreter.forget("186b5");
    assert.deepEqual(disconnected(4, START), ["186b5 offline will"]);
    assert.deepEqual(aws.hear("$aws/events/presence/connected/186b5", ""), ["186b5 removed"]);
    assert.deepEqual(connected(3, START), ["186b5 online"]);
  });

  it("are unclear if they are no such events, or on the wrong topic", () => {
    const topic = "$aws/events/presence/connected/186b5";
    const foreign = ['{"eventType":"disconnected"}', '{"eventType":"connect_failed"}', '{"clientId":"186b5"}'];
    for (const text of [...HOSTILE_TEXTS, ...foreign]) {
      assert.deepEqual(aws.hear(topic, text), ["186b5 unclear"], text.slice(0, 80));
    }
    assert.deepEqual(aws.hear(topic, Buffer.from([0xff])), ["186b5 unclear"]);
  });

  it(`end in the last state of a history, in whatever order and however often they come (seed ${SEED})`, () => {
    const random = new SeededRandom();
    for (let round = 0; round < 1_000; round += 1) {
      aws = new Hearing(new AwsLifecycle(), "aws-iot");
      const history = historyOf(random);
      for (const event of disordered(history, random)) hear(event);
      const isOnline = history.at(-1)?.type === "connected";
      assert.equal(aws.states.get("186b5"), isOnline ? "online" : "offline will", JSON.stringify(history));
    }
  });

  it(`never throw, whatever their payload (seed ${SEED})`, () => {
    const random = new SeededRandom();
    const text = `{"timestamp":${START},"eventType":"connected","versionNumber":0}`;
    for (let round = 0; round < 3_000; round += 1) {
      const [heard = "nothing"] = aws.hear("$aws/events/presence/connected/186b5", mangled(text, random));
      assert.match(heard, /^nothing$|^186b5 (online|removed|unclear)$/);
    }
  });
});

/** A client's connections one after the other, in true order: by clocks that are up to two minutes off, some pushed out by the next. */
function historyOf(random: SeededRandom): AwsEvent[] {
  const events: AwsEvent[] = [];
  const told = (type: AwsEvent["type"], version: number, time: number): void => {
    const skew = random.below(4 * MINUTE + 1) - 2 * MINUTE;
    events.push({ type, version, time: time + skew, ...(type === "disconnected" && { reason: "CONNECTION_LOST" }) });
  };
  let time = START;
  let version = 0;
  for (let connections = 1 + random.below(6); connections > 0; connections -= 1) {
    told("connected", version, time);
    const isLast = connections === 1;
    if (isLast && random.below(2) === 0) return events;
    time += random.pick([1, 1_000, MINUTE, 5 * MINUTE, 50 * HOUR]);
    told("disconnected", version, time);
    const isAwayLong = random.below(4) === 0;
    time += isAwayLong ? HOUR + random.below(HOUR) : random.pick([0, 10, 30_000, 10 * MINUTE]);
    version = isAwayLong ? 0 : version + 1 + random.below(3);
  }
  return events;
}
