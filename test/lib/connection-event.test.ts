import assert from "node:assert/strict";
import { connectionEvent } from "../../nodes/lib/connection-event";
import type { ConnectionState } from "../../nodes/lib/connection/state";
import { MqttNodeError } from "../../nodes/lib/errors";
import { session, translate } from "./texts";

const ADDRESS = "mqtt://h:1883";
const LOST = new MqttNodeError("connection-lost", { address: ADDRESS });
const REFUSED = new MqttNodeError("bad-credentials", { address: ADDRESS });
const TAKEN = new MqttNodeError("session-taken-over", { address: ADDRESS });
const LOST_EVENT = {
  code: "connection-lost",
  layer: "network",
  message: `errors.connection-lost {"address":"${ADDRESS}"}`,
};

describe("the event that a Status node gets", () => {
  const connected = {
    state: "connected",
    address: ADDRESS,
    protocolVersion: 5,
    clientId: "c",
    sessionPresent: false,
    limits: {
      maximumQos: 2,
      retainAvailable: true,
      wildcards: true,
      sharedSubscriptions: true,
      subscriptionIdentifiers: true,
      topicAliasMaximum: 0,
      keepalive: 60,
      sessionExpiry: 0,
    },
    leftOut: [],
  };
  const events: [what: string, state: ConnectionState, event: object][] = [
    ["closed", { name: "closed" }, { state: "closed" }],
    ["closing", { name: "closing" }, { state: "closing" }],
    [
      "connecting",
      { name: "connecting", address: ADDRESS, cause: undefined },
      { state: "connecting", address: ADDRESS },
    ],
    [
      "connecting after a failure",
      { name: "connecting", address: ADDRESS, cause: LOST },
      { state: "connecting", address: ADDRESS, error: LOST_EVENT },
    ],
    [
      "waiting for the next attempt",
      { name: "waiting", attempt: 2, delay: 500, cause: LOST },
      { state: "waiting", attempt: 2, delay: 500, error: LOST_EVENT },
    ],
    [
      "refused by the broker",
      { name: "refused", attempt: 1, delay: 700, cause: REFUSED },
      {
        state: "refused",
        attempt: 1,
        delay: 700,
        error: { code: "bad-credentials", layer: "mqtt", message: `errors.bad-credentials {"address":"${ADDRESS}"}` },
      },
    ],
    ["connected", { name: "connected", session: session() }, connected],
    [
      "connected for as long as a rival lets it",
      { name: "connected", session: session({ contested: TAKEN }) },
      {
        ...connected,
        error: {
          code: "session-taken-over",
          layer: "mqtt",
          message: `errors.session-taken-over {"address":"${ADDRESS}"}`,
        },
      },
    ],
  ];
  for (const [what, state, event] of events) {
    it(`of a connection that is ${what} is plain data`, () => {
      assert.deepEqual(connectionEvent(state, translate), event);
    });
  }

  it("of a session holds all that the broker said, and whether it is who it says", () => {
    const limits = { ...session().limits, receiveMaximum: 5, maximumPacketSize: 100 };
    const state = { name: "connected", session: session({ verified: false, limits, leftOut: ["a"] }) } as const;
    const { limits: _limits, leftOut: _leftOut, ...others } = connected;
    assert.deepEqual(connectionEvent(state, translate), { ...others, verified: false, limits, leftOut: ["a"] });
  });

  it("is the same object for all nodes and as long as nothing changes", () => {
    for (const [, state] of events) {
      const event = connectionEvent(state, translate);
      assert.equal(connectionEvent(state, translate), event);
      assert.notEqual(connectionEvent({ ...state }, translate), event);
    }
  });
});
