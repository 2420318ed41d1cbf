import { MqttNodeError } from "../errors";

/** By which a broker tells clients apart. */
export interface ClientIdentity {
  /** `mqtt://host:1883` */
  readonly address: string;
  readonly clientId: string;
}

/** A connection, as far as brokers tell it from others. */
export interface IdentifiedConnection {
  /** Those it connects with; none if it isn't to connect. */
  readonly identities: readonly ClientIdentity[];
  troubled(error: MqttNodeError): void;
}

/** Troubles with `client-id-shared` each connection that has the identity of one before it: the two push each other out for ever. */
export function reportSharedIdentities(connections: readonly IdentifiedConnection[]): void {
  const owners = new Map<string, IdentifiedConnection>();
  const identities = connections.flatMap((connection) =>
    connection.identities.map((each) => ({ connection, ...each })),
  );
  for (const { connection, address, clientId } of identities) {
    const identity = JSON.stringify([hostOf(address), clientId]);
    const owner = owners.get(identity) ?? connection;
    if (owner !== connection) connection.troubled(new MqttNodeError("client-id-shared", { address, clientId }));
    owners.set(identity, owner);
  }
}

/** A broker's listeners for TCP, TLS and WebSocket share its clients. */
function hostOf(address: string): string | undefined {
  return /^\w+:\/\/(\[[^\]]+\]|[^:/]+)/.exec(address)?.[1];
}
