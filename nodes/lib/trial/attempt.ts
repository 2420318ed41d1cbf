import { isIP } from "node:net";
import type { PeerCertificate } from "node:tls";
import { problemOf } from "../admin-api/problem";
import { TRIAL_LAYERS, type TrialAttempt, type TrialLayer, type TrialStep } from "../admin-api/trial-report";
import type { Clock } from "../clock";
import { layerOf } from "../connection/diagnosis/layer";
import { evidenceOf } from "../connection/diagnosis/tls-evidence";
import type { LinkSettings } from "../connection/settings/connect-settings";
import type { Passage } from "../connection/transport/passage";
import { proxyFor } from "../connection/transport/proxy-choice";
import type { MqttNodeError } from "../errors";
import type { BrokerUri } from "../uri/broker-uri";
import { trialCertificate } from "./trial-certificate";

type Step = { -readonly [K in keyof TrialStep]: TrialStep[K] };

/** One CONNECT, layer by layer. Once it is over nothing changes it. */
export class Attempt {
  readonly #settings: LinkSettings;
  readonly #clock: Clock;
  readonly #steps: Step[];
  /** When the step under way began. */
  #since = 0;

  constructor(settings: LinkSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
    this.#steps = layersOf(settings.broker).map((layer) => ({ layer, state: "waiting" }));
    this.#begin(this.#steps[0]);
  }

  get report(): TrialAttempt {
    const { address, version } = this.#settings;
    return { address, version, steps: this.#steps.map((step) => ({ ...step })) };
  }

  /** A layer is behind us. */
  passed(passage: Passage | { readonly layer: "mqtt" }): void {
    const index = this.#steps.findIndex(({ layer }) => layer === passage.layer);
    const step = this.#steps[index];
    if (step === undefined || this.#current === undefined) return;
    if (passage.layer === "name") step.addresses = [...(step.addresses ?? []), passage.address];
    if (passage.layer === "tls") this.#showCertificate(step, passage.certificate);
    if (step.state !== "under way") return;
    this.#end(step, "passed");
    this.#begin(this.#steps[index + 1]);
  }

  /** It has come to its end without being accepted. */
  failed(cause: MqttNodeError): void {
    const current = this.#current;
    if (current === undefined) return;
    const step = this.#blamed(cause, current);
    step.problem = problemOf(cause);
    if (step.layer === "tls") this.#showCertificate(step, evidenceOf(cause.cause)?.certificate);
    this.#end(step, "failed");
    this.#leaveOthers(step);
  }

  /** It is given up. @param state of the layer under way from now on */
  giveUp(state: "failed" | "untried"): void {
    const step = this.#current;
    if (step === undefined) return;
    this.#end(step, state);
    this.#leaveOthers(step);
  }

  get #current(): Step | undefined {
    return this.#steps.find(({ state }) => state === "under way");
  }

  /** The layer that a cause belongs to; a connection may be lost, or say nothing, in any. */
  #blamed({ code }: MqttNodeError, current: Step): Step {
    const layer = layerOf(code);
    return (layer === "network" ? undefined : this.#steps.find((step) => step.layer === layer)) ?? current;
  }

  #showCertificate(step: Step, shown: PeerCertificate | undefined): void {
    const certificate = trialCertificate(shown, this.#settings.tls.rejectUnauthorized !== false);
    if (certificate !== undefined) step.certificate = certificate;
  }

  #begin(step: Step | undefined): void {
    this.#since = this.#clock.now();
    if (step !== undefined) step.state = "under way";
  }

  #end(step: Step, state: "passed" | "failed" | "untried"): void {
    step.state = state;
    if (state !== "untried") step.milliseconds ??= Math.round(this.#clock.now() - this.#since);
  }

  /** What comes after the layer where it ended, and what it didn't get to before. */
  #leaveOthers(last: Step): void {
    const end = this.#steps.indexOf(last);
    this.#steps.forEach((step, index) => {
      if (index > end || (index < end && step.state !== "passed")) step.state = "untried";
    });
  }
}

/** Every layer between us and a broker, in order. A proxy looks up its name and dials it. */
function layersOf(broker: BrokerUri): TrialLayer[] {
  const { host, secure, transport } = broker;
  const isDirect = !isProxied(broker);
  const has: Readonly<Record<TrialLayer, boolean>> = {
    name: isDirect && isIP(host) === 0,
    proxy: !isDirect,
    network: isDirect,
    tls: secure,
    websocket: transport === "websocket",
    mqtt: true,
  };
  return TRIAL_LAYERS.filter((layer) => has[layer]);
}

/** One whose address can't be used is in the way, too. */
function isProxied(broker: BrokerUri): boolean {
  try {
    return proxyFor(broker, process.env) !== undefined;
  } catch {
    return true;
  }
}
