import type { Finding } from "../evidence";
import type { Interpreter, InterpreterHost, TopicPlace } from "./interpreter";
import type { ObservedMessage } from "../observed-message";
import { DeviceMemory } from "./device-memory";
import { parsedObject } from "./json-object";

/** Bytes of the largest description that is read. */
const MAX_DESCRIPTION = 262_144;

/**
 * Reads who reaches whom from the retained `<domain>/5/<device>/$description` of Homie 5: the last will of a device at
 * the root speaks for its whole tree ["Device hierarchy"]. States are told by `$state`, and by rules.
 */
export class HomieDescription implements Interpreter {
  readonly #host: InterpreterHost;
  /** The root of each device's tree. */
  readonly #roots = new DeviceMemory<string>();
  /** Devices of whose description a person has been told that it is none. */
  readonly #warned = new DeviceMemory<true>();

  constructor(host: InterpreterHost) {
    this.#host = host;
  }

  read({ payload, text }: ObservedMessage, { device, base }: TopicPlace): Finding[] {
    if (payload.byteLength === 0) {
      this.forget(device);
      return [orphan(device)];
    }
    const root = payload.byteLength > MAX_DESCRIPTION ? undefined : rootOf(text ?? "", device);
    if (root === undefined) return this.#refuse(device);
    const former = this.#roots.get(device) ?? device;
    this.#roots.set(device, root);
    this.#warned.delete(device);
    const role = root === device ? "parent" : "child";
    const member: Finding = { device, evidence: { kind: "member", family: `homie:${base}:${root}`, role } };
    return role === "parent" && former !== device ? [orphan(device), member] : [member];
  }

  forget(device: string): void {
    this.#roots.delete(device);
    this.#warned.delete(device);
  }

  #refuse(device: string): Finding[] {
    const isNews = this.#warned.get(device) === undefined && this.#warned.set(device, true);
    if (isNews) this.#host.warn("presence-discovery", device, "its $description isn't Homie's");
    return [];
  }
}

function orphan(device: string): Finding {
  return { device, evidence: { kind: "orphan" } };
}

/** The device at the root of the tree, which is the device itself if the description names none; undefined: it is none. */
function rootOf(text: string, device: string): string | undefined {
  const description = parsedObject(text);
  if (description === undefined) return undefined;
  const root = description["root"] ?? description["parent"] ?? device;
  return typeof root === "string" && root !== "" ? root : undefined;
}
