/** A payload as a template reads it. */
export class AvailabilityPayload {
  readonly text: string;
  #json: { readonly value: unknown } | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** The parsed JSON; undefined if it isn't JSON. Parsed once, however many templates read it. */
  get json(): unknown {
    this.#json ??= { value: parsed(this.text) };
    return this.#json.value;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
