import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { listen } from "./free-port";
import { Journal } from "./journal";

/** A network between a client and a broker that fails on command. */
export interface TcpProxy {
  readonly port: number;
  /** `mqtt://127.0.0.1:<port>` */
  readonly uri: string;
  /** A number for each connection that a client made: 1, 2, ... */
  readonly accepted: Journal<number>;
  /** What clients sent that was swallowed. */
  readonly swallowed: Journal<Buffer>;
  /** New connections get through, as in the beginning. What was swallowed stays so: a lost route doesn't return. */
  forward(): Promise<void>;
  /** New connections are refused; the open ones stay. */
  refuse(): void;
  /** New connections are accepted, and then nothing happens: the broker doesn't even see them. */
  stall(): Promise<void>;
  /** Swallows what goes either way on the open connections and closes none: the other side is just gone. */
  halfOpen(): void;
  /** Ends the open connections by RST, towards both sides. */
  reset(): void;
  /** Ends the open connections in order (FIN), towards both sides. */
  cut(): void;
  /** Each piece that goes through takes so many milliseconds; 0 no longer. */
  slow(milliseconds: number): void;
  stop(): Promise<void>;
}

/** Is shown what goes through one connection, before the other side gets it. */
export interface Eavesdropper {
  fromClient(chunk: Buffer): void;
  fromBroker(chunk: Buffer): void;
}

/** What is the same for all connections of a proxy. */
interface Network {
  readonly brokerPort: number;
  readonly swallowed: Journal<Buffer>;
  /** Whether new connections get through. */
  forwards: boolean;
  /** Milliseconds. */
  delay: number;
}

/**
 * Starts a proxy on 127.0.0.1 in front of the given port of 127.0.0.1.
 * @param eavesdrop called for each connection
 */
export async function startTcpProxy(brokerPort: number, eavesdrop?: () => Eavesdropper): Promise<TcpProxy> {
  const accepted = new Journal<number>("connections to the proxy");
  const network: Network = { brokerPort, swallowed: new Journal("swallowed"), forwards: true, delay: 0 };
  const connections: ProxiedConnection[] = [];
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    accepted.add(connections.push(new ProxiedConnection(client, network, eavesdrop?.())));
  });
  const port = await listen(server);
  const accept = async (forwards: boolean): Promise<void> => {
    network.forwards = forwards;
    if (!server.listening) await listen(server, port);
  };
  const each = (action: (connection: ProxiedConnection) => void) => () => connections.forEach(action);
  return {
    port,
    uri: `mqtt://127.0.0.1:${port}`,
    accepted,
    swallowed: network.swallowed,
    forward: () => accept(true),
    stall: () => accept(false),
    refuse: () => void server.close(),
    halfOpen: each((connection) => connection.swallow()),
    reset: each((connection) => connection.reset()),
    cut: each((connection) => connection.cut()),
    slow: (milliseconds) => {
      network.delay = milliseconds;
    },
    stop: async () => {
      const closed = server.listening ? once(server, "close") : undefined;
      server.close();
      connections.forEach((connection) => connection.destroy());
      await closed;
    },
  };
}

/** A client's connection, and the one to the broker that belongs to it. */
class ProxiedConnection {
  readonly #client: Socket;
  readonly #broker: Socket | undefined;
  readonly #network: Network;
  readonly #eavesdropper: Eavesdropper | undefined;
  #swallows: boolean;

  constructor(client: Socket, network: Network, eavesdropper?: Eavesdropper) {
    this.#client = client;
    this.#network = network;
    this.#eavesdropper = eavesdropper;
    this.#swallows = !network.forwards;
    if (network.forwards) {
      this.#broker = connect({ host: "127.0.0.1", port: network.brokerPort, noDelay: true, allowHalfOpen: true });
      this.#pass(this.#broker, client);
    }
    this.#pass(client, this.#broker);
  }

  swallow(): void {
    this.#swallows = true;
  }

  reset(): void {
    reset(this.#client);
    reset(this.#broker);
  }

  cut(): void {
    this.#client.end();
    this.#broker?.end();
  }

  destroy(): void {
    this.#client.destroy();
    this.#broker?.destroy();
  }

  /** One thing after the other, whatever the delay becomes. */
  #pass(from: Socket, to: Socket | undefined): void {
    let before = Promise.resolve();
    const later = (action: () => void): void => {
      before = before.then(() => this.#delay()).then(action);
    };
    from.on("data", (chunk) => later(() => this.#take(chunk, from, to)));
    from.on("end", () => later(() => this.#swallows || to?.end()));
    from.on("error", () => later(() => this.#swallows || reset(to)));
  }

  async #delay(): Promise<void> {
    if (this.#network.delay > 0) await wait(this.#network.delay, undefined, { ref: false });
  }

  #take(chunk: Buffer, from: Socket, to: Socket | undefined): void {
    const isFromClient = from === this.#client;
    if (this.#swallows) {
      if (isFromClient) this.#network.swallowed.add(chunk);
      return;
    }
    if (isFromClient) this.#eavesdropper?.fromClient(chunk);
    else this.#eavesdropper?.fromBroker(chunk);
    to?.write(chunk);
  }
}

/** By RST, unless a FIN went before it: Node.js then loses the socket, and doesn't end. */
function reset(socket: Socket | undefined): void {
  if (socket?.writableEnded === true) socket.destroy();
  else socket?.resetAndDestroy();
}
