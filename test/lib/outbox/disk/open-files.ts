import { createHook } from "node:async_hooks";

/** Counts the files and folders that `node:fs/promises` opens. */
export class OpenFiles {
  #count = 0;
  #opened = 0;
  readonly #hook = createHook({
    init: (_id, type) => {
      if (type === "FILEHANDLE") this.#hasOpened();
      if (type === "FILEHANDLECLOSEREQ") this.#count -= 1;
    },
  });

  /** Starts to count. */
  constructor() {
    this.#hook.enable();
  }

  /** Those that are open. */
  get count(): number {
    return this.#count;
  }

  /** Those that have been opened. */
  get opened(): number {
    return this.#opened;
  }

  end(): void {
    this.#hook.disable();
  }

  #hasOpened(): void {
    this.#count += 1;
    this.#opened += 1;
  }
}
