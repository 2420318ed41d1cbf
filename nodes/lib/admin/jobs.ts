import { randomUUID } from "node:crypto";
import type { Clock, Timer } from "../clock";
import { MqttNodeError } from "../errors";
import type { StartLimit } from "./start-limit";

/** Jobs that are known at a time, under way or ended: those of a few people, each with a few editors. */
const MOST_JOBS = 8;

/** Milliseconds that one which has ended can still be asked for: a page in the background may ask once a minute. */
const KEPT_FOR = 120_000;

/** What editors have begun in the runtime, by ids that can't be guessed. Those that have ended make room for new ones. */
export class Jobs<J> {
  readonly #jobs = new Map<string, J>();
  /** Of those that have ended, the longest ago first: when they are forgotten. */
  readonly #endings = new Map<string, Timer>();
  readonly #limit: StartLimit;
  readonly #clock: Clock;
  readonly #endJob: (job: J) => void;

  /** @param endJob ends one before its time; it may have ended by itself */
  constructor(limit: StartLimit, clock: Clock, endJob: (job: J) => void) {
    this.#limit = limit;
    this.#clock = clock;
    this.#endJob = endJob;
  }

  /**
   * @param create makes a job, which calls back once when it has ended, in a later turn
   * @returns the job's id
   * @throws MqttNodeError `requests-too-many`, or what `create` throws
   */
  start(create: (ended: () => void) => J): string {
    this.#makeRoom();
    this.#limit.count();
    const id = randomUUID();
    const job = create(() => this.#ended(id));
    this.#jobs.set(id, job);
    return id;
  }

  /** @throws MqttNodeError `request-unknown` */
  get(id: string): J {
    const job = this.#jobs.get(id);
    if (job === undefined) throw new MqttNodeError("request-unknown", {});
    return job;
  }

  /** Ends and forgets a job, if there is one. */
  end(id: string): void {
    const job = this.#jobs.get(id);
    this.#forget(id);
    if (job !== undefined) this.#endJob(job);
  }

  #ended(id: string): void {
    if (!this.#jobs.has(id)) return;
    const forgetting = this.#clock.after(KEPT_FOR, () => this.#forget(id));
    this.#endings.set(id, forgetting);
  }

  #forget(id: string): void {
    this.#endings.get(id)?.cancel();
    this.#endings.delete(id);
    this.#jobs.delete(id);
  }

  #makeRoom(): void {
    if (this.#jobs.size < MOST_JOBS) return;
    const [oldest] = this.#endings.keys();
    if (oldest === undefined) throw new MqttNodeError("requests-too-many", {});
    this.#forget(oldest);
  }
}
