import { type FileHandle, open } from "node:fs/promises";

/** What a store does with an open file. */
type Operation = "write" | "datasync" | "truncate" | "read" | "sync";

type Method = (this: FileHandle, ...values: unknown[]) => Promise<unknown>;

/** Lets the file operations of this process fail as a full or broken disk does, until it is mended. */
export class FailingDisk {
  readonly #methods: Record<Operation, Method>;
  readonly #originals: Record<Operation, Method>;

  private constructor(methods: Record<Operation, Method>) {
    this.#methods = methods;
    const { write, datasync, truncate, read, sync } = methods;
    this.#originals = { write, datasync, truncate, read, sync };
  }

  static async create(): Promise<FailingDisk> {
    const handle = await open(__filename);
    const methods = Object.getPrototypeOf(handle) as Record<Operation, Method>;
    await handle.close();
    return new FailingDisk(methods);
  }

  /** From now on these operations fail. */
  break(error: string, ...operations: Operation[]): void {
    for (const operation of operations) this.#methods[operation] = () => Promise.reject(failure(error, operation));
  }

  /** From now on there is room for some more bytes. */
  fill(room: number): void {
    let left = room;
    const write = this.#originals.write;
    this.#methods.write = function (buffer, offset, length, position) {
      if (left === 0) return Promise.reject(failure("ENOSPC: no space left on device", "write"));
      const part = Math.min(left, Number(length));
      left -= part;
      return write.call(this, buffer, offset, part, position);
    };
  }

  mend(): void {
    Object.assign(this.#methods, this.#originals);
  }
}

function failure(error: string, operation: Operation): Error {
  return Object.assign(new Error(`${error}, ${operation}`), { code: error.split(":")[0] });
}
