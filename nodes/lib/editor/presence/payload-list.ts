import type { SavedPayload } from "../../../will-monitor/config";
import { listRows, makeList } from "../list-rows";
import { text } from "../texts";

/** What a device can say with one of the payloads. */
type Meaning = "online" | "offline";

/** Payloads by what they mean. */
export type Payloads = Readonly<Record<Meaning, readonly SavedPayload[]>>;

interface Row {
  readonly payload: string;
  readonly meaning: Meaning;
}

/** One list for two properties: each row is a payload and what it means. */
export class PayloadList {
  readonly #list: JQuery;

  /** @param list an empty `<ol>` */
  constructor(list: JQuery, { online, offline }: Payloads) {
    this.#list = list;
    makeList<Row>(list, (item) => this.#inputs(item));
    const rows = [...online.map(rowOf("online")), ...offline.map(rowOf("offline"))];
    list.editableList("addItems", rows);
  }

  /** The payloads with a meaning; rows without a payload are left out. */
  payloads(meaning: Meaning): string[] {
    return this.#rows()
      .filter((row) => row.meaning === meaning && row.payload !== "")
      .map(({ payload }) => payload);
  }

  #rows(): Row[] {
    return listRows(this.#list).map((row) => ({
      payload: (row.find("input").val() ?? "").trim(),
      meaning: row.find("select").val() === "offline" ? "offline" : "online",
    }));
  }

  #inputs({ payload = "", meaning = this.#likelyMeaning() }: Partial<Row>): JQuery {
    const input = $('<input type="text">').attr("aria-label", text("will-monitor", "label.payload")).val(payload);
    const select = $("<select>").attr("aria-label", text("will-monitor", "label.meaning"));
    select.append(["online", "offline"].map((each) => new Option(text("will-monitor", `state.${each}`), each)));
    const is = $("<span>").text(text("will-monitor", "label.is"));
    return $('<div class="m2m-pair">').append(input, is, select.val(meaning));
  }

  /** Who has said what means online says next what means offline. */
  #likelyMeaning(): Meaning {
    return this.payloads("online").length > 0 ? "offline" : "online";
  }
}

function rowOf(meaning: Meaning): (payload: SavedPayload) => Row {
  return (payload) => ({ payload: String(payload), meaning });
}
