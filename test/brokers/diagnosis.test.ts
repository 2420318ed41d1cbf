import assert from "node:assert/strict";
import type { ErrorCode } from "../../nodes/lib/errors";
import { useRuntime } from "../support/flow";
import { connected, showing } from "../support/phrase";
import { accepted, refused } from "../support/scripted-peer";
import { useScriptedPeer } from "./facing-peer";
import { failed, warnings } from "./warnings";

/** A code, what it is for the user, and how the log says it. */
type Answer = readonly [number, ErrorCode, RegExp];

/** CONNACK of MQTT 3.1.1, which has no words of its own [MQTT 3.1.1, 3.2.2.3]. */
const RETURN_CODES: readonly Answer[] = [
  [1, "protocol-unsupported", / doesn't know this version of MQTT\.$/],
  [2, "client-id-refused", / refused the client ID\.$/],
  [3, "server-unavailable", / is not available at the moment: server unavailable\.$/],
  [4, "bad-credentials", / refused the login: bad user name or password\.$/],
  [5, "not-authorised", / refused the login: not authorised\.$/],
];

/** CONNACK of MQTT 5, each with the words "ask Bob" [MQTT 5, 3.2.2.2]. */
const CONNACK_CODES: readonly Answer[] = [
  [0x80, "connect-refused", / refused the login: ask Bob\.$/],
  [0x85, "client-id-refused", / refused the client ID: ask Bob\.$/],
  [0x86, "bad-credentials", / refused the login: bad user name or password: ask Bob\.$/],
  [0x87, "not-authorised", / refused the login: not authorised: ask Bob\.$/],
  [0x88, "server-unavailable", / is not available at the moment: ask Bob\.$/],
  [0x8a, "banned", / has banned this client: ask Bob\.$/],
  [0x97, "quota-exceeded", /: a quota is exceeded: ask Bob\.$/],
  [0x9d, "connect-refused", / refused the login: ask Bob\.$/],
];

/** DISCONNECT of a server, each with the words "ask Bob" [MQTT 5, 3.14.2.1]. */
const DISCONNECT_CODES: readonly Answer[] = [
  [0x87, "not-authorised", / refused the login: not authorised: ask Bob\.$/],
  [0x8b, "server-shutting-down", / is shutting down: ask Bob\.$/],
  [0x8d, "server-disconnected", / closed the connection: ask Bob\.$/],
  [0x8e, "session-taken-over", /^Another client connected to .* with the same client ID: ask Bob\.$/],
  [0x97, "quota-exceeded", /: a quota is exceeded: ask Bob\.$/],
  [0x98, "server-disconnected", / closed the connection: ask Bob\.$/],
];

describe("what a broker answers", () => {
  useRuntime();
  const facing = useScriptedPeer();

  for (const [version, codes] of [
    ["4", RETURN_CODES],
    ["5", CONNACK_CODES],
  ] as const) {
    for (const [reasonCode, code, says] of codes) {
      it(`is ${code} with CONNACK ${reasonCode} of MQTT ${version}, said once, and over when it accepts`, async () => {
        let isOpen = false;
        const words = version === "5" ? "ask Bob" : undefined;
        const flow = await facing(
          (packet, connection) => {
            if (packet.cmd === "connect") connection.send(isOpen ? accepted() : refused(reasonCode, words));
          },
          { protocolVersion: version },
        );
        const { fill, shape } = await showing(flow, "in", code);
        assert.deepEqual([fill, shape], ["red", "ring"]);
        await failed(flow, 2);
        assert.equal(warnings(flow).length, 1, warnings(flow).join("\n"));
        assert.match(warnings(flow)[0] ?? "", says);
        isOpen = true;
        await connected(flow, "out");
      });
    }
  }

  for (const [reasonCode, code, says] of DISCONNECT_CODES) {
    it(`is ${code} with DISCONNECT ${reasonCode}`, async () => {
      const flow = await facing((packet, connection, count) => {
        if (packet.cmd === "connect") connection.send(accepted());
        if (packet.cmd === "subscribe" && count === 1) {
          connection.send({ cmd: "disconnect", reasonCode, properties: { reasonString: "ask Bob" } });
        }
      });
      const { fill, shape } = await showing(flow, "in", code);
      assert.deepEqual([fill, shape], ["red", "ring"]);
      assert.match(warnings(flow)[0] ?? "", says);
      await connected(flow, "out");
    });
  }

  it("is named anew when the cause changes, and again when it comes back", async () => {
    const answers = [0x88, 0x88, 0x87, 0x88];
    const flow = await facing((packet, connection, count) => {
      if (packet.cmd === "connect") connection.send(refused(answers[count - 1] ?? 0x8a));
    });
    await showing(flow, "in", "banned");
    const said = warnings(flow).map((line) => /not available|not authorised|banned/.exec(line)?.[0]);
    assert.deepEqual(said, ["not available", "not authorised", "not available", "banned"]);
  });
});
