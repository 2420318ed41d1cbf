/** Finds a text in the catalogue that the dialogs share. */
type Translate = (key: string, values?: Readonly<Record<string, unknown>>) => string;

const SIZES = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** Texts, and numbers as the user writes them. */
export class TrialWords {
  readonly translate: Translate;
  readonly #language: string;

  /** @param language as in `de` or `zh-CN` */
  constructor(translate: Translate, language: string) {
    this.translate = translate;
    this.#language = language;
  }

  /** `1,240 ms` */
  milliseconds(count: number): string {
    return this.#unit(Math.round(count), "millisecond");
  }

  /** `268 MB` */
  size(bytes: number): string {
    const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), SIZES.length - 1);
    return this.#unit(bytes / 1_000 ** power, SIZES[power] ?? "byte");
  }

  /** `QoS 2, retained messages, and wildcards` */
  list(parts: readonly string[]): string {
    return new Intl.ListFormat(this.#language, { type: "conjunction" }).format(parts);
  }

  #unit(value: number, unit: string): string {
    const precision = unit === "millisecond" ? {} : { maximumSignificantDigits: 3 };
    return new Intl.NumberFormat(this.#language, { style: "unit", unit, ...precision }).format(value);
  }
}
