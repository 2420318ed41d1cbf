import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { listen } from "./free-port";
import { Journal } from "./journal";

/** A server on 127.0.0.1 that accepts connections and never says a word. */
export interface Silence {
  readonly port: number;
  readonly heard: Journal<Buffer>;
  stop(): Promise<void>;
}

/** Starts one. */
export async function startSilence(): Promise<Silence> {
  const heard = new Journal<Buffer>("what was said into the silence");
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("data", (chunk) => heard.add(chunk)).on("error", () => socket.destroy());
  });
  const port = await listen(server);
  const stop = async (): Promise<void> => {
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, "close");
  };
  return { port, heard, stop };
}
