import { Duplex } from "node:stream";
import { readSocket } from "./socket-reading";

/**
 * Stands for a socket that is still on its way. What is written meanwhile waits; destroying it at any moment destroys
 * what there is.
 */
export class LateSocket extends Duplex {
  readonly #abandon: (error: Error | null) => void;
  #socket: Duplex | undefined;
  /** What the stream wants done first. */
  #waiting: ((socket: Duplex) => void) | undefined;

  /** @param abandon called if it is destroyed before the socket is there, with the error if there is one */
  constructor(abandon: (error: Error | null) => void) {
    super({ allowHalfOpen: false });
    this.#abandon = abandon;
  }

  /** The socket is there; call it once. */
  attach(socket: Duplex): void {
    if (this.destroyed) return void socket.destroy();
    this.#socket = socket;
    readSocket(socket, this);
    this.#waiting?.(socket);
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#whenThere((socket) => socket.write(chunk, encoding, callback));
  }

  override _final(callback: () => void): void {
    this.#whenThere((socket) => {
      if (socket.destroyed) callback();
      else socket.end(callback);
    });
  }

  override _read(): void {
    this.#socket?.resume();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    if (this.#socket === undefined) this.#abandon(error);
    else this.#socket.destroy();
    callback(error);
  }

  /** A stream asks for one thing at a time. */
  #whenThere(action: (socket: Duplex) => void): void {
    if (this.#socket === undefined) this.#waiting = action;
    else action(this.#socket);
  }
}
