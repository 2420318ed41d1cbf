/** A Node-RED among the development dependencies. */
export type NodeRedModule = "node-red" | "node-red-4";

const MODULES: readonly NodeRedModule[] = ["node-red", "node-red-4"];

/** What a Node-RED says of itself. */
export interface NodeRedManifest {
  readonly version: string;
  /** `>=22.9` or the like. */
  readonly engines: { readonly node: string };
}

/** The manifest of an installed Node-RED. */
export function nodeRedManifest(module: NodeRedModule): NodeRedManifest {
  return require(`${module}/package.json`) as NodeRedManifest;
}

/**
 * The Node-REDs to test with, newest first: those that the running Node supports, or the one that
 * `NODE_RED_MODULE` names.
 */
export function nodeRedModules(): NodeRedModule[] {
  const chosen = process.env["NODE_RED_MODULE"];
  return MODULES.filter((module) => (chosen === undefined ? supportsThisNode(module) : module === chosen));
}

/** The Node-RED that `NODE_RED_MODULE` names, else the newest that the running Node supports. */
export function newestNodeRed(): NodeRedModule {
  const [newest] = nodeRedModules();
  if (newest === undefined) throw new Error(`No Node-RED for Node ${process.versions.node}`);
  return newest;
}

/** Tells why a Node-RED is left out. */
export function leftOut(): string[] {
  const tested = nodeRedModules();
  return MODULES.filter((module) => !tested.includes(module)).map((module) => {
    const { version, engines } = nodeRedManifest(module);
    if (supportsThisNode(module)) return `Node-RED ${version}, as NODE_RED_MODULE wants`;
    return `Node-RED ${version} needs Node ${engines.node}, this is ${process.versions.node}`;
  });
}

function supportsThisNode(module: NodeRedModule): boolean {
  const [least = [], current = []] = [nodeRedManifest(module).engines.node, process.versions.node].map(numbers);
  const difference = least.map((number, index) => (current[index] ?? 0) - number).find((value) => value !== 0);
  return (difference ?? 0) >= 0;
}

function numbers(version: string): number[] {
  return version.match(/\d+/g)?.map(Number) ?? [];
}
