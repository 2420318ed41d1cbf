import assert from "node:assert/strict";
import type { ConnectionState } from "../../nodes/lib/connection/state";
import { MqttNodeError } from "../../nodes/lib/errors";
import {
  connectionStatus,
  devicesStatus,
  downgradedStatus,
  invalidStatus,
  refusedStatus,
  unacknowledgedStatus,
  type ShownDevices,
} from "../../nodes/lib/status";
import { session, shared, translate } from "./texts";

const LOST = new MqttNodeError("connection-lost", { address: "mqtt://h:1883" });

const WAITING = 'red ring status.waiting-because {"waiting":2,"cause":"short.connection-lost"}';

describe("the status of a node", () => {
  const rival = new MqttNodeError("session-taken-over", { address: "mqtt://h:1883" });
  const contested: ConnectionState = { name: "connected", session: session({ contested: rival, verified: true }) };
  const states: [what: string, state: ConnectionState, waiting: number, status: string][] = [
    ["closed", { name: "closed" }, 0, `grey ring ${shared("status.closed")}`],
    [
      "closed, messages waiting",
      { name: "closed" },
      5,
      'grey ring status.waiting-because {"waiting":5,"cause":"status.closed"}',
    ],
    ["closing", { name: "closing" }, 0, `grey ring ${shared("status.closed")}`],
    ["refused", { ...waiting(LOST), name: "refused" }, 0, `red ring ${shared("status.connection-lost")}`],
    ["refused, messages waiting", { ...waiting(LOST), name: "refused" }, 2, WAITING],
    ["connected for as long as a rival lets it", contested, 0, `yellow dot ${shared("status.session-taken-over")}`],
    [
      "connected for as long as a rival lets it, messages waiting",
      contested,
      3,
      'yellow dot status.connected-waiting {"waiting":3}',
    ],
    ["connecting", connecting(undefined), 0, `yellow ring ${shared("status.connecting")}`],
    ["connecting after a failure", connecting(LOST), 0, `red ring ${shared("status.connection-lost")}`],
    ["waiting after a failure", waiting(LOST), 0, `red ring ${shared("status.connection-lost")}`],
    [
      "waiting after a failure, messages waiting",
      waiting(LOST),
      5,
      'red ring status.waiting-because {"waiting":5,"cause":"short.connection-lost"}',
    ],
    ["connected", connected(true), 0, `green dot ${shared("status.connected")}`],
    ["connected without encryption", connected(undefined), 0, `green dot ${shared("status.connected")}`],
    ["connected to a server that isn't verified", connected(false), 0, `yellow dot ${shared("status.not-verified")}`],
    ["connected, messages waiting", connected(true), 3, 'green dot status.connected-waiting {"waiting":3}'],
    [
      "connected to a server that isn't verified, messages waiting",
      connected(false),
      3,
      'yellow dot status.connected-waiting {"waiting":3}',
    ],
    [
      "waiting because of a WebSocket's status",
      waiting(new MqttNodeError("websocket-refused", { address: "ws://h:80", status: 401 })),
      0,
      'red ring status.websocket-refused {"address":"ws://h:80","status":401}',
    ],
  ];
  for (const [what, state, count, expected] of states) {
    it(`that is ${what}: ${expected}`, () => {
      assert.equal(inShort(connectionStatus(state, { waiting: count, topics: 0 }, translate)), expected);
    });
  }

  const topics: [what: string, state: ConnectionState, count: number, status: string][] = [
    ["connected", connected(true), 1, `green dot ${shared("status.connected-topic")}`],
    ["connected", connected(undefined), 3, 'green dot status.connected-topics {"topics":3}'],
    ["connected to a server that isn't verified", connected(false), 3, `yellow dot ${shared("status.not-verified")}`],
    ["connected for as long as a rival lets it", contested, 3, `yellow dot ${shared("status.session-taken-over")}`],
    ["not connected", waiting(LOST), 3, `red ring ${shared("status.connection-lost")}`],
  ];
  for (const [what, state, count, expected] of topics) {
    it(`that is ${what}, with ${count} of its topics by message: ${expected}`, () => {
      assert.equal(inShort(connectionStatus(state, { waiting: 0, topics: count }, translate)), expected);
    });
  }

  it("that waits for acknowledgements is a yellow dot with their number", () => {
    assert.equal(inShort(unacknowledgedStatus(1, translate)), `yellow dot ${shared("status.waiting-for-ack")}`);
    assert.equal(inShort(unacknowledgedStatus(10, translate)), 'yellow dot status.waiting-for-acks {"acks":10}');
  });

  it("that was refused is a red dot, since it is connected", () => {
    const error = new MqttNodeError("subscribe-refused", { filter: "a", reason: "r" });
    assert.equal(inShort(refusedStatus(error, translate)), `red dot ${shared("status.subscribe-refused")}`);
  });

  it("that can't work is a red ring, with the name in it where that is the point", () => {
    const missing = new MqttNodeError("env-unset", { name: "HOST" });
    assert.equal(inShort(invalidStatus(missing, translate)), 'red ring status.env-unset {"name":"HOST"}');
    const broker = new MqttNodeError("broker-missing", {});
    assert.equal(inShort(invalidStatus(broker, translate)), `red ring ${shared("status.broker-missing")}`);
  });

  it("that was granted less than it asked for is a yellow dot with the QoS", () => {
    assert.equal(inShort(downgradedStatus(0, translate)), 'yellow dot status.qos-granted {"qos":0}');
  });

  const devices: [counts: Partial<ShownDevices>, status: string][] = [
    [{}, `grey dot ${shared("status.no-devices")}`],
    [{ online: 12 }, 'green dot status.devices {"online":12}'],
    [{ online: 12, sleeping: 3 }, 'green dot status.devices {"online":15}'],
    [{ sleeping: 3 }, 'green dot status.devices {"online":3}'],
    [{ online: 12, offline: 2 }, 'yellow dot status.devices-offline {"online":12,"others":2}'],
    [{ offline: 2, stale: 3, unknown: 4 }, 'yellow dot status.devices-offline {"online":0,"others":2}'],
    [{ online: 1, stale: 3, unknown: 4 }, 'yellow dot status.devices-stale {"online":1,"others":3}'],
    [{ online: 1, sleeping: 1, unknown: 4 }, 'green dot status.devices-unknown {"online":2,"others":4}'],
  ];
  for (const [counts, expected] of devices) {
    it(`that watches devices, of which ${JSON.stringify(counts)}: ${expected}`, () => {
      const none = { online: 0, offline: 0, sleeping: 0, stale: 0, unknown: 0 };
      assert.equal(inShort(devicesStatus({ ...none, ...counts }, translate)), expected);
    });
  }

  function connecting(cause: MqttNodeError | undefined): ConnectionState {
    return { name: "connecting", address: "mqtt://h:1883", cause };
  }

  function waiting(cause: MqttNodeError) {
    return { name: "waiting" as const, attempt: 1, delay: 500, cause };
  }

  function connected(verified: boolean | undefined): ConnectionState {
    return { name: "connected", session: session({ verified }) };
  }

  function inShort({ fill, shape, text }: { fill: string; shape: string; text: string }): string {
    return `${fill} ${shape} ${text}`;
  }
});
