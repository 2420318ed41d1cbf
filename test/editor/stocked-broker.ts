import { connectAsync, type MqttClient } from "mqtt";
import { startAedes, type AedesBroker } from "../support/aedes-broker";

/** A broker that keeps values, as one in use does. */
export class StockedBroker {
  readonly #broker: AedesBroker;
  readonly #client: MqttClient;

  private constructor(broker: AedesBroker, client: MqttClient) {
    this.#broker = broker;
    this.#client = client;
  }

  /** @param values payloads by topic */
  static async start(values: Readonly<Record<string, string>>): Promise<StockedBroker> {
    const aedes = await startAedes();
    const broker = new StockedBroker(aedes, await connectAsync(aedes.uri));
    await Promise.all(Object.entries(values).map(([topic, payload]) => broker.keep(topic, payload)));
    return broker;
  }

  get uri(): string {
    return this.#broker.uri;
  }

  get port(): number {
    return this.#broker.port;
  }

  /** Publishes a value that the broker keeps. */
  async keep(topic: string, payload: string): Promise<void> {
    await this.#client.publishAsync(topic, payload, { retain: true, qos: 1 });
  }

  async stop(): Promise<void> {
    await this.#client.endAsync();
    await this.#broker.stop();
  }
}
