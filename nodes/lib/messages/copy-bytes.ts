import { types } from "node:util";

/**
 * Copies the bytes of a Buffer, a typed array, a DataView or an ArrayBuffer, shared or of another realm: a flow may
 * reuse them while its message still waits to be sent, and those made in a function node are of another realm.
 * @returns undefined if the value is nothing of the kind
 * @throws TypeError if the bytes are gone: transferred elsewhere, or cut off with the end of their ArrayBuffer
 */
export function copyBytes(value: unknown): Buffer | undefined {
  if (types.isAnyArrayBuffer(value)) return Buffer.copyBytesFrom(new Uint8Array(value));
  if (!ArrayBuffer.isView(value)) return undefined;
  // A typed array whose bytes are gone passes for an empty one, but not where its elements are asked for.
  if (types.isTypedArray(value)) Uint8Array.prototype.keys.call(value);
  return Buffer.copyBytesFrom(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
}
