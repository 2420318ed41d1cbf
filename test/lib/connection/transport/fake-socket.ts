import { Duplex } from "node:stream";
import { GatheringStream } from "../../../../nodes/lib/connection/transport/gathering-stream";

/** A socket that keeps what is written to it, and takes it at once or when the test lets it. */
export class FakeSocket extends Duplex {
  readonly chunks: Buffer[] = [];
  /** How often reading was asked to wait. */
  pauses = 0;
  #isStalled = false;
  #taken: (() => void) | undefined;

  /** What was written, as one text. */
  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }

  /** From now on nothing is taken. */
  stall(): void {
    this.#isStalled = true;
  }

  /** Takes everything. */
  flow(): void {
    this.#isStalled = false;
    this.#taken?.();
  }

  override pause(): this {
    this.pauses += 1;
    return super.pause();
  }

  override _read(): void {
    // The test pushes.
  }

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    this.chunks.push(Buffer.from(chunk));
    if (this.#isStalled) this.#taken = callback;
    else callback();
  }
}

/** A gathering stream on such a socket. */
export function opened(): { stream: GatheringStream; socket: FakeSocket } {
  const socket = new FakeSocket({ highWaterMark: 16_384 });
  return { stream: new GatheringStream(socket), socket };
}
