import { createHook } from "node:async_hooks";

/** Counts the files that `node:fs/promises` has opened since, and not closed. */
export class OpenFiles {
  #count = 0;
  readonly #hook = createHook({
    init: (_id, type) => {
      if (type === "FILEHANDLE") this.#count += 1;
      if (type === "FILEHANDLECLOSEREQ") this.#count -= 1;
    },
  });

  /** Starts to count. */
  constructor() {
    this.#hook.enable();
  }

  get count(): number {
    return this.#count;
  }

  end(): void {
    this.#hook.disable();
  }
}
