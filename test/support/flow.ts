import { EventEmitter, once } from "node:events";
import path from "node:path";
import type { Node, NodeAPI } from "node-red";
import helper from "node-red-node-test-helper";
import { Journal } from "./journal";
import { newestNodeRed } from "./node-red-modules";
import { runtimeInternals, type LogEntry, type StatusEvent } from "./runtime-internals";

/** A node as a flow file holds it. */
export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly [property: string]: unknown;
}

/** A message on a wire. */
export interface FlowMessage {
  readonly _msgid?: string;
  readonly topic?: string;
  readonly payload?: unknown;
  readonly [property: string]: unknown;
}

/** A message as a Catch node sends it on. */
export interface CaughtMessage extends FlowMessage {
  readonly error: {
    readonly message: string;
    readonly code?: string;
    readonly cause?: unknown;
    readonly source: { readonly id: string; readonly type: string };
  };
}

/** Credentials by node id, then by name. */
export type FlowCredentials = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A flow that runs in this process, with everything that can be seen of it from outside. */
export interface DeployedFlow {
  /** Messages that reached a node; a node of type `helper` is there to be asked. */
  received(id: string): Journal<FlowMessage>;
  /** The statuses a node has shown. A `text` that is a catalogue key comes as the key. */
  statuses(id: string): Journal<NonNullable<StatusEvent["status"]>>;
  /** What a Catch node on the nodes' tab caught. */
  readonly caught: Journal<CaughtMessage>;
  /** What a Complete node for all nodes on the tab got: messages whose `done()` was called without an error. */
  readonly completed: Journal<FlowMessage>;
  /** Node-RED's log, from fatal to info. */
  readonly logged: Journal<LogEntry>;
  /** A running node. */
  node(id: string): Node;
  /** Puts a message into a node's input. */
  send(id: string, message: FlowMessage): void;
  /** Deploys a changed flow as the editor's menu does; resolves when it runs. */
  redeploy(nodes: readonly FlowNode[], type: "full" | "flows" | "nodes", credentials?: FlowCredentials): Promise<void>;
}

type NodeModule = { default: (RED: NodeAPI) => void } | ((RED: NodeAPI) => void);

const ROOT = path.join(__dirname, "../..");
const INFO = 40;
const TAB = "test-tab";
const CAUGHT = "test-caught";
const COMPLETED = "test-completed";

const manifest = require(path.join(ROOT, "package.json")) as { name: string; "node-red": { nodes: object } };
const types = Object.keys(manifest["node-red"].nodes);
const nodeRed = newestNodeRed();
const { util, nodes: runtimeNodes, tlsConfig } = runtimeInternals(nodeRed);

/** Gives the tests of a describe block a Node-RED in this process; flows are removed after each test. */
export function useRuntime(): void {
  before(async () => {
    helper.init(require.resolve(nodeRed));
    await helper.startServer();
    await loadCatalogues();
  });
  afterEach(async () => {
    await helper.unload();
    unwatch();
  });
  after(() => helper.stopServer());
}

/**
 * Deploys nodes from their sources. Nodes without `z` are put on a tab, but for `*-config` ones, which are global.
 * Resolves when the flow is started, which says nothing about connections.
 */
export async function deploy(nodes: readonly FlowNode[], credentials: FlowCredentials = {}): Promise<DeployedFlow> {
  const flow = watch();
  await helper.load([...types.map(loader), tlsConfig], onTab(nodes), credentials);
  return flow;
}

/** Its texts in en-US, as the registry would load them. */
async function loadCatalogues(): Promise<void> {
  await util.i18n.i.changeLanguage("en-US");
  for (const type of types) {
    const folder = path.join(ROOT, "nodes", type, "locales");
    await util.i18n.registerMessageCatalog(namespace(type), folder, `${type}.json`);
  }
}

function namespace(type: string): string {
  return `${manifest.name}/${type}`;
}

/** Loads a node type; the test helper's `RED._` returns the key, so it gets one that knows the catalogues. */
function loader(type: string): (RED: NodeAPI) => void {
  const module = require(path.join(ROOT, "nodes", type, type)) as NodeModule;
  const register = "default" in module ? module.default : module;
  const translate = (key: string, values?: object): string =>
    util.i18n._(key.includes(":") ? key : `${namespace(type)}:${key}`, values);
  return (RED) => {
    register({ ...RED, _: translate });
  };
}

/** Adds the tab, and the Catch and the Complete node that every test may ask. */
function onTab(nodes: readonly FlowNode[]): FlowNode[] {
  const placed = nodes.map((node) => ("z" in node || node.type.endsWith("-config") ? node : onCanvas(node)));
  const scope = placed.filter((node) => node["z"] === TAB && node.type !== "helper").map((node) => node.id);
  return [
    { id: TAB, type: "tab", label: TAB },
    ...placed,
    onCanvas({ id: "test-catch", type: "catch", scope: null, uncaught: false, wires: [[CAUGHT]] }),
    onCanvas({ id: "test-complete", type: "complete", scope, wires: [[COMPLETED]] }),
    onCanvas({ id: CAUGHT, type: "helper" }),
    onCanvas({ id: COMPLETED, type: "helper" }),
  ];
}

/** Node-RED takes a node without a place for a config node. */
function onCanvas(node: FlowNode): FlowNode {
  return { wires: [], ...node, z: TAB, x: 0, y: 0 };
}

/** Begins to listen before the flow starts, so that nothing is missed. */
function watch(): DeployedFlow {
  const received = journals<FlowMessage>("messages received by");
  const statuses = journals<NonNullable<StatusEvent["status"]>>("statuses of");
  const logged = new Journal<LogEntry>("log");
  const onStatus = ({ id, status }: StatusEvent): void => {
    if (status !== undefined) statuses(id).add(status);
  };
  const logHandler = new EventEmitter().on("log", (entry: LogEntry) => {
    if (entry.level <= INFO) logged.add(entry);
  });
  unwatch();
  util.hooks.add("onReceive.test", ({ msg, destination }) => received(destination.id).add(msg as FlowMessage));
  util.events.on("node-status", onStatus);
  util.log.addHandler(logHandler);
  unwatch = () => {
    util.hooks.remove("onReceive.test");
    util.events.off("node-status", onStatus);
    util.log.removeHandler(logHandler);
  };
  return {
    received,
    statuses,
    caught: received(CAUGHT) as Journal<CaughtMessage>,
    completed: received(COMPLETED),
    logged,
    node,
    send: (id, message) => {
      node(id).receive(message);
    },
    redeploy,
  };
}

let unwatch: () => void = () => undefined;

function journals<T>(what: string): (id: string) => Journal<T> {
  const byId = new Map<string, Journal<T>>();
  return (id) => {
    const journal = byId.get(id) ?? new Journal<T>(`${what} ${id}`);
    byId.set(id, journal);
    return journal;
  };
}

function node(id: string): Node {
  const found = helper.getNode(id);
  if (found === null) throw new Error(`no running node has the id ${id}`);
  return found;
}

async function redeploy(
  nodes: readonly FlowNode[],
  type: "full" | "flows" | "nodes",
  credentials: FlowCredentials = {},
): Promise<void> {
  const started = once(util.events, "flows:started");
  await runtimeNodes.setFlows(onTab(nodes), credentials, type);
  await started;
}
