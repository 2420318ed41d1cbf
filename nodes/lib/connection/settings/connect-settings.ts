import type { Publication } from "../../messages/publication";
import type { UserProperties } from "../../config/user-properties";
import type { TransportSettings } from "../transport/transport";

/** 3 is MQTT 3.1, 4 is 3.1.1. */
export type ProtocolVersion = 3 | 4 | 5;

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

/** Which brokers to connect to, and how patiently. */
export interface ConnectorSettings {
  /** Tried in order; at least one. */
  readonly brokers: readonly ConnectSettings[];
  /** Seconds. */
  readonly reconnectMin: number;
  /** Seconds. */
  readonly reconnectMax: number;
}

/** What a connection needs to know; checked and complete. */
export interface ConnectionSettings extends ConnectorSettings {
  /** Whether the first user starts it. */
  readonly autoConnect: boolean;
  /** Published after every connect. */
  readonly birth: readonly Publication[];
  /** Published before DISCONNECT. */
  readonly close: Publication | undefined;
}
