import type { MqttNodeError } from "../errors";
import type { ConnectSettings, LinkSettings } from "./settings/connect-settings";
import { ProtocolChoice } from "./protocol-choice";

/** Several brokers in the order they are tried, and which version of MQTT each is spoken to. */
export class BrokerRotation {
  readonly #brokers: readonly Readonly<{ settings: ConnectSettings; choice: ProtocolChoice }>[];
  #index = 0;

  /** @param brokers at least one */
  constructor(brokers: readonly ConnectSettings[]) {
    this.#brokers = brokers.map((settings) => ({ settings, choice: new ProtocolChoice(settings.protocolVersion) }));
  }

  /** Whom to dial next, and how. */
  get next(): LinkSettings {
    const { settings, choice } = this.#current;
    return { ...settings, version: choice.version };
  }

  /** The broker that was dialled has accepted us. The next attempt begins with the first again. */
  accepted(): void {
    this.#current.choice.accepted();
    this.#index = 0;
  }

  /**
   * The attempt has failed.
   * @param isUnanswered whether the transport had been established, and no CONNACK came
   * @returns what the next attempt is: at once with another version or at another broker of this round, or a new round
   */
  failed(cause: MqttNodeError, isUnanswered: boolean): "other version" | "other broker" | "new round" {
    if (this.#current.choice.failed(cause, isUnanswered)) return "other version";
    this.#index = (this.#index + 1) % this.#brokers.length;
    return this.#index === 0 ? "new round" : "other broker";
  }

  get #current(): Readonly<{ settings: ConnectSettings; choice: ProtocolChoice }> {
    const current = this.#brokers[this.#index];
    if (current === undefined) throw new RangeError("a rotation needs a broker");
    return current;
  }
}
