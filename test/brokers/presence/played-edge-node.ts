import type { PlayedDevice, Said } from "./played-device";
import { sparkplugPayload, type SessionNumbers } from "./sparkplug-payload";
import type { Stage } from "./stage";

/** An edge node of Sparkplug B with devices behind it, played by a client of its own. */
export class PlayedEdgeNode {
  readonly #stage: Stage;
  readonly #name: string;
  #client: PlayedDevice | undefined;
  #bdSeq = -1;
  #seq = 0;

  constructor(stage: Stage, name: string) {
    this.#stage = stage;
    this.#name = name;
  }

  /** It connects for a new session, and so do devices behind it. */
  async boot(...devices: readonly string[]): Promise<void> {
    this.#bdSeq += 1;
    this.#client = await this.#stage.boot({ birth: [this.#birth()], will: this.death() });
    for (const device of devices) await this.tell("DBIRTH", device);
  }

  /** It says again who it is, as a host has asked it to. */
  async beReborn(): Promise<void> {
    await this.#client?.say(this.#birth());
  }

  /** It says something of a device behind it. */
  async tell(type: "DBIRTH" | "DDEATH", device: string): Promise<void> {
    this.#seq = (this.#seq + 1) % 256;
    await this.#client?.say(this.#said(`${type}/${this.#name}/${device}`, { seq: this.#seq }));
  }

  /** What it says before it disconnects, and leaves to its broker to say. @param bdSeq the number of the session */
  death(bdSeq = this.#bdSeq): Said {
    return { ...this.#said(`NDEATH/${this.#name}`, { bdSeq }), qos: 1 };
  }

  async switchOff(): Promise<void> {
    await this.#client?.switchOff(this.death());
  }

  cutPower(): void {
    this.#client?.cutPower();
  }

  #birth(): Said {
    this.#seq = 0;
    return this.#said(`NBIRTH/${this.#name}`, { seq: 0, bdSeq: this.#bdSeq });
  }

  #said(place: string, numbers: SessionNumbers): Said {
    return { topic: `spBv1.0/plant/${place}`, payload: sparkplugPayload(numbers), retain: false, qos: 0 };
  }
}
