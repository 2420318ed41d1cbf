import type { MqttNodeError } from "../errors";
import type { ProtocolVersion } from "./settings/connect-settings";

/** A broker that closes this often before CONNACK is taken not to know MQTT 5. */
const CLOSES_BEFORE_FALLBACK = 2;

/**
 * Which protocol version to try with one broker. `auto` means 5, and 3.1.1 only where the broker said or showed that
 * it doesn't know 5: never after a time-out or a refusal, since a restarting broker closes connections too.
 */
export class ProtocolChoice {
  readonly #fixed: ProtocolVersion | undefined;
  #version: ProtocolVersion = 5;
  #closes = 0;

  constructor(setting: "auto" | "5" | "4" | "3") {
    this.#fixed = setting === "auto" ? undefined : (Number(setting) as ProtocolVersion);
  }

  get version(): ProtocolVersion {
    return this.#fixed ?? this.#version;
  }

  /** The version works. */
  accepted(): void {
    this.#closes = 0;
  }

  /**
   * An attempt ended before CONNACK accepted it.
   * @param isUnanswered whether the transport had been established, and no CONNACK came
   * @returns whether to try another version at once
   */
  failed(cause: MqttNodeError, isUnanswered: boolean): boolean {
    if (this.#fixed !== undefined) return false;
    if (this.#version !== 5) return this.#use(5, false);
    if (cause.code === "protocol-unsupported") return this.#use(4, true);
    if (cause.code !== "connection-lost" || !isUnanswered) return false;
    this.#closes += 1;
    return this.#closes >= CLOSES_BEFORE_FALLBACK && this.#use(4, true);
  }

  #use(version: ProtocolVersion, atOnce: boolean): boolean {
    this.#version = version;
    this.#closes = 0;
    return atOnce;
  }
}
