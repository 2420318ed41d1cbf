import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";

/** A TCP port of 127.0.0.1 that nobody listens on, for programs that can't choose one themselves. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, "close");
  return port;
}

/** Lets a server listen on 127.0.0.1; 0 lets the system choose. */
export async function listen(server: Server, port = 0): Promise<number> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
