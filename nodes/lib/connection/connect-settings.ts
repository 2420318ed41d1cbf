import type { Publication } from "../messages/publication";
import type { UserProperties } from "../config/user-properties";
import type { ProtocolVersion } from "./protocol-choice";
import type { TransportSettings } from "./transport";

/** A will: a publication that the broker makes when we are gone. */
export interface Will extends Publication {
  /** Seconds it waits before that, MQTT 5. */
  readonly delay: number | undefined;
}

/** All that a CONNECT to one broker needs, but the protocol version; checked and complete. */
export interface ConnectSettings extends TransportSettings {
  /** `mqtt://host:1883`, for people. */
  readonly address: string;
  readonly protocolVersion: "auto" | "5" | "4" | "3";
  readonly clientId: string;
  /** Seconds. */
  readonly keepalive: number;
  /** Seconds. */
  readonly connectTimeout: number;
  readonly cleanSession: boolean;
  /** Seconds, MQTT 5. */
  readonly sessionExpiry: number;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly will: Will | undefined;
  readonly properties: {
    readonly receiveMaximum: number | undefined;
    /** Bytes. */
    readonly maximumPacketSize: number | undefined;
    readonly topicAliasMaximum: number | undefined;
    readonly userProperties: UserProperties;
  };
}

/** What one MQTT.js client is told: settings and the version to speak. */
export interface LinkSettings extends ConnectSettings {
  readonly version: ProtocolVersion;
}
