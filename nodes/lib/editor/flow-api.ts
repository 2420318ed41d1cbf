/** The part of Node-RED's editor API by which flows are changed, as types: nothing here exists at run time. */

/** A node on the canvas, or a config node. */
export interface FlowNode {
  readonly id: string;
  readonly type: string;
  /** The tab or subflow it stands on; none for a global config node. */
  readonly z?: string;
  /** The id of the group that it stands in. */
  g?: string;
  /** Differs from what is deployed. */
  changed?: boolean;
  credentials?: Readonly<Record<string, unknown>>;
  /** Of a config node: the nodes that refer to it. */
  readonly users?: readonly FlowNode[];
}

/** Several nodes with a frame around them; groups may be among them. */
export interface FlowGroup {
  readonly id: string;
  readonly type: "group";
  readonly nodes: FlowNode[];
}

/** A wire. Its ends may be ports of a subflow, whose type is `subflow`. */
export interface Wire {
  readonly source: { readonly id: string; readonly type: string };
  readonly sourcePort: number;
  readonly target: { readonly id: string; readonly type: string };
}

/** One step that the user can take back and do again. The editor calls `callback` after either. */
export type HistoryEvent = { readonly dirty: boolean; readonly callback: () => void } & (
  | { readonly t: "multi"; readonly events: readonly HistoryEvent[] }
  | { readonly t: "delete"; readonly nodes: readonly FlowNode[]; readonly links: readonly Wire[] }
  | { readonly t: "add"; readonly nodes: readonly string[]; readonly links: readonly Wire[]; readonly subflow?: object }
);

/** How a message at the top of the editor is shown. */
export interface NotificationOptions {
  readonly type?: "success" | "warning" | "error";
  /** Nothing else can be clicked. */
  readonly modal?: boolean;
  /** Stays until it is closed. */
  readonly fixed?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
  /** `text` is HTML. */
  readonly buttons?: readonly { readonly text: string; readonly class?: string; readonly click: () => void }[];
}

/** What `RED` has for it. */
export interface FlowApi {
  readonly nodes: {
    filterNodes(filter: { readonly z: string }): readonly FlowNode[];
    /** `env`: what its instances can set, with what holds where they don't. */
    eachSubflow(visit: (subflow: { readonly env?: readonly { readonly value?: unknown }[] }) => void): void;
    subflow(id: string): { readonly id: string; readonly locked?: boolean; changed?: boolean } | undefined;
    group(id: string | undefined): FlowGroup | undefined;
    groups(workspace: string): readonly FlowGroup[];
    eachLink(visit: (wire: Wire) => void): void;
    /** The ids of the groups and nodes of a workspace, the hindmost first. */
    getNodeOrder(workspace: string): readonly string[];
    setNodeOrder(workspace: string, ids: readonly string[]): void;
    /** A new id. */
    id(): string;
    /** A node as it is exported. */
    convertNode(node: FlowNode, options: { credentials: boolean }): Readonly<Record<string, unknown>>;
    /** @param options `reimport`: nodes stay on the workspace they name */
    import(
      nodes: readonly object[],
      options: { reimport: boolean; markChanged: boolean },
    ): { readonly nodes: readonly FlowNode[] };
    /** With its wires. */
    remove(id: string): void;
    addLink(wire: Wire): void;
    removeLink(wire: Wire): void;
    /** Whether there is something to deploy. */
    dirty(): boolean;
    dirty(isDirty: boolean): void;
  };
  readonly history: { push(event: HistoryEvent): void };
  readonly view: {
    selection(): { readonly nodes?: readonly (FlowNode | FlowGroup)[] };
    select(nothing: null): void;
    /** @param isNow else with the next frame */
    redraw(updatesNodes: boolean, isNow?: boolean): void;
  };
  readonly workspaces: {
    /** The id of the tab or subflow that is shown. */
    active(): string;
    refresh(): void;
  };
  readonly subflow: {
    /** Of the subflow that is shown; undefined if it is a tab. */
    refresh(marksInstances: boolean): { readonly instances: readonly object[] } | undefined;
  };
  readonly group: {
    getNodes(group: FlowGroup, isDeep: boolean, leavesOutGroups: boolean): readonly FlowNode[];
    markDirty(group: FlowGroup): void;
  };
  readonly sidebar: { readonly config: { refresh(): void } };
  readonly actions: {
    /** @param options `label` may be a key of a catalogue */
    add(name: string, handler: () => void, options: { label: string }): void;
    remove(name: string): void;
  };
  readonly menu: {
    addItem(menu: string, item: { id: string; label: string; onselect: string }): void;
    removeItem(id: string): void;
  };
  readonly events: { emit(event: "nodes:change", node: FlowNode): void };
  /** A text is taken for HTML. */
  notify(content: JQuery, options: NotificationOptions): { close(): void };
}
