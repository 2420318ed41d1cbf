import { systemClock } from "../clock";
import type { MqttNodeError } from "../errors";
import { Outbox } from "../outbox/outbox";
import type { OutboxSettings } from "../outbox/outbox-settings";
import { Subscriptions } from "../subscriptions/subscriptions";
import { Connection } from "./connection";
import { reasonName } from "./diagnosis/reason-codes";
import type { KeptFiles } from "./kept-files";
import { Link } from "./link/link";
import type { ConnectionSettings } from "./settings/connect-settings";

/** All that makes a connection what it is: with the same, one is taken over by the next instance of its node. */
export interface WantedConnection {
  readonly settings: ConnectionSettings;
  readonly outbox: OutboxSettings;
  /** Most filters in one SUBSCRIBE, 0 no limit. */
  readonly subscribeBatch: number;
}

/** A connection of this process, over real sockets and with real files. */
export function createConnection({ settings, outbox, subscribeBatch }: WantedConnection, files: KeptFiles): Connection {
  const clock = systemClock;
  const troubled = (error: MqttNodeError): void => connection.troubled(error);
  const record = files.session(troubled);
  const connection = new Connection(settings, {
    subscriptions: new Subscriptions({ batch: subscribeBatch, nameOfCode: reasonName, clock, record }),
    outbox: new Outbox(outbox, (events) => files.queue(outbox, clock, Math.random, events, troubled), clock, {
      failed: (error, message) => connection.messageFailed(error, message),
      troubled,
    }),
    openLink: (linkSettings, incoming, events) => new Link(linkSettings, incoming, events, clock),
    clock,
    random: Math.random,
  });
  return connection;
}
