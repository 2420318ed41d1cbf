import { Connection } from "../../../nodes/lib/connection/connection";
import type { ConnectionObserver, ConnectionUser } from "../../../nodes/lib/connection/connection-user";
import type { ConnectionState } from "../../../nodes/lib/connection/state";
import type { MqttNodeError } from "../../../nodes/lib/errors";
import { MemoryQueue } from "../../../nodes/lib/outbox/memory-queue";
import { Outbox } from "../../../nodes/lib/outbox/outbox";
import type { Clock } from "../../../nodes/lib/clock";
import type { OutboxSettings } from "../../../nodes/lib/outbox/outbox-settings";
import { ManualClock } from "../../support/manual-clock";
import { Endings, FakeSender, publication } from "../outbox/fake-transport";
import { SETTINGS } from "../outbox/outbox-bench";
import { createSubscriptions } from "../subscriptions/fake-subscriber";
import { FakeNetwork } from "./fake-link";
import { settingsOf } from "./settings/saved-connection";

/** An outbox that keeps nothing on disk. */
export function createOutbox(settings: OutboxSettings, clock: Clock): Outbox {
  const nothing = { failed: () => undefined, troubled: () => undefined };
  return new Outbox(settings, () => new MemoryQueue(() => 0), clock, nothing);
}

/** A node that uses a connection, and remembers what it was told. */
export class FakeUser implements ConnectionUser {
  readonly states: string[] = [];

  stateChanged({ name }: ConnectionState): void {
    this.states.push(name);
  }
}

/** Who follows a connection, and remembers why birth messages failed. */
export class FakeObserver extends FakeUser implements ConnectionObserver {
  readonly failures: string[] = [];

  announcementFailed({ code }: MqttNodeError): void {
    this.failures.push(code);
  }

  messageFailed({ code }: MqttNodeError): void {
    this.failures.push(code);
  }

  troubled({ code }: MqttNodeError): void {
    this.failures.push(code);
  }
}

/** A connection on a fake network, with real subscriptions and a real outbox. */
export class ConnectionBench {
  readonly clock = new ManualClock();
  readonly network = new FakeNetwork();
  readonly endings = new Endings();
  readonly connection: Connection;

  /** @param saved properties of the `broker-config` */
  constructor(saved: object = {}) {
    this.connection = new Connection(settingsOf(saved), {
      outbox: createOutbox(SETTINGS, this.clock),
      subscriptions: createSubscriptions(0, this.clock),
      openLink: this.network.open,
      clock: this.clock,
      random: () => 0.5,
    });
  }

  /** What the last link was asked for. */
  get asked(): string[] {
    return this.network.last.asked;
  }

  /** The same since it was last taken. */
  takeAsked(): string[] {
    return this.asked.splice(0);
  }

  /** A user joins and the broker accepts. */
  connect(): FakeUser {
    const user = new FakeUser();
    this.connection.join(user);
    this.network.last.accept();
    return user;
  }

  publish(topic: string, qos: 0 | 1 | 2 = 1): void {
    this.connection.publish(publication(topic, qos), new FakeSender(), this.endings.of(topic));
  }

  /** Notes under a name that the connection is closed. */
  close(name = "closed"): void {
    this.connection.close(() => this.endings.all.push(name));
  }

  /** A flow's command; notes under a name how it ends. */
  command(name: string, saved?: object, force = false): void {
    this.connection.connect(saved === undefined ? undefined : settingsOf(saved), force, this.endings.of(name));
  }

  /** The same for a command to disconnect. */
  disconnect(name = "disconnect"): void {
    this.connection.disconnect(this.endings.of(name));
  }

  /** Lets pass what takes effect in the next turn. */
  settle(): void {
    this.clock.advance(0);
  }
}
