import { MqttClient, type IConnackPacket, type IPublishPacket } from "mqtt";
import type { Clock } from "../../clock";
import type { Publication } from "../../messages/publication";
import { ReceivedMessage } from "../../messages/received-message";
import type { PublishTransport } from "../../outbox/publish-transport";
import type { SubscribeRequest, SubscribeTransport } from "../../subscriptions/broker/subscribe-transport";
import { Acknowledgements } from "./acknowledgements";
import { BrokerPackets } from "./broker-packets";
import { clientOptions } from "./client-options";
import type { LinkSettings } from "../settings/connect-settings";
import type { GatheringStream } from "../transport/gathering-stream";
import type { IncomingStore } from "./incoming-store";
import { Intake } from "./intake";
import { Keepalive } from "./keepalive";
import type { LinkEvents, LinkProgress } from "./link-events";
import { LinkFailure } from "./link-failure";
import { openLinkStream } from "./link-stream";
import { PacketWriter } from "./packet-writer";
import { subscribeOptions } from "./subscribe-options";

/** One network connection to one broker, from CONNECT to the closed socket: one MQTT.js client. */
export class Link implements PublishTransport, SubscribeTransport {
  readonly #settings: LinkSettings;
  readonly #incoming: IncomingStore;
  readonly #events: LinkEvents;
  readonly #failure: LinkFailure;
  readonly #packets: BrokerPackets;
  readonly #intake: Intake;
  readonly #acknowledgements = new Acknowledgements((bytes) => this.#client.stream.write(bytes));
  readonly #keepalive: Keepalive;
  readonly #client: MqttClient;
  readonly #writer: PacketWriter;
  #isAccepted = false;

