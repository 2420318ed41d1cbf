import { NotSimple, type TemplateToken } from "./template-pieces";

/** Goes through the tokens of a tag, one by one. */
export class TokenCursor {
  readonly #tokens: readonly TemplateToken[];
  #next = 0;

  constructor(tokens: readonly TemplateToken[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#next >= this.#tokens.length;
  }

  /** The next token's text; empty if it is of another kind. */
  peek(kind: TemplateToken["kind"]): string {
    const token = this.#tokens[this.#next];
    return token?.kind === kind ? token.text : "";
  }

  /** Goes on if the next token is this one. */
  take(kind: TemplateToken["kind"], text: string): boolean {
    if (this.peek(kind) !== text) return false;
    this.#next += 1;
    return true;
  }

  /**
   * The next token, whatever it is.
   * @throws NotSimple at the end
   */
  next(): TemplateToken {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw new NotSimple("something is missing at its end");
    this.#next += 1;
    return token;
  }

  /** @throws NotSimple if the next token isn't a name */
  name(): string {
    const { kind, text } = this.next();
    if (kind !== "name") throw new NotSimple("a name is missing");
    return text;
  }

  /** @throws NotSimple if the next token isn't this sign */
  expect(sign: string): void {
    if (!this.take("sign", sign)) throw new NotSimple(`${sign} is missing`);
  }
}
