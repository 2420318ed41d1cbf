import { mosquittoMissing, startMosquitto, type Mosquitto, type MosquittoOptions } from "../../support/mosquitto";
import { needs } from "../../support/needs";
import { PlayedDevice, type Life, type Said } from "./played-device";

const PROMPTER: Life = { birth: [], will: { topic: "stage/prompter", payload: "gone", retain: false } };

/** A mosquitto on which devices are played. */
export class Stage {
  readonly broker: Mosquitto;
  readonly #devices: PlayedDevice[] = [];
  readonly #retained = new Set<string>();
  /** Says what nobody else says. */
  #prompter: PlayedDevice;

  private constructor(broker: Mosquitto, prompter: PlayedDevice) {
    this.broker = broker;
    this.#prompter = prompter;
  }

  static async open(options?: MosquittoOptions): Promise<Stage> {
    const broker = await startMosquitto({ ...options, lines: ["set_tcp_nodelay true", ...(options?.lines ?? [])] });
    return new Stage(broker, await PlayedDevice.boot(broker.uri, PROMPTER));
  }

  get uri(): string {
    return this.broker.uri;
  }

  /** A device starts. */
  async boot(life: Life): Promise<PlayedDevice> {
    for (const { topic } of [...life.birth, life.will]) this.#retained.add(topic);
    const device = await PlayedDevice.boot(this.uri, life);
    this.#devices.push(device);
    return device;
  }

  /** Its power is cut. Resolves when the broker has noticed, and has published its will. */
  async cutPower(device: PlayedDevice): Promise<void> {
    device.cutPower();
    await this.broker.log.next((line) => line.includes(`Client ${device.clientId} closed its connection`));
  }

  /** Somebody says something. */
  async say(topic: string, payload: string | Buffer, options: Pick<Said, "retain" | "qos"> = {}): Promise<void> {
    this.#retained.add(topic);
    await this.#prompter.say({ topic, payload, ...options });
  }

  /** The broker forgets what it has retained of a topic, as when a device is renamed or taken away. */
  async remove(topic: string): Promise<void> {
    await this.say(topic, "");
  }

  /** The broker restarts, which ends all that are played. */
  async restart(): Promise<void> {
    this.#devices.splice(0);
    await this.broker.restart();
    this.#prompter = await PlayedDevice.boot(this.uri, PROMPTER);
  }

  /** Nobody is left, and nothing is retained of them. */
  async clear(): Promise<void> {
    await Promise.all(this.#devices.splice(0).map((device) => device.switchOff()));
    for (const topic of this.#retained) await this.#prompter.say({ topic, payload: "" });
    this.#retained.clear();
  }

  async close(): Promise<void> {
    await this.#prompter.switchOff();
    await this.broker.stop();
  }
}

/** Gives the tests of a describe block one mosquitto, which each finds as if new. */
export function useStage(options?: MosquittoOptions): () => Stage {
  needs(mosquittoMissing());
  let stage: Stage | undefined;
  before(async () => {
    stage = await Stage.open(options);
  });
  afterEach(() => stage?.clear());
  after(() => stage?.close());
  return () => {
    if (stage === undefined) throw new Error("no test is running");
    return stage;
  };
}
