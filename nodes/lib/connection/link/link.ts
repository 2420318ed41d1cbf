import { MqttClient, type IConnackPacket, type IPublishPacket } from "mqtt";
import type { Clock } from "../../clock";
import type { MqttNodeError } from "../../errors";
import type { Publication } from "../../messages/publication";
import { ReceivedMessage } from "../../messages/received-message";
import type { PublishTransport } from "../../outbox/outbox";
import type { SubscribeRequest, SubscribeTransport } from "../../subscriptions/broker/subscribe-transport";
import { Acknowledgements } from "./acknowledgements";
import { BrokerPackets } from "./broker-packets";
import { clientOptions, type SessionMemory } from "./client-options";
import type { LinkSettings } from "../settings/connect-settings";
import type { GatheringStream } from "../transport/gathering-stream";
import { Intake } from "./intake";
import { Keepalive } from "./keepalive";
import { LinkFailure } from "./link-failure";
import { openLinkStream } from "./link-stream";
import { Resumption } from "./resumption";
import { subscribeOptions } from "./subscribe-options";

/** What a link reports. `closed` comes exactly once; of what was received before, something may still follow. */
export interface LinkEvents {
  connected(connack: IConnackPacket): void;
  /** @returns how many nodes got the message */
  received(message: ReceivedMessage): number;
  acknowledged(packetId: number, error?: MqttNodeError): void;
  /** @param progress how far the link had come */
  closed(cause: MqttNodeError, progress: LinkProgress): void;
}

/** Nothing could be sent; bytes could flow; the broker had accepted us. */
export type LinkProgress = "not up" | "up" | "accepted";

/** MQTT.js's own keepalive hears nothing of messages, and takes a busy process for a silent broker. */
const NO_TIMER = { set: () => 0, clear: () => undefined };

/** One network connection to one broker, from CONNECT to the closed socket: one MQTT.js client. */
export class Link implements PublishTransport, SubscribeTransport {
  readonly #settings: LinkSettings;
  readonly #memory: SessionMemory;
  readonly #events: LinkEvents;
  readonly #failure: LinkFailure;
  readonly #packets: BrokerPackets;
  readonly #intake: Intake;
  readonly #acknowledgements = new Acknowledgements((bytes) => this.#client.stream.write(bytes));
  readonly #keepalive: Keepalive;
  readonly #resumption: Resumption;
  readonly #client: MqttClient;
  #isAccepted = false;

  /** Starts to connect. */
  constructor(settings: LinkSettings, memory: SessionMemory, events: LinkEvents, clock: Clock) {
    this.#settings = settings;
    this.#memory = memory;
    this.#events = events;
    this.#failure = new LinkFailure(settings, () => this.#abort());
    this.#resumption = new Resumption(memory, clock);
    this.#intake = new Intake((message) => this.#dispatch(message));
    this.#keepalive = new Keepalive(clock, {
      ping: () => this.#client.sendPing(),
      silent: () => this.#failure.timedOut("keepalive-timeout"),
    });
    this.#packets = new BrokerPackets(settings, {
      accepted: (connack) => this.#accepted(connack),
      acknowledged: (packetId, error) => events.acknowledged(packetId, error),
      ended: (cause) => this.#failure.because(cause),
      broken: (detail) => this.#failure.protocolBroken(detail),
    });
    this.#client = this.#createClient();
    this.#listen();
  }

  /** QoS 1 and 2 end with {@link LinkEvents.acknowledged}. */
  publish({ topic, payload, qos, retain, properties }: Publication, written: () => void): number {
    const options = properties === undefined ? { qos, retain } : { qos, retain, properties };
    if (qos > 0) {
      this.#client.publish(topic, payload, options);
      return this.#client.getLastMessageId();
    }
    this.#client.publish(topic, payload, options, written);
    return 0;
  }

  subscribe(request: SubscribeRequest, answered: (codes: readonly number[]) => void): void {
    const { filters } = request;
    this.#client.subscribe([...filters], subscribeOptions(request), (error, _granted, packet) => {
      const answer = packet ?? (error as { packet?: typeof packet } | null)?.packet;
      answered((answer?.granted ?? []) as readonly number[]);
    });
    this.#packets.subscribing(this.#client.getLastMessageId(), filters.length);
  }

  unsubscribe(filters: readonly string[], answered: () => void): void {
    this.#client.unsubscribe([...filters], () => answered());
  }

  /** From now on no message is dispatched or acknowledged: what comes waits, most of it at the broker. */
  hold(): void {
    this.#intake.hold();
    this.#keepalive.hold();
  }

  /** Dispatches what has waited, in order, and goes on. */
  release(): void {
    this.#keepalive.release();
    this.#intake.release();
  }

  /** Sends DISCONNECT, then closes. What isn't acknowledged by then stays so: nothing may follow [MQTT-3.14.4-1]. */
  end(): void {
    this.#keepalive.stop();
    this.#acknowledgements.close();
    if (this.#intake.isHeld) this.#discard();
    // MQTT.js doesn't end while a packet is unacknowledged, but then the store forgets none: the session may go on.
    for (const id of Object.keys(this.#client.outgoing)) Reflect.deleteProperty(this.#client.outgoing, id);
    if (this.#client.connected) this.#client.end(false);
    else this.destroy();
  }

  /** Closes without a word: the broker publishes the will. */
  destroy(): void {
    this.#client.end(true);
    this.#client.stream.destroy();
  }

  /** MQTT.js writes CONNECT at once; if it can't, nobody else knows of the socket. */
  #createClient(): MqttClient {
    let stream: GatheringStream | undefined;
    const options = { ...clientOptions(this.#settings, this.#memory), timerVariant: NO_TIMER };
    try {
      return new MqttClient(() => (stream = this.#openStream()), options);
    } catch (error) {
      stream?.destroy();
      throw error;
    }
  }

  #openStream(): GatheringStream {
    return openLinkStream(this.#settings, {
      up: () => this.#failure.up(),
      failed: (error) => this.#failure.transportFailed(error),
      heard: () => this.#keepalive.heard(),
      tooLarge: (bytes) => this.#failure.protocolBroken(`a packet of ${bytes} bytes`),
    });
  }

  #listen(): void {
    const client = this.#client;
    client.on("connect", (connack) => {
      this.#resumption.end();
      this.#events.connected(connack);
    });
    client.on("message", (topic, payload, packet) => this.#received(topic, payload, packet));
    client.on("packetreceive", (packet) => {
      this.#packets.received(packet);
      if (packet.cmd === "publish") this.#acknowledgements.claim(packet);
    });
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
    const { keepalive, connectTimeout } = this.#settings;
    this.#keepalive.start(properties?.serverKeepAlive ?? keepalive);
    this.#resumption.begin(sessionPresent, connectTimeout, () => this.#failure.timedOut("keepalive-timeout"));
  }

  /** Reads what comes while the intake is held to nowhere, so that the end of the stream is reached. */
  #discard(): void {
    this.#client.stream.unpipe();
    this.#client.stream.resume();
  }

  #abort(): void {
    this.#packets.end();
    this.#client.stream.destroy();
  }

  #closed(): void {
    this.#resumption.end();
    this.#keepalive.stop();
    this.#acknowledgements.close();
    this.#intake.drop();
    this.#client.end(true);
    this.#events.closed(this.#failure.cause, this.#progress);
  }
}
