import { sharedText } from "./texts";

/** The units of each kind of quantity, with how many of the saved unit they are, the largest last. */
const UNITS = {
  seconds: { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 },
  bytes: { bytes: 1, kilobytes: 1_024, megabytes: 1_048_576 },
  filters: { filters: 1 },
  rate: { perSecond: 1 },
} as const satisfies Readonly<Record<string, Units>>;

type Units = Readonly<Record<string, number>>;

/**
 * A number with its unit, over a hidden input that holds the number as it is saved, in the smallest unit. With a select
 * of the id `<input>-limit` beside it, that one chooses between its first option, saved as the option's value, and
 * the number.
 */
export class Quantity {
  readonly #saved: JQuery;
  readonly number: JQuery;
  readonly #unit: JQuery;
  readonly #limit: JQuery;
  readonly #units: Units;

  /** @param saved an `<input type="hidden" data-quantity="seconds">` in a `form-row` */
  constructor(saved: JQuery) {
    this.#saved = saved;
    const id = saved.attr("id") ?? "";
    this.#units = UNITS[saved.attr("data-quantity") as keyof typeof UNITS];
    this.number = $('<input type="text" inputmode="numeric" class="m2m-number">').attr("id", `${id}-number`);
    this.number.attr("placeholder", saved.attr("placeholder") ?? "");
    this.#unit = unitChoice(Object.keys(this.#units));
    saved.after(this.number, this.#unit);
    this.#limit = $(`#${id}-limit`);
    if (this.#limit.length > 0) this.number.attr("aria-label", this.#limit.find("option").last().text());
    else saved.closest(".form-row").find(`label[for="${id}"]`).attr("for", `${id}-number`);
    this.#show();
    this.number.add(this.#unit).on("input change", () => this.#write());
    this.#limit.on("change", () => this.#chooseLimit());
  }

  #show(): void {
    const saved = String(this.#saved.val() ?? "");
    const value = Number(saved);
    const isPlain = saved !== "" && Number.isInteger(value);
    const divisors = Object.entries(this.#units).filter(([, size]) => isPlain && value > 0 && value % size === 0);
    const [name, factor] = divisors.at(-1) ?? Object.entries(this.#units)[0] ?? ["", 1];
    this.#unit.val(name);
    this.number.val(isPlain ? String(value / factor) : saved);
    if (this.#limit.length > 0) this.#limit.val(saved === this.#unlimited() ? saved : "limit");
    this.#showLimit();
  }

  #write(): void {
    const shown = String(this.number.val() ?? "").trim();
    const factor = this.#units[String(this.#unit.val())] ?? 1;
    const value = /^\d+([.]\d+)?$/.test(shown) ? String(Math.round(Number(shown) * factor)) : shown;
    this.#saved.val(value).trigger("change");
  }

  #chooseLimit(): void {
    this.#showLimit();
    if (this.#limit.val() === "limit") {
      if (String(this.number.val()) === this.#unlimited()) this.#suggest();
      this.#write();
      return;
    }
    this.#saved.val(this.#unlimited()).trigger("change");
  }

  /** Ten of the second smallest unit: minutes. */
  #suggest(): void {
    this.number.val(this.#saved.attr("data-suggested") ?? "10");
    this.#unit.val(Object.keys(this.#units)[1] ?? "");
  }

  #showLimit(): void {
    const isLimited = this.#limit.length === 0 || this.#limit.val() === "limit";
    this.number.add(this.#unit).toggle(isLimited);
  }

  #unlimited(): string {
    return this.#limit.find("option").first().val() ?? "";
  }
}

function unitChoice(names: readonly string[]): JQuery {
  const [only = ""] = names;
  if (names.length === 1) return $('<span class="m2m-suffix">').text(sharedText(`unit.${only}`));
  const select = $('<select class="m2m-unit">').attr("aria-label", sharedText("unit.label"));
  return select.append(names.map((name) => new Option(sharedText(`unit.${name}`), name)));
}
