import type { TreeItem } from "../../red";
import { sharedText } from "../../texts";
import { BranchItems } from "./topic-branch-items";
import type { KnownTopics } from "../known/known-topics";
import { foundTopics, topicLevels, type TopicLevel } from "./topic-levels";

/** What the tree is for. */
export interface TreePurpose {
  /** What stands for any level in what the field takes: `+`, `+device`; undefined if it takes no wildcard. */
  readonly wildcard: string | undefined;
  /** Whether a level can be chosen on which there is no topic. */
  readonly takesLevels: boolean;
  choose(topic: string): void;
}

/** Keys that do something to the row that has the focus. */
const ROW_KEYS: readonly string[] = ["ArrowLeft", "ArrowRight", "Enter", " "];

/** The topics of a broker in the editor's tree, level by level, or those that are looked for. */
export class TopicTree {
  readonly element = $('<div class="m2m-topic-tree">');
  readonly #topics: KnownTopics;
  readonly #purpose: TreePurpose;
  /** Of the row that readers are told of: a dialog may show several trees. */
  readonly #selectedId = `m2m-topic-${RED.nodes.id()}`;
  #words: readonly string[] = [];
  #root: TreeItem | undefined;

  constructor(topics: KnownTopics, purpose: TreePurpose) {
    this.#topics = topics;
    this.#purpose = purpose;
    // Ahead of the editor's own, which opens and closes on Enter and fails without a row.
    this.element.on("keydown", (event) => this.#press(event));
    this.element.treeList({ data: [] });
    this.element.attr({ role: "tree", "aria-label": sharedText("topics.tree") });
    this.element.on("treelistselect", (_event, item) => this.#selected(item));
    this.element.on("click", ".red-ui-treeList-label", () => this.#take(this.#selection, "click"));
  }

  /**
   * What is looked for already stays as it is, with what is open.
   * @param words all of which are to stand in a topic; none: all topics
   */
  show(words: readonly string[]): void {
    if (this.#root !== undefined && words.join(" ") === this.#words.join(" ")) return;
    this.#words = words;
    const branch = words.length === 0 ? this.#branch(undefined) : this.#found();
    const name = words.length === 0 ? sharedText("topics.root") : sharedText("topics.found");
    const element = $('<div class="m2m-topic-row">').append($("<span>").text(name));
    const root: TreeItem = { element, branch, expanded: true, collapsible: false };
    root.children = (done) => branch.build(root, done);
    this.#root = root;
    this.element.treeList("data", [root]);
  }

  /** More is known: what is open shows it. */
  update(): void {
    const open = this.#root === undefined ? [] : [this.#root];
    for (let item = open.pop(); item !== undefined; item = open.pop()) {
      if (!isOpen(item)) continue;
      item.branch?.update();
      if (Array.isArray(item.children)) open.push(...item.children);
    }
  }

  /** How many topics there are, or are found. */
  get count(): number {
    return this.#words.length === 0 ? this.#topics.size : foundTopics(this.#topics, this.#words).length;
  }

  focus(): void {
    this.element.trigger("focus");
    if (this.#selection === undefined && this.#root !== undefined) this.element.treeList("select", this.#root);
  }

  #branch(path: string | undefined): BranchItems {
    const { wildcard } = this.#purpose;
    const all = wildcard === undefined ? undefined : path === undefined ? wildcard : `${path}/${wildcard}`;
    return new BranchItems({
      levels: () => topicLevels(this.#topics, path),
      all,
      below: (level: TopicLevel) => this.#branch(level.path),
    });
  }

  #found(): BranchItems {
    return new BranchItems({
      levels: () => foundTopics(this.#topics, this.#words),
      all: undefined,
      below: (level) => this.#branch(level.path),
    });
  }

  /** The tree gives itself where nothing is selected. */
  get #selection(): TreeItem | undefined {
    const selected = this.element.treeList("selected");
    return "element" in selected ? selected : undefined;
  }

  #press(event: JQuery.KeyDownEvent): void {
    const item = this.#selection;
    if (!ROW_KEYS.includes(event.key)) return;
    if (item !== undefined && event.key.startsWith("Arrow")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#take(item, event.key === "Enter" ? "Enter" : " ");
  }

  /** A click opens and closes already. */
  #take(item: TreeItem | undefined, by: "click" | "Enter" | " "): void {
    if (item === undefined) return;
    if (item.run !== undefined) return item.run();
    const choice = item.choice ?? (this.#purpose.takesLevels ? item.path : undefined);
    if (choice !== undefined && by !== " ") return this.#purpose.choose(choice);
    if (by === "click" || item.children === undefined) return;
    if (isOpen(item)) item.treeList?.collapse();
    else item.treeList?.expand();
  }

  /** For readers: the tree has the focus, and says which of its rows it is about. */
  #selected(item: TreeItem | undefined): void {
    const label = item?.treeList?.label;
    if (item === undefined || label === undefined) return;
    this.element.find("[role=treeitem]").removeAttr("role id aria-selected aria-expanded");
    label.attr({ role: "treeitem", id: this.#selectedId, "aria-selected": "true" });
    if (item.children !== undefined) label.attr("aria-expanded", String(isOpen(item)));
    this.element.attr("aria-activedescendant", this.#selectedId);
  }
}

function isOpen(item: TreeItem): boolean {
  return item.treeList?.container?.hasClass("expanded") === true;
}
