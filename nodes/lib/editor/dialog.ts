import type { Fields, ValuesOf } from "../config/field";
import { openToKeyboard } from "./config-buttons";
import { Fold } from "./fold";
import { HintLine, type Hint } from "./hint-line";
import { Quantity } from "./quantity";
import type { PropertyDefinition, SavedNode } from "./red";
import { markOwner, showValue, shownValue } from "./saved-value";
import { installStyles } from "./styles";
import { NOTHING_CHOSEN } from "./validators";

/** A property that the dialog makes of several inputs. */
interface Composed {
  readonly read: () => unknown;
  readonly before: string;
}

/** What is said about a field beside its errors. */
export type Describe = (shown: string) => Hint | undefined;

/**
 * An open edit dialog: shows the saved properties as the runtime understands them, says under each field what is wrong
 * or what will happen, and leaves the node alone where nothing was changed.
 */
export class Dialog<F extends Fields> {
  readonly #node: SavedNode<F>;
  readonly #fields: F;
  readonly root: JQuery;
  readonly #prefix: string;
  readonly #quantities = new Map<string, Quantity>();
  readonly #hints = new Map<string, HintLine>();
  readonly #descriptions = new Map<string, Describe>();
  readonly #folds: Fold[] = [];
  readonly #composed = new Map<keyof F & string, Composed>();

  constructor(node: SavedNode<F>, fields: F) {
    this.#node = node;
    this.#fields = fields;
    installStyles();
    this.#prefix = node._def.category === "config" ? "node-config-input" : "node-input";
    this.root = this.input("name").closest(".m2m-dialog").attr("lang", RED.i18n.lang()).i18n();
    markOwner(this.root, node);
    // All values first: what is said about one may depend on another.
    const properties = Object.keys(fields).filter((property) => this.input(property).length > 0);
    for (const property of properties) this.#showSaved(property);
    for (const property of properties) if (this.#definition(property)?.validate) this.#addHint(property);
    this.root.on("input change", () => this.#folds.forEach((fold) => fold.update()));
  }

  /** The input of a property, or of something that the dialog alone knows. */
  input(name: string): JQuery {
    return $(`#${this.#prefix}-${name}`);
  }

  /** What an input holds, as text. */
  shown(name: string): string {
    return String(shownValue(this.input(name)));
  }

  /**
   * Says something about a field: what `describe` finds, else why its value is invalid.
   * @param name a property, or an input that the dialog alone knows
   */
  hint(name: string, describe: Describe): void {
    this.#descriptions.set(name, describe);
    if (this.#hints.has(name)) this.updateHint(name);
    else this.#addHint(name);
  }

  /** A field depends on another one that was just changed. */
  updateHint(name: string): void {
    this.#hints.get(name)?.update();
  }

  /** Turns the hidden input of a quantity into a number and its unit. */
  quantity(name: string): void {
    this.#quantities.set(name, new Quantity(this.input(name)));
  }

  /** Makes the part with this id a fold. */
  fold(id: string, describe: () => string): Fold {
    const fold = new Fold($(`#${id}`), describe);
    this.#folds.push(fold);
    return fold;
  }

  /** A property that has no input of its own name, but is made of several. */
  compose(property: keyof F & string, read: () => unknown): void {
    this.#composed.set(property, { read, before: JSON.stringify(read()) });
  }

  /** A saved property as the runtime reads it; one that it can't read has its default. */
  saved<P extends keyof F & string>(property: P): ValuesOf<F>[P] {
    try {
      return this.#fields[property]?.read(property, this.#node[property]) as ValuesOf<F>[P];
    } catch {
      return this.#fields[property]?.fallback as ValuesOf<F>[P];
    }
  }

  /** The id of the node. */
  get id(): string {
    return this.#node.id;
  }

  /** All properties as the dialog would save them now. */
  get properties(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(Object.keys(this.#fields).map((property) => [property, this.#toSave(property)]));
  }

  /** What the fields of the credentials hold. */
  get credentials(): Readonly<Record<string, string>> {
    const names = Object.keys(this.#node._def.credentials ?? {});
    return Object.fromEntries(names.map((name) => [name, this.shown(name)]));
  }

  /** Why a property is invalid as the dialog shows it. */
  problem(name: string): Hint | undefined {
    const found = this.#definition(name)?.validate?.call(this.#node, this.#current(name), {});
    return typeof found === "string" ? { level: "error", text: found } : undefined;
  }

  /** To be called in `oneditsave`, before the editor takes the inputs over. */
  save(): void {
    const properties = this.#node as Record<string, unknown>;
    for (const property of this.#composed.keys()) properties[property] = this.#current(property);
    // The editor saves what it finds by an input's id: without one it leaves the property as it is.
    const credentials = Object.keys(this.#node._def.credentials ?? {}).filter((name) => this.#staysUnset(name));
    const unchanged = Object.keys(this.#fields).filter((property) => this.#meansTheSame(property));
    for (const name of [...credentials, ...unchanged]) this.input(name).removeAttr("id");
  }

  #showSaved(property: string): void {
    const input = this.input(property);
    const type = this.#definition(property)?.type;
    if (type === undefined) showValue(input, this.#savedOrFallback(property));
    else openToKeyboard(input, type);
    if (input.attr("data-quantity") !== undefined) this.quantity(property);
  }

  #definition(property: string): PropertyDefinition<unknown> | undefined {
    return this.#node._def.defaults[property];
  }

  #addHint(name: string): void {
    const control = this.#quantities.get(name)?.number ?? this.input(name);
    const describe = (): Hint | undefined => this.#descriptions.get(name)?.(this.shown(name)) ?? this.problem(name);
    this.#hints.set(name, new HintLine(control, describe));
  }

  #savedOrFallback(property: string): unknown {
    const saved: unknown = this.#node[property];
    return saved === undefined || saved === null || saved === "" ? this.#fields[property]?.fallback : saved;
  }

  #current(name: string): unknown {
    const composed = this.#composed.get(name);
    if (composed === undefined) return shownValue(this.input(name));
    const value = composed.read();
    return JSON.stringify(value) === composed.before ? this.#node[name] : value;
  }

  #toSave(property: string): unknown {
    if (!this.#composed.has(property) && this.input(property).length === 0) return this.#node[property];
    const value = this.#current(property);
    return value === NOTHING_CHOSEN ? "" : value;
  }

  /** The editor itself takes an empty credential for a change if there was none. */
  #staysUnset(credential: string): boolean {
    const saved = this.#node.credentials ?? {};
    return this.shown(credential) === "" && !saved[credential] && !saved[`has_${credential}`];
  }

  #meansTheSame(property: string): boolean {
    const input = this.input(property);
    const field = this.#fields[property];
    if (input.length === 0 || field === undefined) return false;
    const shown = shownValue(input);
    try {
      const after = field.read(property, shown === NOTHING_CHOSEN ? "" : shown);
      return JSON.stringify(after) === JSON.stringify(field.read(property, this.#node[property]));
    } catch {
      return false;
    }
  }
}