  /** Starts to connect. */
  constructor(settings: LinkSettings, incoming: IncomingStore, events: LinkEvents, clock: Clock) {
    this.#settings = settings;
    this.#incoming = incoming;
    this.#events = events;
    this.#failure = new LinkFailure(settings, () => this.#abort());
    this.#intake = new Intake((message) => this.#dispatch(message));
    this.#keepalive = new Keepalive(clock, {
      ping: () => this.#writer.ping(() => undefined),
      silent: () => this.#failure.silent(),
    });
    this.#packets = new BrokerPackets(settings, {
      accepted: (connack) => this.#accepted(connack),
      acknowledged: (packetId, error) => events.acknowledged(packetId, error),
      publishReceived: (packetId) => events.publishReceived(packetId),
      ponged: () => this.#writer.ponged(),
      ended: (cause) => this.#failure.because(cause),
      broken: (detail) => this.#failure.protocolBroken(detail),
    });
    this.#client = this.#createClient();
    this.#writer = new PacketWriter(this.#client.stream, settings.version, (error) =>
      this.#failure.writerFailed(error),
    );
    this.#listen();
  }

  publish(publication: Publication, packetId: number, isRepeated: boolean): boolean {
    return this.#writer.publish(publication, packetId, isRepeated);
  }

  release(packetId: number): void {
    this.#writer.release(packetId);
  }

  probe(answered: () => void): void {
    this.#writer.ping(answered);
  }

  subscribe(request: SubscribeRequest, answered: (codes: readonly number[]) => void): void {
    const { filters } = request;
    this.#client.subscribe([...filters], subscribeOptions(request), (error, _granted, packet) => {
      const answer = packet ?? (error as { packet?: typeof packet } | null)?.packet;
      answered((answer?.granted ?? []) as readonly number[]);
    });
  }

  unsubscribe(filters: readonly string[], answered: () => void): void {
    this.#client.unsubscribe([...filters], () => answered());
  }

  /** From now on no message is dispatched or acknowledged: what comes waits, most of it at the broker. */
  pause(): void {
    this.#intake.hold();
    this.#keepalive.hold();
  }

  /** Dispatches what has waited, in order, and goes on. */
  resume(): void {
    this.#keepalive.release();
    this.#intake.release();
  }

  /** Sends DISCONNECT, then closes. What isn't acknowledged by then stays so: nothing may follow [MQTT-3.14.4-1]. */
  end(): void {
    this.#closeOurs();
    if (this.#intake.isHeld) this.#discard();
    // MQTT.js doesn't end while a SUBSCRIBE is unanswered.
    for (const id of Object.keys(this.#client.outgoing)) Reflect.deleteProperty(this.#client.outgoing, id);
    if (this.#client.connected) this.#client.end(false);
    else this.destroy();
  }

  /** Closes without a word: the broker publishes the will. */
  destroy(): void {
    this.#closeOurs();
    this.#client.end(true);
    this.#client.stream.destroy();
  }

  /** MQTT.js writes CONNECT at once; if it can't, nobody else knows of the socket. */
  #createClient(): MqttClient {
    let stream: GatheringStream | undefined;
    try {
      return new MqttClient(() => (stream = this.#openStream()), clientOptions(this.#settings, this.#incoming));
    } catch (error) {
      stream?.destroy();
      throw error;
    }
  }

  #openStream(): GatheringStream {
    return openLinkStream(this.#settings, {
      up: () => this.#failure.up(),
      passed: this.#events.passed,
      failed: (error) => this.#failure.transportFailed(error),
      heard: () => this.#keepalive.heard(),
      tooLarge: (bytes) => this.#failure.protocolBroken(`a packet of ${bytes} bytes`),
    });
  }

  #listen(): void {
    const client = this.#client;
    client.on("connect", (connack) => this.#events.connected(connack));
    client.on("message", (topic, payload, packet) => this.#received(topic, payload, packet));
    client.on("packetreceive", (packet) => {
      this.#packets.received(packet);
      if (packet.cmd === "publish") this.#acknowledgements.claim(packet);
    });
    client.on("packetsend", (packet) => this.#packets.sending(packet));
    client.stream.on("drain", () => this.#events.writable());
    client.on("error", (error) => this.#failure.clientFailed(error));
    client.once("close", () => this.#closed());
    client.handleMessage = (_packet, next) => this.#intake.handled(next);
  }

  get #progress(): LinkProgress {
    if (this.#isAccepted) return "accepted";
    return this.#failure.isUp ? "up" : "not up";
  }

  #received(topic: string, payload: Buffer, packet: IPublishPacket): void {
    if (this.#acknowledgements.isRepeated(packet)) return;
    const receipt = this.#acknowledgements.receive(packet);
    // Those who would acknowledge it have been told that the connection is gone: in a kept session it comes again.
    if (receipt !== undefined && this.#acknowledgements.isClosed && !this.#settings.cleanSession) return;
    const qos = receipt === undefined ? packet.qos : 1;
    this.#intake.received(new ReceivedMessage(topic, payload, qos, packet.retain, packet.properties, receipt));
  }

  #dispatch(message: ReceivedMessage): number {
    const deliveries = this.#events.received(message);
    message.receipt?.release();
    return deliveries;
  }

  #accepted({ sessionPresent, properties }: IConnackPacket): void {
    this.#isAccepted = true;
    // The server's goes before ours [MQTT-3.2.2-21].
    this.#keepalive.start(properties?.serverKeepAlive ?? this.#settings.keepalive);
    this.#writer.allowAliases(properties?.topicAliasMaximum ?? 0);
    if (!sessionPresent) this.#incoming.clear();
  }

  /** Reads what comes while the intake is held to nowhere, so that the end of the stream is reached. */
  #discard(): void {
    this.#client.stream.unpipe();
    this.#client.stream.resume();
  }

  /** Nothing of ours may be written any more. */
  #closeOurs(): void {
    this.#keepalive.stop();
    this.#acknowledgements.close();
    this.#writer.close();
  }

  #abort(): void {
    this.#packets.end();
    this.#client.stream.destroy();
  }

  #closed(): void {
    this.#closeOurs();
    this.#intake.drop();
    this.#client.end(true);
    this.#events.closed(this.#failure.cause, this.#progress);
  }
}
