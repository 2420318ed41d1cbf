import type { EventEmitter } from "node:events";
import path from "node:path";
import type { NodeAPI } from "node-red";
import type { NodeRedModule } from "./node-red-modules";

/** A line of Node-RED's log. */
export interface LogEntry {
  /** `RED.log.WARN` and so on: 20 error, 30 warn, 40 info. */
  readonly level: number;
  readonly msg: unknown;
  /** Of the node that wrote it. */
  readonly id?: string;
  readonly type?: string;
}

/** A node's status as the editor gets it; undefined once the node is removed. */
export interface StatusEvent {
  readonly id: string;
  readonly status?: { readonly fill?: string; readonly shape?: string; readonly text?: string };
}

/** The parts of a Node-RED that its node API doesn't show. */
export interface RuntimeInternals {
  readonly util: {
    readonly events: EventEmitter;
    readonly hooks: {
      add(hook: `onReceive.${string}`, listener: (event: { msg: object; destination: { id: string } }) => void): void;
      add(
        hook: `onComplete.${string}`,
        listener: (event: { msg: object; error?: Error; node: { id: string } }) => void,
      ): void;
      remove(hook: string): void;
    };
    readonly log: { addHandler(handler: EventEmitter): void; removeHandler(handler: EventEmitter): void };
    readonly i18n: {
      registerMessageCatalog(namespace: string, folder: string, file: string): Promise<void>;
      _(key: string, values?: object): string;
      readonly i: { changeLanguage(language: string): Promise<unknown> };
    };
  };
  /** Core's `tls-config` node, which the test helper doesn't load. */
  readonly tlsConfig: (RED: NodeAPI) => void;
  readonly nodes: { setFlows(flow: readonly object[], credentials: object, type: string): Promise<unknown> };
}

/** Finds them beside the given Node-RED. */
export function runtimeInternals(module: NodeRedModule): RuntimeInternals {
  const from = { paths: [path.dirname(require.resolve(module))] };
  return {
    util: require(require.resolve("@node-red/util", from)) as RuntimeInternals["util"],
    tlsConfig: require(
      require.resolve("@node-red/nodes/core/network/05-tls.js", from),
    ) as RuntimeInternals["tlsConfig"],
    nodes: require(require.resolve("@node-red/runtime/lib/nodes", from)) as RuntimeInternals["nodes"],
  };
}
