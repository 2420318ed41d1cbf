import type { TreeItem } from "../../red";
import { sharedText } from "../../texts";
import { shownPayload } from "../shown-payload";
import type { TopicLevel } from "./topic-levels";
import { topicSpan, valueSpan } from "../topic-spans";

/** Rows of a level that are built at a time: each takes the editor a millisecond. */
const ROWS_AT_ONCE = 200;

/** Characters of a payload in a row. */
const LONGEST_PAYLOAD = 80;

/** What stands below a row of the tree. */
export interface BranchSource {
  /** What there is now, in order. */
  levels(): readonly TopicLevel[];
  /** What stands for all of it, such as `home/+`; undefined where nothing does. */
  readonly all: string | undefined;
  /** Makes what stands below a level. */
  below(level: TopicLevel): BranchItems;
}

/** A row for a topic or a level of it. */
interface LevelItem extends TreeItem {
  readonly name: string;
  show(level: TopicLevel): void;
}

/** The rows of one level of the tree. They stay when more is known: what they show changes, and others come between. */
export class BranchItems {
  readonly #source: BranchSource;
  readonly #rows = new Map<string, LevelItem>();
  readonly #fixed: readonly TreeItem[];
  readonly #more: TreeItem;
  readonly #moreText = $("<span>");
  /** The items as the tree has them; undefined until it wants them. */
  #items: TreeItem[] | undefined;
  #owner: TreeItem | undefined;
  #most = ROWS_AT_ONCE;

  constructor(source: BranchSource) {
    this.#source = source;
    const all = source.all;
    this.#fixed = all === undefined ? [] : [{ element: allRow(all), choice: all }];
    this.#more = { element: row(this.#moreText.addClass("m2m-topic-more")), run: () => this.#showMore() };
  }

  /** For the tree, which asks when the row above is opened. */
  build(owner: TreeItem, done: (items: TreeItem[]) => void): void {
    const levels = this.#source.levels();
    const shown = levels.slice(0, this.#most).map((level) => this.#add(level));
    this.#items = [...this.#fixed, ...shown, ...(levels.length > shown.length ? [this.#more] : [])];
    this.#sayMore(levels.length);
    this.#owner = owner;
    // The tree's keys look for an array here.
    owner.children = this.#items;
    done(this.#items);
  }

  /** More is known. */
  update(): void {
    const items = this.#items;
    if (items === undefined || this.#owner?.treeList === undefined || !this.#isBuilt(items)) return;
    const levels = this.#source.levels();
    for (const level of levels) this.#rows.get(level.name)?.show(level);
    const shown = this.#mostNames(levels);
    for (const level of levels.filter(({ name }) => shown.has(name) && !this.#rows.has(name))) {
      this.#owner.treeList.insertChildAt(this.#add(level), this.#placeOf(level.name, items));
    }
    const isComplete = levels.length <= this.#rows.size;
    if (!isComplete && !items.includes(this.#more)) this.#owner.treeList.addChild(this.#more);
    this.#sayMore(levels.length);
  }

  /** The tree adds the rows in several turns; what comes between meanwhile would come twice. */
  #isBuilt(items: readonly TreeItem[]): boolean {
    return this.#owner?.treeList?.childList?.editableList("length") === items.length;
  }

  /** As many as fit: those that are shown, and the next ones. */
  #mostNames(levels: readonly TopicLevel[]): ReadonlySet<string> {
    const room = this.#most - this.#rows.size;
    const added = levels.filter(({ name }) => !this.#rows.has(name)).slice(0, Math.max(0, room));
    return new Set(added.map(({ name }) => name));
  }

  #add(level: TopicLevel): LevelItem {
    const item = levelItem(level, () => this.#source.below(level));
    this.#rows.set(level.name, item);
    return item;
  }

  #placeOf(name: string, items: readonly TreeItem[]): number {
    const index = items.findIndex((item) => item === this.#more || ("name" in item && (item as LevelItem).name > name));
    return index === -1 ? items.length : index;
  }

  #showMore(): void {
    this.#most += ROWS_AT_ONCE;
    this.update();
  }

  #sayMore(count: number): void {
    const left = count - this.#rows.size;
    this.#moreText.text(left > 0 ? sharedText("topics.showMore", { count: left }) : "");
    this.#more.treeList?.container?.parent().toggle(left > 0);
  }
}

function levelItem(level: TopicLevel, below: () => BranchItems): LevelItem {
  const name = level.name === "" ? $("<i>").text(sharedText("topics.emptyLevel")) : topicSpan(level.name);
  const count = $('<span class="m2m-topic-count">');
  const value = valueSpan("");
  const item: LevelItem = {
    name: level.name,
    path: level.path,
    element: row(name, count, value).attr("title", level.path),
    show({ topic, goesOn, count: topics }) {
      count.text(goesOn ? sharedText("topics.count", { count: topics }) : messages(topic?.count ?? 0));
      value.text(topic === undefined ? "" : shownPayload(topic, LONGEST_PAYLOAD));
      if (topic !== undefined) item.choice = topic.topic;
      if (goesOn && item.children === undefined) makeParent(item, below());
    },
  };
  item.show(level);
  return item;
}

/** A level that ended here goes on now, too. */
function makeParent(item: TreeItem, branch: BranchItems): void {
  item.branch = branch;
  if (item.treeList === undefined) {
    item.children = (done) => branch.build(item, done);
    return;
  }
  branch.build(item, (items) => {
    delete item.children;
    item.treeList?.makeParent(items);
  });
}

function messages(count: number): string {
  return count > 1 ? `×${count}` : "";
}

function allRow(all: string): JQuery {
  return row($("<span>").text(sharedText("topics.all")), $('<span class="m2m-topic-count">'), valueSpan(all));
}

function row(...parts: readonly JQuery[]): JQuery {
  return $('<div class="m2m-topic-row">').append(...parts);
}
