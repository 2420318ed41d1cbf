import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { Journal } from "../support/journal";
import { watching, type Watching } from "../support/watching";

/** A broker on which devices say how they are, and which tells what it is asked for. */
export class MonitoredBroker {
  readonly server: AedesBroker;
  /** `+filter` and `-filter`, as the broker was asked. */
  readonly asked = new Journal<string>("SUBSCRIBE and UNSUBSCRIBE");

  constructor(server: AedesBroker) {
    this.server = server;
    server.aedes.on("subscribe", (filters) => filters.forEach(({ topic }) => this.asked.add(`+${topic}`)));
    server.aedes.on("unsubscribe", (filters) => filters.forEach((filter) => this.asked.add(`-${filter}`)));
  }

  /** Somebody says something, by default retained. Resolves when the broker has it. */
  say(topic: string, payload: string | Buffer, retain = true): Promise<void> {
    const packet = { cmd: "publish", topic, payload, qos: 1, dup: false, retain } as const;
    return new Promise((resolve) => this.server.aedes.publish(packet, () => resolve()));
  }

  /** Deploys a will monitor on it. */
  watching(monitor: object, config: object = {}): Promise<Watching> {
    return watching({ uri: this.server.uri, ...config }, monitor);
  }
}

/** Gives each test of a describe block a broker. */
export function useMonitoredBroker(): () => MonitoredBroker {
  let broker: MonitoredBroker | undefined;
  beforeEach(async () => {
    broker = new MonitoredBroker(await startAedes());
  });
  afterEach(() => broker?.server.stop());
  return () => {
    if (broker === undefined) throw new Error("no test is running");
    return broker;
  };
}
