import { randomBytes } from "node:crypto";

/**
 * Makes message ids of Node-RED's form, 16 hexadecimal digits: a random prefix and a counter. Node-RED makes each
 * from eight random numbers, which costs more than the rest of receiving a message.
 */
export function createMessageIds(prefix: string = randomBytes(4).toString("hex")): () => string {
  let count = 0;
  return () => {
    count = (count + 1) >>> 0;
    return prefix + count.toString(16).padStart(8, "0");
  };
}
