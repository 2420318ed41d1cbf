import { randomUUID } from "node:crypto";
import { MqttNodeError } from "../errors";
import type { StartLimit } from "./start-limit";

/** Jobs that are known at a time, under way or ended. */
const MOST_JOBS = 4;

interface Entry<J> {
  readonly job: J;
  hasEnded: boolean;
}

/** What editors have begun in the runtime, by ids that can't be guessed. Those that have ended make room for new ones. */
export class Jobs<J> {
  readonly #entries = new Map<string, Entry<J>>();
  readonly #limit: StartLimit;
  readonly #endJob: (job: J) => void;

  /** @param endJob ends one before its time; it may have ended by itself */
  constructor(limit: StartLimit, endJob: (job: J) => void) {
    this.#limit = limit;
    this.#endJob = endJob;
  }

  /**
   * @param create makes a job, which calls back when it has ended
   * @returns the job's id
   * @throws MqttNodeError `requests-too-many`, or what `create` throws
   */
  start(create: (ended: () => void) => J): string {
    this.#makeRoom();
    this.#limit.count();
    const id = randomUUID();
    let hasEnded = false;
    const job = create(() => {
      hasEnded = true;
      const entry = this.#entries.get(id);
      if (entry !== undefined) entry.hasEnded = true;
    });
    this.#entries.set(id, { job, hasEnded });
    return id;
  }

  /** @throws MqttNodeError `request-unknown` */
  get(id: string): J {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new MqttNodeError("request-unknown", {});
    return entry.job;
  }

  /** Ends and forgets a job, if there is one. */
  end(id: string): void {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    if (entry !== undefined) this.#endJob(entry.job);
  }

  #makeRoom(): void {
    if (this.#entries.size < MOST_JOBS) return;
    const ended = [...this.#entries].find(([, { hasEnded }]) => hasEnded)?.[0];
    if (ended === undefined) throw new MqttNodeError("requests-too-many", {});
    this.#entries.delete(ended);
  }
}
