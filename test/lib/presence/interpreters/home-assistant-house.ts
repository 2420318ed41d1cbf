import assert from "node:assert/strict";
import type { Finding } from "../../../../nodes/lib/presence/evidence";
import type { InterpreterHost } from "../../../../nodes/lib/presence/interpreters/interpreter";
import { HomeAssistantDiscovery } from "../../../../nodes/lib/presence/interpreters/home-assistant-discovery";

const PREFIX = "homeassistant";

/** What a person was told: code, entity, detail. */
export type Told = [code: string, entity: string, detail: string];

/** A node that follows Home Assistant's discovery, and the messages that it gets. */
export class House implements InterpreterHost {
  readonly discovery = new HomeAssistantDiscovery(this);
  /** What is subscribed to now. */
  readonly watched = new Set<string>();
  /** What has been subscribed to and given up, in order: `+topic`, `-topic`. */
  readonly changes: string[] = [];
  readonly told: Told[] = [];

  watch(topic: string): void {
    assert.ok(!this.watched.has(topic), `${topic} is watched twice`);
    this.watched.add(topic);
    this.changes.push(`+${topic}`);
  }

  unwatch(topic: string): void {
    assert.ok(this.watched.delete(topic), `${topic} isn't watched`);
    this.changes.push(`-${topic}`);
  }

  warn(code: string, entity: string, detail: string): void {
    this.told.push([code, entity, detail]);
  }

  /** A config comes; an object is sent as JSON. */
  config(name: string, config: object | string | Uint8Array): string[] {
    const payload = typeof config === "string" || config instanceof Uint8Array ? config : JSON.stringify(config);
    return this.#read(`${PREFIX}/${name}/config`, name, payload);
  }

  /** A topic that a config may have named says something. */
  says(topic: string, payload: string | Uint8Array): string[] {
    return this.#read(topic, "", payload);
  }

  /** @returns `light/lamp online`, `light/lamp removed` */
  #read(topic: string, device: string, content: string | Uint8Array): string[] {
    const payload = Buffer.from(content);
    const text = typeof content === "string" ? content : undefined;
    const base = device === "" ? "" : PREFIX;
    return this.discovery.read({ topic, payload, text, retain: true }, { device, base }).map(told);
  }
}

function told({ device, evidence }: Finding): string {
  if (evidence.kind !== "report") return `${device} ${evidence.kind}`;
  assert.equal(evidence.reason, "reported");
  return `${device} ${evidence.state}`;
}
