import { connectAsync, type MqttClient } from "mqtt";

/** What a device says, and where; by default retained and with QoS 1. */
export interface Said {
  readonly topic: string;
  readonly payload: string | Buffer;
  readonly retain?: boolean;
  readonly qos?: 0 | 1 | 2;
}

/** What a device says when it starts, and leaves to its broker to say when it is lost. */
export interface Life {
  readonly birth: readonly Said[];
  readonly will: Said;
}

/** The life of a device that says all on one topic. */
export function lifeOn(topic: string, online: string, lost: string, retain = true): Life {
  return { birth: [{ topic, payload: online, retain }], will: { topic, payload: lost, retain } };
}

/** A device, played by a client of its own. */
export class PlayedDevice {
  /** By which the broker's log knows it. */
  readonly clientId: string;
  readonly #client: MqttClient;

  private constructor(client: MqttClient) {
    this.clientId = client.options.clientId ?? "";
    this.#client = client;
  }

  /** It starts: resolves when the broker has what it says then. */
  static async boot(uri: string, { birth, will }: Life): Promise<PlayedDevice> {
    const client = await connectAsync(uri, { will: complete(will), reconnectPeriod: 0 });
    const device = new PlayedDevice(client);
    for (const said of birth) await device.say(said);
    return device;
  }

  /** Resolves when the broker has it. */
  async say(said: Said): Promise<void> {
    const { topic, payload, ...options } = complete(said);
    await this.#client.publishAsync(topic, payload, options);
  }

  /** It is switched off as it should be: it says goodbye, if it does, and disconnects. */
  async switchOff(...goodbye: readonly Said[]): Promise<void> {
    for (const said of goodbye) await this.say(said);
    await this.#client.endAsync();
  }

  /** Its power is cut: the connection ends without DISCONNECT, and the broker publishes the will [MQTT-3.1.2-8]. */
  cutPower(): void {
    this.#client.stream.destroy();
  }
}

function complete({ topic, payload, retain = true, qos = 1 }: Said) {
  return { topic, payload: Buffer.from(payload), retain, qos };
}
