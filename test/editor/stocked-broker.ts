import assert from "node:assert/strict";
import { connectAsync, type MqttClient } from "mqtt";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import type { EditorPage } from "./editor-page";
import { houseAt } from "./house";

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

/**
 * Gives the tests of a describe block a broker that keeps values, and deploys the house at it.
 * @param values payloads by topic
 * @param others what else is deployed
 * @returns the broker, once the tests run
 */
export function useStockedBroker(
  editor: () => EditorPage,
  values: Readonly<Record<string, string>>,
  others: (broker: StockedBroker) => readonly object[],
): () => StockedBroker {
  let started: StockedBroker | undefined;
  before(async () => {
    started = await StockedBroker.start(values);
    await editor().nodeRed.deploy([...houseAt({ uri: started.uri }), ...others(started)]);
  });
  after(() => started?.stop());
  return () => {
    assert.ok(started);
    return started;
  };
}
