/** The part of Node-RED's editor API that these nodes use, as types: nothing here exists at run time. */
import type { Field, Fields } from "../config/field";
import type { FlowApi } from "./flow-api";

/** Looks up a text of the locale catalogues; without a namespace, of the node's own. */
export type Translate = (key: string, values?: Readonly<Record<string, unknown>>) => string;

/** What the editor makes of `defaults` for one property: an absent value is written as an empty text. */
export type DefaultOf<F> = F extends Field<infer T> ? (T extends undefined ? "" : T) : never;

/**
 * Tells whether a saved value is valid, or in words why not. The editor takes the words only from a function that
 * declares two parameters.
 */
export type Validator = (this: EditorNode, value: unknown, options: object) => true | string;

/** One entry of a node type's `defaults`. */
export interface PropertyDefinition<V> {
  value: V;
  /** The config node type that the property holds the id of. */
  type?: string;
  required?: boolean;
  validate?: Validator;
}

/** A node in the editor, whatever its type. */
export interface EditorNode {
  readonly id: string;
  readonly type: string;
  /** The tab or subflow it stands on; none for a global config node. */
  readonly z?: string;
  /** Disabled. */
  readonly d?: boolean;
  /** False once the editor found an invalid property. */
  readonly valid?: boolean;
  readonly credentials?: Readonly<Record<string, unknown>>;
  readonly _def: {
    readonly category: string;
    readonly defaults: Readonly<Record<string, PropertyDefinition<unknown>>>;
    readonly credentials?: object;
  };
}

/** A node with its saved properties. A hand-written flow may hold anything in them, or nothing. */
export type SavedNode<F extends Fields> = EditorNode & { -readonly [P in keyof F]?: unknown };

/** A node type's definition. Every property of `config.ts` has a default, and there is no other. */
export interface NodeDefinition<F extends Fields, Credentials> {
  category: string;
  paletteLabel?: string;
  color?: string;
  icon?: string;
  align?: "right";
  inputs?: 0 | 1;
  outputs?: 0 | 1 | 2;
  defaults: { readonly [P in keyof F]: PropertyDefinition<DefaultOf<F[P]>> };
  credentials?: { readonly [P in keyof Credentials]-?: { type: "text" | "password" } };
  label?: (this: SavedNode<F>) => string;
  labelStyle?: (this: SavedNode<F>) => string;
  inputLabels?: (this: SavedNode<F>) => string;
  outputLabels?: (this: SavedNode<F>, index: number) => string;
  onadd?: (this: SavedNode<F>) => void;
  oneditprepare?: (this: SavedNode<F>) => void;
  oneditsave?: (this: SavedNode<F>) => void;
  oneditcancel?: (this: SavedNode<F>) => void;
}

/** The global `RED` of the editor. */
export interface EditorApi extends FlowApi {
  readonly _: Translate;
  readonly i18n: { lang(): string };
  /** Whoever is logged in, or all of us where nobody must be. */
  readonly user: { hasPermission(permission: string): boolean };
  readonly nodes: FlowApi["nodes"] & {
    registerType<F extends Fields, Credentials = unknown>(
      type: string,
      definition: NodeDefinition<F, Credentials>,
    ): void;
    node(id: string): EditorNode | null | undefined;
    /** The flows as they were last loaded or deployed. */
    originalFlow(): readonly { readonly id: string }[] | undefined;
    /** All nodes of a type on all tabs and in all subflows. */
    filterNodes(filter: { readonly type: string }): readonly EditorNode[];
    /** A tab; undefined for a subflow. */
    workspace(id: string | undefined): { readonly disabled?: boolean; readonly locked?: boolean } | undefined;
    eachConfig(visit: (node: EditorNode) => boolean | undefined): void;
  };
  readonly plugins: {
    registerPlugin(id: string, plugin: EditorPlugin): void;
    getPlugin(id: string): unknown;
    getPluginsByType(type: string): readonly unknown[];
  };
  readonly utils: {
    /** `true`, or in words why the path of a property can't be read. */
    validatePropertyExpression(expression: string): unknown;
    getNodeLabel(node: EditorNode, unnamed: string): string;
  };
}

/** A list whose rows the caller fills. */
export interface EditableListOptions<T> {
  addItem: (row: JQuery, index: number, item: T) => void;
  removeItem?: (item: T) => void;
  addButton?: string | boolean;
  removable?: boolean;
  sortable?: boolean;
  height?: number | "auto";
}

/** A field with a choice of types. */
export interface TypedInputOptions {
  types: readonly string[];
  default?: string;
  /** The input that keeps the chosen type. */
  typeField?: JQuery;
}

/** Something that one script offers to all others. */
export interface EditorPlugin {
  /** What others look for. */
  readonly type: string;
}

/** A field that offers what is typed to be completed. */
export interface AutoCompleteOptions {
  /** Characters that must be typed first. */
  minLength: number;
  /** Calls back with the choices; none: the menu is closed. */
  search: (typed: string, done: (choices: readonly AutoCompleteChoice[]) => void) => void;
}

/** What stands in the menu, and what becomes of the field. */
export interface AutoCompleteChoice {
  readonly value: string;
  readonly label: JQuery;
}

/** A row of the editor's tree. What the tree itself doesn't know is ours. */
export interface TreeItem {
  readonly element: JQuery;
  /** A function is asked when the row is opened for the first time. */
  children?: TreeItem[] | ((done: (items: TreeItem[]) => void) => void);
  readonly expanded?: boolean;
  readonly collapsible?: boolean;
  /** Added by the tree once the row is in it. */
  readonly treeList?: TreeItemParts;
  /** What is chosen with the row. */
  choice?: string;
  /** The levels down to the row. */
  readonly path?: string;
  /** What is done by the row. */
  readonly run?: () => void;
  /** Who knows what stands below. */
  branch?: { update(): void };
}

/** What the editor's tree adds to a row. */
export interface TreeItemParts {
  readonly container?: JQuery;
  readonly label?: JQuery;
  /** The rows below, once they are built. */
  readonly childList?: JQuery;
  insertChildAt(item: TreeItem, index: number): void;
  addChild(item: TreeItem): void;
  makeParent(children: TreeItem[]): void;
  expand(): void;
  collapse(): void;
}

declare global {
  const RED: EditorApi;

  interface JQuery {
    editableList<T>(options: EditableListOptions<T>): this;
    editableList(method: "addItems", items: readonly unknown[]): this;
    editableList(method: "items"): JQuery;
    editableList(method: "length"): number;
    autoComplete(options: AutoCompleteOptions): this;
    searchBox(options: { style: "compact"; delay: number; change: () => void }): this;
    treeList(options: { data: readonly TreeItem[] }): this;
    treeList(method: "data", items: readonly TreeItem[]): this;
    treeList(method: "select", item: TreeItem): this;
    /** Itself where nothing is selected. */
    treeList(method: "selected"): TreeItem | JQuery;
    on(event: "treelistselect", handler: (event: unknown, item: TreeItem | undefined) => void): this;
    typedInput(options: TypedInputOptions): this;
    typedInput(method: "value" | "type", value: string): this;
    i18n(): this;
  }
}
