import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { Aedes, type AedesOptions } from "aedes";
import { listen } from "./free-port";

/** An MQTT 3.1.1 broker in this process. */
export interface AedesBroker {
  readonly port: number;
  /** `mqtt://127.0.0.1:<port>` */
  readonly uri: string;
  /** The broker itself: its events (`publish`, `subscribe`, `client`, ...) and hooks. */
  readonly aedes: Aedes;
  /** Ends all connections without a DISCONNECT, as a failing network does. */
  cut(): void;
  /** Does nothing more where it is stopped already. */
  stop(): Promise<void>;
}

/** Starts an aedes broker; `port` 0 lets the system choose. */
export async function startAedes({
  port = 0,
  ...options
}: AedesOptions & { port?: number } = {}): Promise<AedesBroker> {
  const aedes = await Aedes.createBroker(options);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.once("close", () => sockets.delete(socket)));
    aedes.handle(socket);
  });
  const listening = await listen(server, port);
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const end = async (): Promise<void> => {
    server.close();
    cut();
    await once(server, "close");
    await new Promise<void>((resolve) => aedes.close(resolve));
  };
  let ending: Promise<void> | undefined;
  return {
    port: listening,
    uri: `mqtt://127.0.0.1:${listening}`,
    aedes,
    cut,
    stop: () => (ending ??= end()),
  };
}
