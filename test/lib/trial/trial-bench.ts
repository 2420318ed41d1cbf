import type { TrialAttempt, TrialReport } from "../../../nodes/lib/admin-api/trial-report";
import { systemClock, type Clock } from "../../../nodes/lib/clock";
import type { LinkOpener } from "../../../nodes/lib/connection/connector";
import type { ConnectionSecrets } from "../../../nodes/lib/connection/settings/connection-settings";
import type { PassageListener } from "../../../nodes/lib/connection/transport/passage";
import { Trial } from "../../../nodes/lib/trial/trial";
import { trialSettings } from "../../../nodes/lib/trial/trial-settings";
import { ManualClock } from "../../support/manual-clock";
import { FakeNetwork } from "../connection/fake-link";
import { settingsOf } from "../connection/settings/saved-connection";

/** A trial of brokers over real sockets. */
export class RealTrial {
  readonly trial: Trial;
  /** Resolves when nothing is open any more. */
  readonly ended: Promise<TrialReport>;

  /** @param saved properties of a `broker-config` */
  constructor(saved: object, secrets: Partial<ConnectionSecrets> = {}, clock: Clock = systemClock) {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    this.trial = new Trial(trialSettings(settingsOf(saved, secrets), "trial-1"), clock, () => end());
    this.ended = ended.then(() => this.trial.report);
  }
}

/** A trial on a fake network, whose time the test advances. */
export class TrialBench {
  readonly clock = new ManualClock();
  readonly network = new FakeNetwork();
  readonly trial: Trial;
  /** How often it has said that it has ended. */
  ends = 0;
  #passed: PassageListener = () => undefined;

  constructor(saved: object = {}, secrets: Partial<ConnectionSecrets> = {}) {
    const open: LinkOpener = (settings, incoming, events) => {
      this.#passed = events.passed ?? this.#passed;
      return this.network.open(settings, incoming, events);
    };
    const settings = trialSettings(settingsOf(saved, secrets), "trial-1");
    this.trial = new Trial(settings, this.clock, () => (this.ends += 1), open);
  }

  /** The link dialled last has passed a layer. */
  readonly passed: PassageListener = (passage) => this.#passed(passage);

  get report(): TrialReport {
    return this.trial.report;
  }

  /** Each attempt in short. */
  get attempts(): string[] {
    return this.report.attempts.map(inShort);
  }
}

/** `v5: name passed, network failed (connection-refused), mqtt untried` */
export function inShort({ version, steps }: TrialAttempt): string {
  const said = steps.map(
    ({ layer, state, problem }) => `${layer} ${state}${problem === undefined ? "" : ` (${problem.code})`}`,
  );
  return `v${version}: ${said.join(", ")}`;
}
