import type { Finding } from "../evidence";
import type { Interpreter, TopicPlace } from "./interpreter";
import type { ObservedMessage } from "../observed-message";
import { DeviceMemory } from "./device-memory";
import { EdgeNode } from "./edge-node";
import { SparkplugDevice } from "./sparkplug-device";
import { readSparkplugPayload } from "./sparkplug-payload";

/** Where the topic says what a message is: `spBv1.0/group/NBIRTH/node` (Sparkplug 3.0, 4.1). */
const TYPE_LEVEL = 2;

/**
 * Reads the births and deaths of Sparkplug B's edge nodes, `group/node`, and of the devices behind them,
 * `group/node/device`. Nothing of them is retained: what is alive when we come is unknown until it says something.
 */
export class Sparkplug implements Interpreter {
  readonly #nodes = new DeviceMemory<EdgeNode>();
  readonly #devices = new DeviceMemory<SparkplugDevice>();

  read({ topic, payload: bytes, retain }: ObservedMessage, { device: name }: TopicPlace): readonly Finding[] {
    const type = topic.split("/", TYPE_LEVEL + 1)[TYPE_LEVEL];
    const isOfNode = type === "NBIRTH" || type === "NDEATH";
    if (!isOfNode && type !== "DBIRTH" && type !== "DDEATH") return [];
    if (bytes.length === 0) return this.#remove(name);
    const nodeName = isOfNode ? name : nodeNameOf(name);
    const payload = readSparkplugPayload(bytes, this.#nodes.get(nodeName)?.bdSeqAlias);
    if (payload === undefined) return [{ device: name, evidence: { kind: "unclear" } }];
    const node = this.#nodeOf(nodeName);
    if (type === "NBIRTH") return node.born(payload, retain);
    if (type === "NDEATH") return node.died(payload);
    return node.told(this.#deviceOf(name, node), type === "DBIRTH" ? "online" : "offline", payload);
  }

  forget(name: string): void {
    const node = this.#nodes.get(name);
    node?.forgetSession();
    if (node?.isUnknown === true) this.#nodes.delete(name);
    const device = this.#devices.get(name);
    if (device !== undefined) this.#forgetDevice(device);
  }

  /** Our own connection is lost: who is born or dies meanwhile isn't told again, so that any session may stand then. */
  lost(): void {
    for (const node of this.#nodes) node.forgetSession();
  }

  /** Where a node is no longer, its devices can't be reached. */
  #remove(name: string): Finding[] {
    const devices = [...(this.#nodes.get(name)?.devices ?? [])];
    for (const device of devices) this.#forgetDevice(device);
    this.forget(name);
    return [name, ...devices.map((device) => device.name)].map((device) => ({ device, evidence: { kind: "removed" } }));
  }

  #forgetDevice(device: SparkplugDevice): void {
    this.#devices.delete(device.name);
    const nodeName = nodeNameOf(device.name);
    const node = this.#nodes.get(nodeName);
    node?.devices.delete(device);
    if (node?.isUnknown === true) this.#nodes.delete(nodeName);
  }

  #nodeOf(name: string): EdgeNode {
    const known = this.#nodes.get(name);
    if (known !== undefined) return known;
    const node = new EdgeNode(name);
    this.#nodes.set(name, node);
    return node;
  }

  #deviceOf(name: string, node: EdgeNode): SparkplugDevice {
    const known = this.#devices.get(name);
    if (known !== undefined) return known;
    const device = new SparkplugDevice(name);
    if (this.#devices.set(name, device)) node.devices.add(device);
    return device;
  }
}

/** `group/node` of `group/node/device`. */
function nodeNameOf(device: string): string {
  return device.slice(0, device.lastIndexOf("/"));
}
