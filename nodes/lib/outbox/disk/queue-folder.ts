import { mkdir, open, readdir, rmdir } from "node:fs/promises";
import path from "node:path";
import type { NodeFolder } from "../../store/node-folder";
import { FOLDER_MODE } from "../../store/private-modes";

const NAME = "queue";

/** Windows, and some file systems of networks, sync no folders. */
const NOT_POSSIBLE: ReadonlySet<unknown> = new Set(["EINVAL", "EISDIR", "ENOTSUP", "EPERM"]);

/** The folder of a store, in that of its node. */
export class QueueFolder {
  /** Absolute. */
  readonly path: string;
  /** For people. */
  readonly name: string;

  constructor(folder: NodeFolder) {
    this.path = path.join(folder.path, NAME);
    this.name = `${folder.name}/${NAME}`;
  }

  /** The path of a file in it. */
  pathOf(file: string): string {
    return path.join(this.path, file);
  }

  /** What people are told of a file in it. */
  nameOf(file: string): string {
    return `${this.name}/${file}`;
  }

  /** Makes sure that there is one, also after a loss of power. */
  async make(): Promise<void> {
    const first = await mkdir(this.path, { recursive: true, mode: FOLDER_MODE });
    if (first === undefined) return;
    for (let made = this.path; made.length >= first.length; made = path.dirname(made)) {
      await syncFolder(path.dirname(made));
    }
  }

  list(): Promise<string[]> {
    return readdir(this.path);
  }

  /** Makes sure that files which were created or removed are so, also after a loss of power. */
  sync(): Promise<void> {
    return syncFolder(this.path);
  }

  /** Removes it, and that of its node, unless something is left in them. */
  async remove(): Promise<void> {
    for (const folder of [this.path, path.dirname(this.path)]) await rmdir(folder).catch(() => undefined);
  }
}

async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (!NOT_POSSIBLE.has((error as { code?: unknown }).code)) throw error;
  }
}
