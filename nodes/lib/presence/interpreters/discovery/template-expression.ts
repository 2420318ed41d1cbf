import type { AvailabilityPayload } from "./availability-payload";
import { NotSimple, type TemplateToken } from "./template-pieces";
import { got, isTrue, member } from "./template-value";
import { COMPARISONS, CONSTANTS, FILTERS, TESTS } from "./template-vocabulary";
import { TokenCursor } from "./token-cursor";

/**
 * What stands between braces, ready to be evaluated.
 * @throws TemplateFailure if the payload leads to no result
 */
export type TemplateExpression = (payload: AvailabilityPayload) => unknown;

/** Nobody nests deeper, and a stack has an end. */
const MAX_DEPTH = 16;

/**
 * Reads an expression of the simple kind: `value_json.state`, `'online' if value | int >= 2 else 'offline'`.
 * @throws NotSimple
 */
export function parseExpression(tokens: readonly TemplateToken[]): TemplateExpression {
  return new ExpressionReader(new TokenCursor(tokens)).all();
}

/** Reads by descent: what binds weakest is asked first. */
class ExpressionReader {
  readonly #tokens: TokenCursor;
  #depth = 0;

  constructor(tokens: TokenCursor) {
    this.#tokens = tokens;
  }

  all(): TemplateExpression {
    const expression = this.#choice();
    if (!this.#tokens.isAtEnd) throw new NotSimple("more than an expression");
    return expression;
  }

  #choice(): TemplateExpression {
    return this.#deeper(() => {
      const one = this.#either();
      if (!this.#tokens.take("name", "if")) return one;
      const condition = this.#either();
      const other = this.#tokens.take("name", "else") ? this.#choice() : nothing;
      return (payload) => (isTrue(condition(payload)) ? one(payload) : other(payload));
    });
  }

  #either(): TemplateExpression {
    return this.#series("or", () => this.#both(), isTrue);
  }

  #both(): TemplateExpression {
    return this.#series(
      "and",
      () => this.#negation(),
      (value) => !isTrue(value),
    );
  }

  /** Parts with a word between, of which the first whose value decides is the value of all. */
  #series(word: string, read: () => TemplateExpression, decides: (value: unknown) => boolean): TemplateExpression {
    const first = read();
    const parts = [first];
    while (this.#tokens.take("name", word)) parts.push(read());
    return parts.length === 1 ? first : (payload) => firstOrLast(parts, payload, decides);
  }

  #negation(): TemplateExpression {
    if (!this.#tokens.take("name", "not")) return this.#comparison();
    const negated = this.#deeper(() => this.#negation());
    return (payload) => !isTrue(negated(payload));
  }

  #comparison(): TemplateExpression {
    const one = this.#operand();
    const compare = COMPARISONS.get(this.#tokens.peek("sign"));
    if (compare === undefined) return one;
    this.#tokens.next();
    const other = this.#operand();
    return (payload) => compare(one(payload), other(payload));
  }

  #operand(): TemplateExpression {
    let operand = this.#primary();
    for (;;) {
      const longer = this.#longer(operand);
      if (longer === undefined) return operand;
      operand = longer;
    }
  }

  /** With one more member, filter or test; undefined if none follows. */
  #longer(operand: TemplateExpression): TemplateExpression | undefined {
    if (this.#tokens.take("sign", ".")) return this.#named(operand);
    if (this.#tokens.take("name", "is")) return this.#tested(operand);
    if (this.#tokens.take("sign", "|")) return this.#filtered(operand);
    if (!this.#tokens.take("sign", "[")) return undefined;
    const key = this.#choice();
    this.#tokens.expect("]");
    return (payload) => member(operand(payload), key(payload));
  }

  #named(operand: TemplateExpression): TemplateExpression {
    const name = this.#tokens.name();
    if (name !== "get" || this.#tokens.peek("sign") !== "(") return (payload) => member(operand(payload), name);
    const [key, fallback] = this.#arguments(2);
    if (key === undefined) throw new NotSimple("nothing to get");
    return (payload) => got(operand(payload), key(payload), fallback === undefined ? null : fallback(payload));
  }

  #tested(operand: TemplateExpression): TemplateExpression {
    const isNegated = this.#tokens.take("name", "not");
    const test = TESTS.get(this.#tokens.name());
    if (test === undefined) throw new NotSimple("an unknown test");
    return (payload) => test(operand(payload)) !== isNegated;
  }

  #filtered(operand: TemplateExpression): TemplateExpression {
    const filter = FILTERS.get(this.#tokens.name());
    if (filter === undefined) throw new NotSimple("an unknown filter");
    const [first = nothing, second = nothing] = this.#tokens.peek("sign") === "(" ? this.#arguments(filter.most) : [];
    return (payload) => filter.apply(operand(payload), first(payload), second(payload));
  }

  #arguments(most: number): TemplateExpression[] {
    this.#tokens.expect("(");
    if (this.#tokens.take("sign", ")")) return [];
    const found = [this.#choice()];
    while (this.#tokens.take("sign", ",")) found.push(this.#choice());
    this.#tokens.expect(")");
    if (found.length > most) throw new NotSimple("too many arguments");
    return found;
  }

  #primary(): TemplateExpression {
    const { kind, text } = this.#tokens.next();
    if (kind === "text") return () => text;
    if (kind === "number") return constant(Number(text));
    if (kind === "name") return named(text);
    if (text !== "(") throw new NotSimple("no value");
    const inner = this.#choice();
    this.#tokens.expect(")");
    return inner;
  }

  #deeper(read: () => TemplateExpression): TemplateExpression {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new NotSimple("too deep");
    const found = read();
    this.#depth -= 1;
    return found;
  }
}

function named(name: string): TemplateExpression {
  if (name === "value") return ({ text }) => text;
  if (name === "value_json") return ({ json }) => json;
  if (!CONSTANTS.has(name)) throw new NotSimple("an unknown name");
  return constant(CONSTANTS.get(name));
}

function constant(value: unknown): TemplateExpression {
  return () => value;
}

function nothing(): undefined {
  return undefined;
}

/** The first value that decides; the last if none does. */
function firstOrLast(
  parts: readonly TemplateExpression[],
  payload: AvailabilityPayload,
  decides: (value: unknown) => boolean,
): unknown {
  let value: unknown;
  for (const part of parts) {
    value = part(payload);
    if (decides(value)) return value;
  }
  return value;
}
