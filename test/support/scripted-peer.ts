import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import mqttPacket, { type Packet } from "mqtt-packet";
import { listen } from "./free-port";
import { Journal } from "./journal";

/** One client of a scripted broker. */
export interface PeerConnection {
  /** Packets that can't be generated are sent as bytes. */
  send(packet: Packet | Buffer): void;
  /** Bytes that the client's side hasn't taken yet. */
  readonly unsent: number;
  /** Closes without a word. */
  close(): void;
  /** Closes by RST. */
  reset(): void;
  /** Sends bytes and then closes in order. */
  end(bytes: Buffer): void;
}

/** A broker that does what a test says, packet by packet. */
export interface ScriptedPeer {
  readonly uri: string;
  /** The connections that have come to their end, by their number: 1, 2, ... */
  readonly closed: Journal<number>;
  stop(): Promise<void>;
}

/**
 * Listens on 127.0.0.1.
 * @param script called with each packet that a client sends, and with how many clients have connected so far
 */
export async function startPeer(
  script: (packet: Packet, connection: PeerConnection, count: number) => void,
): Promise<ScriptedPeer> {
  const sockets = new Set<Socket>();
  const closed = new Journal<number>("closed connections of the peer");
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    const index = count;
    sockets.add(socket.once("close", () => closed.add(index)));
    serve(socket, (packet, connection) => script(packet, connection, index));
  });
  const port = await listen(server);
  const stop = async (): Promise<void> => {
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, "close");
  };
  return { uri: `mqtt://127.0.0.1:${port}`, closed, stop };
}

function serve(socket: Socket, script: (packet: Packet, connection: PeerConnection) => void): void {
  let protocolVersion = 4;
  const send = (packet: Packet | Buffer): void => {
    socket.write(Buffer.isBuffer(packet) ? packet : mqttPacket.generate(packet, { protocolVersion }));
  };
  const connection: PeerConnection = {
    send,
    get unsent() {
      return socket.writableLength;
    },
    close: () => socket.destroy(),
    reset: () => socket.resetAndDestroy(),
    end: (bytes) => socket.end(bytes),
  };
  const parser = mqttPacket.parser();
  parser.on("packet", (packet) => {
    if (packet.cmd === "connect") protocolVersion = packet.protocolVersion ?? 4;
    script(packet, connection);
  });
  socket.on("data", (chunk) => parser.parse(chunk));
  socket.on("error", () => socket.destroy());
}

/** A CONNACK that accepts, of MQTT 5 and before. */
export function accepted(properties: object = {}, sessionPresent = false): Packet {
  return { cmd: "connack", returnCode: 0, reasonCode: 0, sessionPresent, properties };
}

/** A CONNACK that refuses. */
export function refused(code: number, reasonString?: string): Packet {
  const properties = reasonString === undefined ? {} : { reasonString };
  return { cmd: "connack", returnCode: code, reasonCode: code, sessionPresent: false, properties };
}
