import { createHash } from "node:crypto";
import path from "node:path";

/** Where a node keeps files over restarts. */
export interface NodeFolder {
  /** Absolute. */
  readonly path: string;
  /** As people are told of it: from Node-RED's user directory on. */
  readonly name: string;
}

const FOLDER = "m2m-flows-mqtt";

/** Hexadecimal digits of a SHA-256. */
const HASH_LENGTH = 32;

/** The folder of a node, named by a hash: a node's id comes from a flow file and may be anything. */
export function nodeFolder(userDirectory: string, nodeId: string): NodeFolder {
  const hash = createHash("sha256").update(nodeId).digest("hex").slice(0, HASH_LENGTH);
  return { path: path.join(userDirectory, FOLDER, hash), name: `${FOLDER}/${hash}` };
}
