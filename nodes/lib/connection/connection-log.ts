import type { MqttNodeError } from "../errors";
import { explain } from "../explanation";
import { createMessageIds } from "../messages/message-ids";
import { rebuiltMessage } from "../messages/rebuilt-message";
import type { FailedMessage } from "../outbox/sender";
import type { Translate } from "../texts";
import type { ConnectionObserver } from "./connection-user";
import type { BrokerSession, ConnectionState } from "./state";

/** Where log lines go, and errors to Catch nodes. */
export interface LogTarget {
  log(text: string): void;
  warn(text: string): void;
  error(error: Error, msg: Record<string, unknown>): void;
}

/** Tells the log how a connection fares: a failure once per change of cause, not once per attempt. */
export class ConnectionLog implements ConnectionObserver {
  readonly #target: LogTarget;
  readonly #translate: Translate;
  /** The last failure of each broker, by its address. */
  readonly #causes = new Map<string | undefined, string>();
  readonly #nextMessageId = createMessageIds();
  #wasConnected: boolean;
  #saidLeftOut = false;

  /** @param state of the connection so far */
  constructor(target: LogTarget, translate: Translate, state: ConnectionState) {
    this.#target = target;
    this.#translate = translate;
    this.#wasConnected = state.name === "connected";
    if ("cause" in state && state.cause !== undefined) this.#isNews(state.cause);
  }

  stateChanged(state: ConnectionState): void {
    if (state.name === "connected") this.#connected(state.session);
    // While the next of several brokers is dialled: why the one before it failed.
    if ("cause" in state && state.cause !== undefined) this.#failed(state.cause);
    if (state.name === "closed") this.#closed();
  }

  announcementFailed(error: MqttNodeError): void {
    this.#target.warn(this.#translate("log.announcement-failed", { reason: this.#sentence(error) }));
  }

  messageFailed(error: MqttNodeError, { publication, queuedAt }: FailedMessage): void {
    this.#target.error(explain(error, this.#translate), {
      ...rebuiltMessage(this.#nextMessageId(), publication, queuedAt),
    });
  }

  troubled(error: MqttNodeError): void {
    this.#target.warn(this.#sentence(error));
  }

  #connected(session: BrokerSession): void {
    // Who fights for a client id connects again and again.
    if (session.contested !== undefined) return;
    this.#causes.clear();
    this.#wasConnected = true;
    const { address, clientId, protocolVersion, verified } = session;
    const version = { 3: "3.1", 4: "3.1.1", 5: "5" }[protocolVersion];
    this.#target.log(this.#translate("log.connected", { address, clientId, version }));
    if (verified === false) this.#target.warn(this.#translate("log.not-verified", { address }));
    this.#sayLimits(session);
    this.#sayLeftOut(session, version);
  }

  /** Only what the broker doesn't allow. */
  #sayLimits({ limits }: BrokerSession): void {
    const { maximumQos, retainAvailable, wildcards, sharedSubscriptions, maximumPacketSize } = limits;
    const said = [
      maximumQos < 2 && this.#translate("log.limit-qos", { qos: maximumQos }),
      !retainAvailable && this.#translate("log.limit-retain"),
      !wildcards && this.#translate("log.limit-wildcards"),
      !sharedSubscriptions && this.#translate("log.limit-shared"),
      maximumPacketSize !== undefined && this.#translate("log.limit-packet", { bytes: maximumPacketSize }),
    ].filter((text) => text !== false);
    if (said.length > 0) this.#target.log(this.#translate("log.limits", { limits: said.join(", ") }));
  }

  #sayLeftOut({ leftOut }: BrokerSession, version: string): void {
    if (leftOut.length === 0 || this.#saidLeftOut) return;
    this.#saidLeftOut = true;
    this.#target.warn(this.#translate("log.left-out", { version, properties: leftOut.join(", ") }));
  }

  #failed(cause: MqttNodeError): void {
    if (this.#isNews(cause)) this.#target.warn(this.#sentence(cause));
  }

  /** Another status or reason code is another cause; other words of the server are not. */
  #isNews({ code, values, cause }: MqttNodeError): boolean {
    const { address, status } = values as { readonly address?: string; readonly status?: number };
    const { reasonCode } = (cause ?? {}) as { readonly reasonCode?: number };
    const said = [code, status, reasonCode].join();
    const isNews = this.#causes.get(address) !== said;
    this.#causes.set(address, said);
    return isNews;
  }

  #closed(): void {
    this.#causes.clear();
    if (this.#wasConnected) this.#target.log(this.#translate("log.disconnected"));
    this.#wasConnected = false;
  }

  #sentence({ code, values }: MqttNodeError): string {
    return this.#translate(`errors.${code}`, values);
  }
}
