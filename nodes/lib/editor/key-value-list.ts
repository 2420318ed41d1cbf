import type { UserProperties } from "../config/user-properties";
import { listRows, makeList } from "./list-rows";
import { sharedText } from "./texts";

interface Pair {
  readonly name: string;
  readonly value: string;
}

/** A list of names and values. A name that stands in several rows has several values. */
export class KeyValueList {
  readonly #list: JQuery;
  /** @param list an empty `<ol>` */
  constructor(list: JQuery, saved: UserProperties) {
    this.#list = list;
    list.attr("aria-label", list.siblings(".m2m-list-label").text());
    makeList<Pair>(list, pairInputs);
    list.editableList("addItems", pairsOf(saved));
  }

  /** What the rows hold; rows without a name are left out. */
  get value(): UserProperties {
    const values: Record<string, string | string[]> = {};
    for (const { name, value } of this.#pairs()) {
      const earlier = values[name];
      values[name] = earlier === undefined ? value : [earlier, value].flat();
    }
    return values;
  }

  #pairs(): Pair[] {
    const pairs = listRows(this.#list).map((row) => {
      const [name = "", value = ""] = row
        .find("input")
        .toArray()
        .map((input) => String($(input).val()));
      return { name: name.trim(), value };
    });
    return pairs.filter(({ name }) => name !== "");
  }
}

function pairsOf(properties: UserProperties): Pair[] {
  return Object.entries(properties).flatMap(([name, values]) => [values].flat().map((value) => ({ name, value })));
}

function pairInputs({ name = "", value = "" }: Partial<Pair>): JQuery {
  return $('<div class="m2m-pair">').append(textInput("list.name", name), textInput("list.value", value));
}

function textInput(key: string, value: string): JQuery {
  const label = sharedText(key);
  return $('<input type="text">').attr({ placeholder: label, "aria-label": label }).val(value);
}
