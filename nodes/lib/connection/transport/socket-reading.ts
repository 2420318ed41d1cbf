import type { Duplex } from "node:stream";

/** Gives a stream what a socket receives, its end and its errors. The stream resumes the socket when it is to be read. */
export function readSocket(socket: Duplex, stream: Duplex): void {
  socket.on("data", (chunk: Buffer) => {
    if (!stream.push(chunk)) socket.pause();
  });
  socket.on("end", () => stream.push(null));
  socket.on("error", (error) => stream.destroy(error));
  socket.on("close", () => {
    // After an orderly end what was received is still to be read; reading it to the end destroys the stream.
    if (!socket.readableEnded) stream.destroy();
  });
}
