import type { IPublishPacket, ISubscribePacket, IUnsubscribePacket, Packet } from "mqtt-packet";
import { Journal } from "../../support/journal";
import { accepted, startPeer, type PeerConnection } from "../../support/scripted-peer";
import { naiveMatch } from "../../lib/topics/naive-match";

/** How a broker sends a message for which a client has several subscriptions. */
export type Copies =
  | "one copy"
  | "one copy with all identifiers"
  | "a copy for each filter"
  | "a copy with its identifier for each filter";

/** What a test asks of its copying peer. */
export interface CopyingPeerOptions {
  readonly copies: Copies;
  /** CONNACK's properties. */
  readonly properties?: object;
  /** The SUBACK code of a filter, where it isn't what is asked for. */
  readonly answers?: Readonly<Record<string, number>>;
  /** Whether its session outlives connections. */
  readonly keeps?: boolean;
}

/** A subscription that the peer has. */
interface Held {
  readonly qos: 0 | 1 | 2;
  readonly identifier: number | undefined;
}

/** A broker for one client, which sends copies as brokers of its kind do. */
export interface CopyingPeer {
  readonly uri: string;
  /** Each SUBSCRIBE and UNSUBSCRIBE. */
  readonly asked: Journal<ISubscribePacket | IUnsubscribePacket>;
  /** The filters of each SUBSCRIBE, in order. */
  subscribed(): string[][];
  /** The identifier that a filter has, if it is subscribed. */
  readonly identifierOf: (filter: string) => number | undefined;
  /** Which filters are subscribed. */
  readonly filters: readonly string[];
  /** Sends a message for the subscriptions that match. */
  publish(topic: string, payload: string): void;
  /** Sends one PUBLISH with whatever identifiers, or bytes. */
  send(packet: Partial<IPublishPacket> | Buffer): void;
  cut(): void;
  stop(): Promise<void>;
}

/** It speaks the version of its client. */
export async function startCopyingPeer(options: CopyingPeerOptions): Promise<CopyingPeer> {
  const { copies, properties = {}, answers = {}, keeps = false } = options;
  const asked = new Journal<ISubscribePacket | IUnsubscribePacket>("SUBSCRIBE and UNSUBSCRIBE");
  const subscriptions = new Map<string, Held>();
  let client: PeerConnection | undefined;
  let lastId = 0;

  const peer = await startPeer((packet, connection, count) => {
    if (packet.cmd === "connect") {
      client = connection;
      if (!keeps) subscriptions.clear();
      connection.send(accepted(properties, keeps && count > 1));
    }
    if (packet.cmd === "subscribe") connection.send(grant(packet));
    if (packet.cmd === "unsubscribe") connection.send(drop(packet));
    if (packet.cmd === "pingreq") connection.send({ cmd: "pingresp" });
  });

  function grant(packet: ISubscribePacket): Packet {
    asked.add(packet);
    const granted = packet.subscriptions.map(({ topic, qos }) => {
      const code = answers[topic] ?? qos;
      const identifier = packet.properties?.subscriptionIdentifier;
      if (code < 0x80) subscriptions.set(topic, { qos: code as 0 | 1 | 2, identifier });
      return code;
    });
    return { cmd: "suback", messageId: packet.messageId ?? 0, granted };
  }

  function drop(packet: IUnsubscribePacket): Packet {
    asked.add(packet);
    for (const filter of packet.unsubscriptions) subscriptions.delete(filter);
    return { cmd: "unsuback", messageId: packet.messageId ?? 0, granted: packet.unsubscriptions.map(() => 0) };
  }

  function send(packet: Partial<IPublishPacket> | Buffer): void {
    if (Buffer.isBuffer(packet)) return client?.send(packet);
    const { topic = "", payload = "", qos = 0 } = packet;
    lastId = (lastId % 0xffff) + 1;
    const id = qos > 0 ? { messageId: lastId } : {};
    client?.send({ retain: false, dup: false, ...packet, ...id, cmd: "publish", topic, payload, qos });
  }

  function publish(topic: string, payload: string): void {
    const matching = [...subscriptions].filter(([filter]) => naiveMatch(filter, topic)).map(([, held]) => held);
    for (const copy of copiesOf(matching, copies)) send({ topic, payload, ...copy });
  }

  return {
    uri: peer.uri,
    asked,
    subscribed: () => asked.all.flatMap((packet) => (packet.cmd === "subscribe" ? [filtersOf(packet)] : [])),
    identifierOf: (filter) => subscriptions.get(filter)?.identifier,
    get filters() {
      return [...subscriptions.keys()];
    },
    publish,
    send,
    cut: () => client?.close(),
    stop: () => peer.stop(),
  };
}

function filtersOf({ subscriptions }: ISubscribePacket): string[] {
  return subscriptions.map(({ topic }) => topic);
}

/** The PUBLISHes of one message with QoS 1, for its subscriptions. */
function copiesOf(matching: readonly Held[], copies: Copies): Partial<IPublishPacket>[] {
  if (matching.length === 0) return [];
  const qos = Math.min(1, Math.max(...matching.map((held) => held.qos))) as 0 | 1;
  switch (copies) {
    case "one copy":
      return [{ qos }];
    case "one copy with all identifiers":
      return [{ qos, properties: { subscriptionIdentifier: distinct(matching) } }];
    case "a copy for each filter":
      return matching.map((held) => ({ qos: Math.min(1, held.qos) as 0 | 1 }));
    case "a copy with its identifier for each filter":
      return matching.map((held) => ({
        qos: Math.min(1, held.qos) as 0 | 1,
        properties: { subscriptionIdentifier: distinct([held]) },
      }));
  }
}

function distinct(matching: readonly Held[]): number[] {
  return [...new Set(matching.flatMap(({ identifier }) => identifier ?? []))];
}

/** Gives the tests of a describe block copying peers, which are stopped after each test. */
export function useCopyingPeer(): (options: CopyingPeerOptions) => Promise<CopyingPeer> {
  const peers: CopyingPeer[] = [];
  afterEach(() => Promise.all(peers.splice(0).map((peer) => peer.stop())));
  return async (options) => {
    const peer = await startCopyingPeer(options);
    peers.push(peer);
    return peer;
  };
}
