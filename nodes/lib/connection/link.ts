import { MqttClient, type IConnackPacket, type IDisconnectPacket, type IPublishPacket, type Packet } from "mqtt";
import type { Clock, Timer } from "../clock";
import { MqttNodeError } from "../errors";
import type { Publication } from "../messages/publication";
import type { QoS } from "../messages/qos";
import { ReceivedMessage } from "../messages/received-message";
import type { PublishTransport } from "../outbox/outbox";
import type { SubscribeTransport } from "../subscriptions/subscriptions";
import { clientOptions, type SessionMemory } from "./client-options";
import type { LinkSettings } from "./connect-settings";
import { diagnose, diagnoseAcknowledgement, diagnoseConnack, diagnoseDisconnect, diagnoseHandshake } from "./diagnosis";
import { GatheringStream } from "./gathering-stream";
import { reasonStringOf } from "./reason-codes";
import { TopicAliases } from "./topic-aliases";
import { openTransport } from "./transport";

/** What a link reports. `closed` comes exactly once; of what was received before, something may still follow. */
export interface LinkEvents {
  connected(connack: IConnackPacket): void;
  /** @returns how many nodes got the message */
  received(message: ReceivedMessage): number;
  acknowledged(packetId: number, error?: MqttNodeError): void;
  /** @param wasUp whether bytes could flow before */
  closed(cause: MqttNodeError, wasUp: boolean): void;
}

/** Deliveries after which the intake yields one turn to the wire, so that a flood can't stall the event loop. */
const DELIVERIES_PER_TURN = 500;

/** One network connection to one broker, from CONNECT to the closed socket: one MQTT.js client. */
export class Link implements PublishTransport, SubscribeTransport {
  readonly #settings: LinkSettings;
  readonly #memory: SessionMemory;
  readonly #events: LinkEvents;
  readonly #client: MqttClient;
  readonly #aliases = new TopicAliases();
  readonly #clock: Clock;
  #resumption: Timer | undefined;
  #isUp = false;
  #cause: MqttNodeError | undefined;
  #deliveries = 0;

  /** Starts to connect. */
  constructor(settings: LinkSettings, memory: SessionMemory, events: LinkEvents, clock: Clock) {
    this.#settings = settings;
    this.#memory = memory;
    this.#events = events;
    this.#clock = clock;
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

  subscribe(filters: readonly string[], qos: QoS, answered: (codes: readonly number[]) => void): void {
    this.#client.subscribe([...filters], { qos }, (error, _granted, packet) => {
      const answer = packet ?? (error as { packet?: typeof packet } | null)?.packet;
      answered((answer?.granted ?? []) as readonly number[]);
    });
  }

  unsubscribe(filters: readonly string[]): void {
    this.#client.unsubscribe([...filters], () => undefined);
  }

  /** Sends DISCONNECT, then closes. */
  end(): void {
    // MQTT.js doesn't end while a packet is unacknowledged: these have ended for us.
    for (const id of Object.keys(this.#client.outgoing)) this.#client.removeOutgoingMessage(Number(id));
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
    try {
      return new MqttClient(() => (stream = this.#openStream()), clientOptions(this.#settings, this.#memory));
    } catch (error) {
      stream?.destroy();
      throw error;
    }
  }

  #openStream(): GatheringStream {
    const socket = openTransport(this.#settings, {
      up: () => {
        this.#isUp = true;
      },
      failed: (error) => this.#failed(this.#diagnose(error)),
    });
    return new GatheringStream(socket);
  }

  #listen(): void {
    const client = this.#client;
    client.on("connect", (connack) => {
      this.#resumption?.cancel();
      this.#events.connected(connack);
    });
    client.on("message", (topic, payload, packet) => this.#received(topic, payload, packet));
    client.on("packetreceive", (packet) => this.#packetReceived(packet));
    client.on("error", (error) => this.#broken(error));
    client.once("close", () => this.#closed());
    client.handleMessage = (_packet, next) => this.#yieldAfterMany(next);
  }

  #received(topic: string, payload: Buffer, { qos, retain, properties }: IPublishPacket): void {
    const message = new ReceivedMessage(topic, payload, qos, retain, properties);
    this.#deliveries += this.#events.received(message);
  }

  #yieldAfterMany(next: () => void): void {
    if (this.#deliveries < DELIVERIES_PER_TURN) return next();
    this.#deliveries = 0;
    setImmediate(next);
  }

  /** Sees each packet before MQTT.js acts on it. */
  #packetReceived(packet: Packet): void {
    switch (packet.cmd) {
      case "publish":
        return this.#aliases.resolve(packet);
      case "connack":
        return this.#connackReceived(packet);
      case "puback":
      case "pubcomp":
        return this.#events.acknowledged(packet.messageId ?? 0, diagnoseAcknowledgement(packet));
      case "pubrec":
        return this.#pubrecReceived(packet);
      case "disconnect":
        return this.#disconnectReceived(packet);
    }
  }

  /** The broker has forgotten the session: nothing of it may be sent again under its packet identifiers. */
  #connackReceived(packet: IConnackPacket): void {
    const code = packet.reasonCode ?? packet.returnCode ?? 0;
    if (code !== 0) return this.#failed(this.#explain(diagnoseConnack, code, packet));
    if (packet.sessionPresent) return this.#expectResumption();
    this.#memory.outgoing.clear();
    this.#memory.incoming.clear();
  }

  /** MQTT.js sends again what was in flight, and says `connect` when all of it is acknowledged. */
  #expectResumption(): void {
    const { connectTimeout, address } = this.#settings;
    this.#resumption = this.#clock.after(connectTimeout * 1_000, () => {
      this.#failed(new MqttNodeError("connect-timeout", { address }));
      this.#client.stream.destroy();
    });
  }

  /** Nothing may be sent after it, and the connection must be closed [MQTT-3.14.4-3]. */
  #disconnectReceived(packet: IDisconnectPacket): void {
    this.#failed(this.#explain(diagnoseDisconnect, packet.reasonCode ?? 0, packet));
    this.#client.stream.destroy();
  }

  #pubrecReceived(packet: Packet & { reasonCode?: number }): void {
    const refusal = diagnoseAcknowledgement(packet);
    if (refusal !== undefined) this.#events.acknowledged(packet.messageId ?? 0, refusal);
  }

  #diagnose(error: unknown): MqttNodeError {
    const { broker, address } = this.#settings;
    return broker.secure && !this.#isUp ? diagnoseHandshake(error, address) : diagnose(error, address);
  }

  #explain(diagnosis: typeof diagnoseConnack, code: number, packet: Packet): MqttNodeError {
    return diagnosis(code, this.#settings.address, reasonStringOf(packet));
  }

  /** The first failure is the cause; what follows are its consequences. */
  #failed(cause: MqttNodeError): void {
    this.#cause ??= cause;
  }

  /** MQTT.js reports a malformed packet but keeps the connection: what follows can't be trusted. */
  #broken(error: Error): void {
    this.#failed(this.#diagnose(error));
    this.#client.stream.destroy();
  }

  #closed(): void {
    this.#resumption?.cancel();
    this.#client.end(true);
    this.#events.closed(this.#cause ?? this.#diagnose(undefined), this.#isUp);
  }
}
