import { EventEmitter, once } from "node:events";
import { connectAsync, type MqttClient } from "mqtt";
import { scale } from "./scale";

/** The payload after the last number. */
export const END = "end";

/** What became of messages with the payloads 0, 1, 2, ... */
export interface Figures {
  readonly sent: number;
  /** How many of them arrived, be it once or more often. */
  readonly arrived: number;
  /** How many came again, each time counted. */
  readonly again: number;
  /** How many came for the first time after a greater one. */
  readonly outOfOrder: number;
}

/**
 * Counts numbers at a broker, in a process that isn't killed. With QoS 2 it has a session of its own that the broker
 * keeps: it loses nothing itself, and gets nothing twice that the broker has got once. With QoS 0 it is an onlooker.
 */
export class CountingSubscriber {
  /** When each of the numbers came first, in the order they came: milliseconds on the clock of this process. */
  readonly firstArrivals = new Map<number, number>();
  /** The numbers that came again, as often as they did. */
  readonly repeated: number[] = [];
  readonly #client: MqttClient;
  readonly #news = new EventEmitter();
  #greatest = -1;
  #hasEnded = false;

  private constructor(client: MqttClient) {
    this.#client = client;
    client.on("message", (_topic, payload) => this.#count(String(payload)));
    client.on("connect", () => this.#news.emit("news"));
    // It comes back by itself.
    client.on("error", () => undefined);
  }

  /** Resolves when it is subscribed. */
  static async start(uri: string, topic: string, qos: 0 | 2): Promise<CountingSubscriber> {
    const kept = { clientId: `counts ${topic}`, clean: false, properties: { sessionExpiryInterval: 3_600 } };
    const session = qos === 0 ? {} : kept;
    const client = await connectAsync(uri, { protocolVersion: 5, reconnectPeriod: 50, ...session });
    const subscriber = new CountingSubscriber(client);
    await client.subscribeAsync(topic, { qos });
    return subscriber;
  }

  /** Resolves when so many different numbers have come. */
  counted(count: number): Promise<void> {
    return this.#until(() => this.firstArrivals.size >= count, `${count} messages`);
  }

  /** Resolves when a number has come, or a greater one. */
  reached(number: number): Promise<void> {
    return this.#until(() => this.#greatest >= number, `the number ${number}`);
  }

  /** Resolves when the end has come. */
  ended(): Promise<void> {
    return this.#until(() => this.#hasEnded, "the end");
  }

  /** Disconnects; the broker keeps for it what comes. */
  async leave(): Promise<void> {
    await this.#client.endAsync();
  }

  /** Connects again after it left; resolves when it is connected. */
  back(): Promise<void> {
    this.#client.reconnect();
    return this.connected();
  }

  /** Resolves when it is connected, which it comes to be by itself if it hasn't left. */
  connected(): Promise<void> {
    return this.#until(() => this.#client.connected, "its connection");
  }

  has(number: number): boolean {
    return this.firstArrivals.has(number);
  }

  /** The figures of so many messages. */
  figures(sent: number): Figures {
    let greatest = -1;
    const late = [...this.firstArrivals.keys()].filter((number) => {
      greatest = Math.max(greatest, number);
      return number < greatest;
    });
    return { sent, arrived: this.firstArrivals.size, again: this.repeated.length, outOfOrder: late.length };
  }

  async stop(): Promise<void> {
    await this.#client.endAsync(true);
  }

  #count(payload: string): void {
    if (payload === END) this.#hasEnded = true;
    else this.#countNumber(Number(payload));
    this.#news.emit("news");
  }

  #countNumber(number: number): void {
    this.#greatest = Math.max(this.#greatest, number);
    if (this.has(number)) this.repeated.push(number);
    else this.firstArrivals.set(number, performance.now());
  }

  async #until(isSo: () => boolean, what: string): Promise<void> {
    const signal = AbortSignal.timeout(scale.patience);
    while (!isSo()) {
      await once(this.#news, "news", { signal }).catch(() => {
        throw new Error(`waited for ${what}; counted so far: ${JSON.stringify(this.figures(this.#greatest + 1))}`);
      });
    }
  }
}
