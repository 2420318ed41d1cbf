import type { DeployedFlow, FlowNode } from "../support/flow";
import type { PeerConnection } from "../support/scripted-peer";
import { MAXIMUM_PACKET_SIZE, TOPIC_ALIAS_MAXIMUM, type HostileCase, type Version } from "./hostile-packets";
import { HostilePeer, message } from "./hostile-peer";

/** Milliseconds: a node waits up to a second before each attempt, and many lanes share the machine. */
const PATIENCE = 20_000;

/** One broker that misbehaves on command, and the nodes that face it; many run side by side in one flow. */
export class FuzzLane {
  readonly #name: string;
  readonly #version: Version;
  readonly #peer: HostilePeer;
  #connection: PeerConnection | undefined;
  #count = 0;
  /** Messages that were put into the mqtt-out. */
  sent = 0;

  private constructor(name: string, version: Version, peer: HostilePeer) {
    this.#name = name;
    this.#version = version;
    this.#peer = peer;
  }

  static async start(name: string, version: Version): Promise<FuzzLane> {
    return new FuzzLane(name, version, await HostilePeer.start());
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
    const { subscribed } = this.#peer;
    this.#connection ??= await subscribed.next(undefined, PATIENCE);
    this.#count += 1;
    const statuses = flow.statuses(`out-${this.#name}`);
    const before = statuses.all.length;
    this.#peer.attack(hostile, this.#connection, this.#marker);
    if (hostile.moment === "puback") this.#publish(flow, "unanswered");
    this.#connection = await subscribed.next(undefined, PATIENCE);
    await this.#exchange(flow, this.#connection);
    const seen = codesOf(statuses.all.slice(before));
    if (flow.received(this.#sink).all.some(({ payload }) => payload === this.#marker)) seen.push("ignored");
    return verdict(hostile, seen);
  }

  /** A message each way. */
  async #exchange(flow: DeployedFlow, connection: PeerConnection): Promise<void> {
    const text = `${this.#marker} is over`;
    connection.send(message(text));
    await flow.received(this.#sink).next(({ payload }) => payload === text, PATIENCE);
    this.#publish(flow, text);
    await this.#peer.published.next((payload) => payload === text, PATIENCE);
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

function codesOf(statuses: readonly object[]): string[] {
  const events = statuses as readonly { connection?: { error?: { code: string } } }[];
  return events.flatMap(({ connection }) => connection?.error?.code ?? []);
}

function verdict({ name, expected }: HostileCase, seen: readonly string[]): string | undefined {
  if (seen.length === 0) return `${name}: left without a reason`;
  if (expected === undefined || seen.includes(expected)) return undefined;
  return `${name}: ${seen.join(", ")} instead of ${expected}`;
}
