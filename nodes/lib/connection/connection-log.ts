import type { MqttNodeError } from "../errors";
import type { Translate } from "../texts";
import type { ConnectionState } from "./state";

/** Where log lines go. */
export interface LogTarget {
  log(text: string): void;
  warn(text: string): void;
}

/** Tells the log how a connection fares: a failure once per change of cause, not once per attempt. */
export class ConnectionLog {
  readonly #target: LogTarget;
  readonly #translate: Translate;
  #cause: MqttNodeError["code"] | undefined;
  #wasConnected = false;

  constructor(target: LogTarget, translate: Translate) {
    this.#target = target;
    this.#translate = translate;
  }

  stateChanged(state: ConnectionState): void {
    if (state.name === "connected") this.#connected(state.session);
    if (state.name === "waiting") this.#failed(state.cause);
    if (state.name === "closed") this.#closed();
  }

  announcementFailed(error: MqttNodeError): void {
    const reason = this.#translate(`errors.${error.code}`, error.values);
    this.#target.warn(this.#translate("log.announcement-failed", { reason }));
  }

  #connected({ address, clientId, protocolVersion, verified }: ConnectedSession): void {
    this.#cause = undefined;
    this.#wasConnected = true;
    const version = { 3: "3.1", 4: "3.1.1", 5: "5" }[protocolVersion];
    this.#target.log(this.#translate("log.connected", { address, clientId, version }));
    if (verified === false) this.#target.warn(this.#translate("log.not-verified", { address }));
  }

  #failed(cause: MqttNodeError): void {
    if (cause.code === this.#cause) return;
    this.#cause = cause.code;
    this.#target.warn(this.#translate(`errors.${cause.code}`, cause.values));
  }

  #closed(): void {
    this.#cause = undefined;
    if (this.#wasConnected) this.#target.log(this.#translate("log.disconnected"));
    this.#wasConnected = false;
  }
}

type ConnectedSession = Extract<ConnectionState, { name: "connected" }>["session"];
