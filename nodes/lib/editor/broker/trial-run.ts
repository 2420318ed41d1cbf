import type { BrokerDraft } from "../../admin-api/broker-draft";
import { ADMIN_PATHS } from "../../admin-api/paths";
import type { TrialReport } from "../../admin-api/trial-report";
import { begin, end, follow } from "../admin";

/** Milliseconds between two looks at a trial. */
const PACE = 200;

/** A trial that the runtime makes of a broker, followed from here. */
export class TrialRun {
  readonly #id: Promise<string>;
  #isCancelled = false;

  /** Begins it. */
  constructor(draft: BrokerDraft) {
    this.#id = begin(ADMIN_PATHS.trials, draft);
  }

  /**
   * Resolves when it is over or cancelled.
   * @param show is given what is known so far, time and again
   * @throws AdminError
   */
  async follow(show: (report: TrialReport) => void): Promise<void> {
    const id = await this.#id;
    for (;;) {
      const report = await follow<TrialReport>(ADMIN_PATHS.trials, id);
      if (this.isCancelled) return;
      show(report);
      if (report.isOver) return;
      await new Promise((resolve) => setTimeout(resolve, PACE));
    }
  }

  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  /** Gives it up. */
  cancel(): void {
    this.#isCancelled = true;
    void this.#id.then(
      (id) => end(ADMIN_PATHS.trials, id),
      () => undefined,
    );
  }
}
