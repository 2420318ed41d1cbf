import { Duplex } from "node:stream";
import { readSocket } from "./socket-reading";

/** Bytes gathered before they are written even if the turn goes on. */
const BLOCK = 16_384;
/** Bytes under way from which on the writer is asked to wait. */
const HIGH_WATER = 65_536;

/**
 * Stands between MQTT.js and the socket and gathers the writes of one turn into one. MQTT.js writes a packet in
 * pieces; with TCP_NODELAY each piece would be a system call and a segment of its own.
 */
export class GatheringStream extends Duplex {
  readonly #socket: Duplex;
  #block = Buffer.allocUnsafe(BLOCK);
  #start = 0;
  #end = 0;
  #isScheduled = false;
  #wantsDrain = false;

  constructor(socket: Duplex) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    readSocket(socket, this);
    socket.on("drain", () => this.#drained());
  }

  /**
   * Takes the place of Writable's, as far as MQTT.js needs it: its book-keeping per piece costs more than the write.
   * There is no callback, and `end` takes no last chunk.
   */
  override write(chunk: Buffer | string, ...rest: unknown[]): boolean {
    const encoding = typeof rest[0] === "string" ? (rest[0] as BufferEncoding) : "utf8";
    const bytes = typeof chunk === "string" ? Buffer.byteLength(chunk, encoding) : chunk.length;
    if (this.#end + bytes > this.#block.length) this.#makeRoom(bytes);
    if (typeof chunk === "string") this.#block.write(chunk, this.#end, encoding);
    else this.#block.set(chunk, this.#end);
    this.#end += bytes;
    if (!this.#isScheduled) this.#schedule();
    const isRoomy = this.#isRoomy;
    if (!isRoomy) this.#wantsDrain = true;
    return isRoomy;
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _final(callback: () => void): void {
    this.#flush();
    if (this.#socket.destroyed) callback();
    else this.#socket.end(callback);
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#socket.destroy();
    callback(error);
  }

  #schedule(): void {
    this.#isScheduled = true;
    setImmediate(() => {
      this.#flush();
      this.#drained();
    });
  }

  #flush(): void {
    this.#isScheduled = false;
    if (this.#start === this.#end || this.#socket.destroyed) return;
    this.#socket.write(this.#block.subarray(this.#start, this.#end));
    this.#start = this.#end;
  }

  /** The socket may still hold what was written of the old block, so that is left to it. */
  #makeRoom(bytes: number): void {
    this.#flush();
    this.#block = Buffer.allocUnsafe(Math.max(BLOCK, bytes));
    this.#start = this.#end = 0;
  }

  get #isRoomy(): boolean {
    return this.#socket.writableLength + this.#end - this.#start < HIGH_WATER;
  }

  /** Never told within a write: what is written on hearing it would come between the pieces of a packet. */
  #drained(): void {
    if (!this.#wantsDrain || !this.#isRoomy) return;
    this.#wantsDrain = false;
    this.emit("drain");
  }
}
