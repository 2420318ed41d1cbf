import { connectAsync, type MqttClient } from "mqtt";
import { mosquittoMissing, startMosquitto, type Mosquitto, type MosquittoOptions } from "../../support/mosquitto";
import { needs } from "../../support/needs";

/** A mosquitto and a client of it that knows nothing of Node-RED. */
export interface ForeignBroker extends Mosquitto {
  readonly foreigner: MqttClient;
  /** Publishes one message after the other, by default with QoS 1; resolves when the broker has them all. */
  publish(
    topic: string,
    payloads: readonly (string | number)[],
    options?: { retain?: boolean; qos?: 0 | 1 | 2 },
  ): Promise<void>;
}

/** Gives the tests of a describe block mosquittos, which are stopped after each test. */
export function useMosquitto(): (options?: MosquittoOptions) => Promise<ForeignBroker> {
  needs(mosquittoMissing());
  const brokers: ForeignBroker[] = [];
  afterEach(async () => {
    for (const broker of brokers.splice(0)) {
      await broker.foreigner.endAsync(true);
      await broker.stop();
    }
  });
  return async (options) => {
    const broker = await startMosquitto(options);
    const foreigner = await connectAsync(broker.uri, { protocolVersion: 5 });
    const publish: ForeignBroker["publish"] = async (topic, payloads, { retain = false, qos = 1 } = {}) => {
      for (const payload of payloads) await foreigner.publishAsync(topic, String(payload), { qos, retain });
    };
    const started = Object.assign(broker, { foreigner, publish });
    brokers.push(started);
    return started;
  };
}
