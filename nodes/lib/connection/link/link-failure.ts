import { MqttNodeError } from "../../errors";
import type { LinkSettings } from "../settings/connect-settings";
import { diagnose, diagnoseHandshake } from "../diagnosis/diagnosis";

/** Why one link fails: the first failure is the cause, what follows are its consequences. */
export class LinkFailure {
  readonly #settings: Pick<LinkSettings, "address">;
  readonly #abort: () => void;
  #isUp = false;
  #cause: MqttNodeError | undefined;

  /** @param abort closes the link: what still comes can't be trusted, or is nothing we may answer */
  constructor(settings: Pick<LinkSettings, "address">, abort: () => void) {
    this.#settings = settings;
    this.#abort = abort;
  }

  /** Whether bytes could flow. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** If nothing failed, the peer just closed. */
  get cause(): MqttNodeError {
    return this.#cause ?? this.#diagnose(undefined);
  }

  /** Bytes can flow. */
  up(): void {
    this.#isUp = true;
  }

  /** The broker said why. */
  because(cause: MqttNodeError): void {
    this.#cause ??= cause;
    this.#abort();
  }

  /** The broker has been silent for longer than the keepalive allows. */
  silent(): void {
    this.because(new MqttNodeError("keepalive-timeout", { address: this.#settings.address }));
  }

  /** The broker sent what MQTT forbids. @param detail in words */
  protocolBroken(detail: string): void {
    this.because(new MqttNodeError("protocol-error", { address: this.#settings.address, detail }));
  }

  /** The stream ends by itself then; what was received before is still good. */
  transportFailed(error: Error): void {
    this.#cause ??= this.#diagnose(error);
  }

  /** A packet of ours couldn't be written: what is on the wire may end in the middle of it. */
  writerFailed(error: Error): void {
    this.because(this.#diagnose(error));
  }

  /** MQTT.js reports a malformed packet and would go on; what it hands on of the stream has a code of the system. */
  clientFailed(error: Error & { readonly code?: unknown }): void {
    if (typeof error.code === "string") return this.transportFailed(error);
    // Its other codes are the reason codes of MQTT.
    if (error.code !== undefined) return this.protocolBroken(error.message);
    const cause = this.#diagnose(error);
    if (cause.code === "connection-failed") this.protocolBroken(error.message);
    else this.because(cause);
  }

  #diagnose(error: Error | undefined): MqttNodeError {
    const { address } = this.#settings;
    return this.#isUp ? diagnose(error, address) : diagnoseHandshake(error, address);
  }
}
