import type { IConnackPacket } from "mqtt";
import type { IPublishPacket, Packet } from "mqtt-packet";
import type { Clock } from "../../../../nodes/lib/clock";
import { IncomingStore } from "../../../../nodes/lib/connection/link/incoming-store";
import { Link } from "../../../../nodes/lib/connection/link/link";
import type { LinkEvents, LinkProgress } from "../../../../nodes/lib/connection/link/link-events";
import type { ProtocolVersion } from "../../../../nodes/lib/connection/settings/connect-settings";
import type { ErrorCode, MqttNodeError } from "../../../../nodes/lib/errors";
import type { Publication } from "../../../../nodes/lib/messages/publication";
import type { ReceivedMessage } from "../../../../nodes/lib/messages/received-message";
import type { SubscribeRequest } from "../../../../nodes/lib/subscriptions/broker/subscribe-transport";
import { Journal } from "../../../support/journal";
import { ManualClock } from "../../../support/manual-clock";
import { accepted, startPeer, type PeerConnection, type ScriptedPeer } from "../../../support/scripted-peer";
import { linkOf } from "../settings/saved-connection";

/** A link to a scripted broker, and all that is seen of either. */
export interface LinkBench {
  readonly link: Link;
  /** The broker's side. */
  readonly broker: PeerConnection;
  /** What the broker got after CONNECT. */
  readonly sent: Journal<Packet>;
  readonly received: Journal<ReceivedMessage>;
  readonly acknowledged: Journal<{ packetId: number; error: MqttNodeError | undefined }>;
  /** What was said of our messages, in order: `received 1`, `acknowledged 1`, `refused 1`. */
  readonly answers: Journal<string>;
  /** How often there was room again. */
  readonly drains: Journal<undefined>;
  readonly closed: Journal<{ code: ErrorCode; values: object; progress: LinkProgress }>;
}

/** What a test may choose. */
export interface LinkChoices {
  readonly version?: ProtocolVersion;
  readonly clock?: Clock;
  readonly saved?: object;
  readonly connack?: Packet | Buffer;
  /** Whether the link is waited for to be connected, true by default. */
  readonly awaitConnack?: boolean;
  readonly incoming?: IncomingStore;
  /** What the broker does with each packet after CONNECT. */
  readonly script?: (packet: Packet, broker: PeerConnection) => void;
  /** How many nodes each message reaches, or what happens then. */
  readonly dispatch?: (message: ReceivedMessage) => number;
}

/** Opens links to a scripted broker of their own that accepts them; all is closed after the test. */
export function useLinks(): (choices?: LinkChoices) => Promise<LinkBench> {
  const peers: ScriptedPeer[] = [];
  afterEach(() => Promise.all(peers.splice(0).map((peer) => peer.stop())));
  return async (choices = {}) => {
    const sent = new Journal<Packet>("packets to the broker");
    const connections = new Journal<PeerConnection>("connections");
    const peer = await startPeer((packet, connection) => {
      if (packet.cmd !== "connect") {
        sent.add(packet);
        return choices.script?.(packet, connection);
      }
      connections.add(connection);
      connection.send(choices.connack ?? accepted());
    });
    peers.push(peer);
    const { connected, ...bench } = openLink(peer.uri, choices);
    const broker = await connections.next();
    if (choices.awaitConnack !== false) await connected.next();
    return { ...bench, broker, sent };
  };
}

/** Starts to connect to whatever is there. */
export function openLink(
  uri: string,
  { version = 5, clock = new ManualClock(), saved, incoming = new IncomingStore(), dispatch = () => 1 }: LinkChoices,
): Omit<LinkBench, "broker" | "sent"> & { readonly connected: Journal<IConnackPacket> } {
  const connected = new Journal<IConnackPacket>("connected");
  const received = new Journal<ReceivedMessage>("received");
  const acknowledged: LinkBench["acknowledged"] = new Journal("acknowledged");
  const answers: LinkBench["answers"] = new Journal("answers");
  const drains: LinkBench["drains"] = new Journal("drains");
  const closed: LinkBench["closed"] = new Journal("closed");
  const events: LinkEvents = {
    connected: (connack) => connected.add(connack),
    received: (message) => {
      received.add(message);
      return dispatch(message);
    },
    acknowledged: (packetId, error) => {
      acknowledged.add({ packetId, error });
      answers.add(`${error === undefined ? "acknowledged" : "refused"} ${packetId}`);
    },
    publishReceived: (packetId) => answers.add(`received ${packetId}`),
    writable: () => drains.add(undefined),
    closed: ({ code, values }, progress) => closed.add({ code, values, progress }),
  };
  const link = new Link(linkOf(version, { uri, ...saved }), incoming, events, clock);
  return { link, connected, received, acknowledged, answers, drains, closed };
}

/** A message of ours. */
export function publication(topic: string, qos: 0 | 1 | 2 = 0): Publication {
  return { topic, payload: Buffer.from("x"), qos, retain: false, properties: undefined };
}

/** Sends one for the first time. */
export function send(link: Link, topic: string, qos: 0 | 1 | 2, packetId = qos && 1): boolean {
  return link.publish(publication(topic, qos), packetId, false);
}

/** A SUBSCRIBE of ours for QoS 1 and retained messages. */
export function request(...filters: string[]): SubscribeRequest {
  return { filters, qos: 1, noLocal: false, retainAsPublished: false, withRetained: true, identifier: undefined };
}

/** A message of the broker's. */
export function message(topic: string, qos: 0 | 1 | 2 = 0, messageId = 1): IPublishPacket {
  return { cmd: "publish", topic, payload: "x", qos, retain: false, dup: false, ...(qos > 0 ? { messageId } : {}) };
}
