import type { Packet } from "mqtt-packet";
import { Journal } from "../support/journal";
import { accepted, startPeer, type PeerConnection, type ScriptedPeer } from "../support/scripted-peer";
import type { HostileCase } from "./hostile-packets";

/** Which packet of the client is answered with something else. */
const DUE = { connack: "connect", suback: "subscribe", puback: "publish", later: undefined } as const;

/** A broker that breaks the rules when it is told to, and keeps them else. */
export class HostilePeer {
  readonly subscribed = new Journal<PeerConnection>("connections that are subscribed");
  readonly published = new Journal<string>("payloads of the client");
  readonly #peer: ScriptedPeer;
  readonly #hungUp = new WeakSet<PeerConnection>();
  #hostile: HostileCase | undefined;
  #marker = "";

  private constructor(peer: ScriptedPeer) {
    this.#peer = peer;
  }

  static async start(): Promise<HostilePeer> {
    const hostile: HostilePeer = new HostilePeer(
      await startPeer((packet, connection) => hostile.#received(packet, connection)),
    );
    return hostile;
  }

  get uri(): string {
    return this.#peer.uri;
  }

  /**
   * Sends it now, or has it sent when the time has come, which for `puback` is the client's next message.
   * @param marker the payload of a message behind it, which arrives if it is passed over
   */
  attack(hostile: HostileCase, connection: PeerConnection, marker: string): void {
    this.#marker = marker;
    if (hostile.moment === "later") return this.#send(hostile, connection, 0);
    this.#hostile = hostile;
    if (hostile.moment !== "puback") connection.close();
  }

  stop(): Promise<void> {
    return this.#peer.stop();
  }

  /** Then the connection ends, whatever the client does. */
  #send(hostile: HostileCase, connection: PeerConnection, id: number): void {
    this.#hostile = undefined;
    this.#hungUp.add(connection);
    connection.send(hostile.bytes(id));
    connection.send(message(this.#marker));
    connection.end(Buffer.alloc(0));
  }

  #received(packet: Packet, connection: PeerConnection): void {
    if (this.#hungUp.has(connection)) return;
    const { moment } = this.#hostile ?? {};
    const { cmd, messageId = 0 } = packet;
    const isDue = moment !== undefined && DUE[moment] === cmd;
    if (isDue && this.#hostile !== undefined) return this.#send(this.#hostile, connection, messageId);
    if (cmd === "publish") this.published.add(packet.payload.toString());
    const answer = answerTo(packet);
    if (answer !== undefined) connection.send(answer);
    if (cmd === "subscribe") this.subscribed.add(connection);
  }
}

function answerTo({ cmd, messageId = 0 }: Packet): Packet | undefined {
  if (cmd === "connect") return accepted();
  if (cmd === "subscribe") return { cmd: "suback", messageId, granted: [0] };
  if (cmd === "publish") return { cmd: "puback", messageId, reasonCode: 0 };
  if (cmd === "pingreq") return { cmd: "pingresp" };
  return undefined;
}

/** A message of the broker, of which it expects nothing. */
export function message(payload: string): Packet {
  return { cmd: "publish", topic: "plant/n", payload, qos: 0, retain: false, dup: false };
}
