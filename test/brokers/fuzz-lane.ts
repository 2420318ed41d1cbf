import type { Packet } from "mqtt-packet";
import type { DeployedFlow, FlowNode } from "../support/flow";
import { Journal } from "../support/journal";
import { accepted, startPeer, type PeerConnection, type ScriptedPeer } from "../support/scripted-peer";
import { MAXIMUM_PACKET_SIZE, TOPIC_ALIAS_MAXIMUM, type HostileCase, type Version } from "./hostile-packets";

/** Milliseconds: a node waits up to a second before each attempt, and many lanes share the machine. */
const PATIENCE = 20_000;

/** One broker that misbehaves on command, and the nodes that face it; many run side by side in one flow. */
export class FuzzLane {
  readonly #name: string;
  readonly #version: Version;
  readonly #peer: ScriptedPeer;
  readonly #subscribed = new Journal<PeerConnection>("connections that are subscribed");
  readonly #published = new Journal<string>("payloads of the nodes");
  readonly #hungUp = new WeakSet<PeerConnection>();
  #connection: PeerConnection | undefined;
  #hostile: HostileCase | undefined;
  #count = 0;
  /** Messages that were put into the mqtt-out. */
  sent = 0;

  private constructor(name: string, version: Version, peer: ScriptedPeer) {
    this.#name = name;
    this.#version = version;
    this.#peer = peer;
  }

  static async start(name: string, version: Version): Promise<FuzzLane> {
    const lane: FuzzLane = new FuzzLane(
      name,
      version,
      await startPeer((packet, connection) => lane.#received(packet, connection)),
    );
    return lane;
  }

  stop(): Promise<void> {
    return this.#peer.stop();
  }

  get nodes(): FlowNode[] {
    const broker = `broker-${this.#name}`;
    const properties = { topicAliasMaximum: TOPIC_ALIAS_MAXIMUM, maximumPacketSize: MAXIMUM_PACKET_SIZE };
    const config = { uri: this.#peer.uri, protocolVersion: String(this.#version), reconnectMax: 1, properties };
    return [
      { id: broker, type: "broker-config", ...config },
      { id: `in-${this.#name}`, type: "mqtt-in", broker, topic: "plant/#", wires: [[this.#sink]] },
      { id: `out-${this.#name}`, type: "mqtt-out", broker },
      { id: this.#sink, type: "helper" },
    ];
  }

  /** @returns what is wrong, undefined if all went as it should */
  async try(hostile: HostileCase, flow: DeployedFlow): Promise<string | undefined> {
    this.#connection ??= await this.#subscribed.next(undefined, PATIENCE);
    this.#count += 1;
    const statuses = flow.statuses(`out-${this.#name}`);
    const before = statuses.all.length;
    this.#attack(hostile, flow, this.#connection);
    this.#connection = await this.#subscribed.next(undefined, PATIENCE);
    await this.#exchange(flow, this.#connection);
    const seen = codesOf(statuses.all.slice(before));
    if (flow.received(this.#sink).all.some(({ payload }) => payload === this.#marker)) seen.push("ignored");
    return verdict(hostile, seen);
  }

  /** Sends it now, or has it sent when the time has come. */
  #attack(hostile: HostileCase, flow: DeployedFlow, connection: PeerConnection): void {
    if (hostile.moment === "later") return this.#send(hostile, connection, 0);
    this.#hostile = hostile;
    if (hostile.moment === "puback") this.#publish(flow, "unanswered");
    else connection.close();
  }

  /** The marker behind it arrives if it is passed over; then the connection ends, whatever the node does. */
  #send(hostile: HostileCase, connection: PeerConnection, id: number): void {
    this.#hostile = undefined;
    this.#hungUp.add(connection);
    connection.send(hostile.bytes(id));
    connection.send(publish(this.#marker));
    connection.end(Buffer.alloc(0));
  }

  #received(packet: Packet, connection: PeerConnection): void {
    if (this.#hungUp.has(connection)) return;
    const { moment } = this.#hostile ?? {};
    const { cmd, messageId = 0 } = packet;
    const isDue = moment !== undefined && DUE[moment] === cmd;
    if (isDue && this.#hostile !== undefined) return this.#send(this.#hostile, connection, messageId);
    if (cmd === "publish") this.#published.add(packet.payload.toString());
    const answer = answerTo(packet);
    if (answer !== undefined) connection.send(answer);
    if (cmd === "subscribe") this.#subscribed.add(connection);
  }

  /** A message each way. */
  async #exchange(flow: DeployedFlow, connection: PeerConnection): Promise<void> {
    const text = `${this.#marker} is over`;
    connection.send(publish(text));
    await flow.received(this.#sink).next(({ payload }) => payload === text, PATIENCE);
    this.#publish(flow, text);
    await this.#published.next((payload) => payload === text, PATIENCE);
  }

  #publish(flow: DeployedFlow, payload: string): void {
    this.sent += 1;
    flow.send(`out-${this.#name}`, { topic: "plant/n", payload, qos: 1 });
  }

  get #sink(): string {
    return `sink-${this.#name}`;
  }

  get #marker(): string {
    return `marker ${this.#count}`;
  }
}

/** Which packet of the node is answered with something else. */
const DUE = { connack: "connect", suback: "subscribe", puback: "publish", later: undefined } as const;

function answerTo({ cmd, messageId = 0 }: Packet): Packet | undefined {
  if (cmd === "connect") return accepted();
  if (cmd === "subscribe") return { cmd: "suback", messageId, granted: [0] };
  if (cmd === "publish") return { cmd: "puback", messageId, reasonCode: 0 };
  if (cmd === "pingreq") return { cmd: "pingresp" };
  return undefined;
}

function publish(payload: string): Packet {
  return { cmd: "publish", topic: "plant/n", payload, qos: 0, retain: false, dup: false };
}

function codesOf(statuses: readonly object[]): string[] {
  const events = statuses as readonly { connection?: { error?: { code: string } } }[];
  return events.flatMap(({ connection }) => connection?.error?.code ?? []);
}

function verdict({ name, expected }: HostileCase, seen: readonly string[]): string | undefined {
  if (seen.length === 0) return `${name}: left without a reason`;
  if (expected === undefined || seen.includes(expected)) return undefined;
  return `${name}: ${seen.join(", ")} instead of ${expected}`;
}
