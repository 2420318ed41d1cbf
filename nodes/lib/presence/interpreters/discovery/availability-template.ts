import type { AvailabilityPayload } from "./availability-payload";
import { parseExpression } from "./template-expression";
import { NotSimple, templatePieces, type TemplatePiece, type TemplateToken } from "./template-pieces";
import { isTrue, TemplateFailure, textOf } from "./template-value";

/** A longer one isn't simple, and is read anew with each message. */
const MAX_LENGTH = 1_000;

type Part = (payload: AvailabilityPayload) => string;

/** A template of Home Assistant's that takes from a payload what is to be compared: `{{ value_json.state }}`. */
export class AvailabilityTemplate {
  readonly #part: Part;

  private constructor(part: Part) {
    this.#part = part;
  }

  /** Undefined if it is none of the simple ones. */
  static parse(template: string): AvailabilityTemplate | undefined {
    if (template.length > MAX_LENGTH) return undefined;
    try {
      return new AvailabilityTemplate(new BlockReader(templatePieces(template)).all());
    } catch (error) {
      if (error instanceof NotSimple) return undefined;
      throw error;
    }
  }

  /**
   * What is to be compared; undefined if the payload leads to no result. Where the template uses something that isn't
   * there it is the payload as it came, as Home Assistant has it: so a plain `online` is understood, too.
   */
  render(payload: AvailabilityPayload): string | undefined {
    try {
      return this.#part(payload).trim();
    } catch (error) {
      return error instanceof TemplateFailure && error.isPayloadMeant ? payload.text : undefined;
    }
  }
}

/** Reads text and tags up to the end of a block. */
class BlockReader {
  readonly #pieces: readonly TemplatePiece[];
  #next = 0;
  /** The statement that ended the last block. */
  #ending: readonly TemplateToken[] = [];

  constructor(pieces: readonly TemplatePiece[]) {
    this.#pieces = pieces;
  }

  all(): Part {
    const part = this.#block();
    if (this.#next <= this.#pieces.length) throw new NotSimple("an end without a beginning");
    return part;
  }

  #block(): Part {
    const parts: Part[] = [];
    for (;;) {
      const piece = this.#pieces[this.#next];
      this.#next += 1;
      this.#ending = piece?.kind === "statement" ? piece.tokens : [];
      if (piece === undefined || (piece.kind === "statement" && firstWord(piece.tokens) !== "if")) return joined(parts);
      parts.push(piece.kind === "statement" ? this.#condition(piece.tokens) : simplePart(piece));
    }
  }

  /** `{% if a %} … {% elif b %} … {% else %} … {% endif %}`, of which the first statement is read. */
  #condition(statement: readonly TemplateToken[]): Part {
    const condition = parseExpression(statement.slice(1));
    const one = this.#block();
    const other = this.#otherwise();
    return (payload) => (isTrue(condition(payload)) ? one(payload) : other(payload));
  }

  #otherwise(): Part {
    const statement = this.#ending;
    if (firstWord(statement) === "elif") return this.#condition(statement);
    if (isAlone(statement, "endif")) return () => "";
    if (!isAlone(statement, "else")) throw new NotSimple("no end of a condition");
    const part = this.#block();
    if (!isAlone(this.#ending, "endif")) throw new NotSimple("no end of a condition");
    return part;
  }
}

function simplePart(piece: Exclude<TemplatePiece, { kind: "statement" }>): Part {
  if (piece.kind === "text") return () => piece.text;
  const expression = parseExpression(piece.tokens);
  return (payload) => textOf(expression(payload));
}

function joined(parts: readonly Part[]): Part {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  return (payload) => parts.map((part) => part(payload)).join("");
}

function firstWord([token]: readonly TemplateToken[]): string {
  return token?.kind === "name" ? token.text : "";
}

function isAlone(statement: readonly TemplateToken[], word: string): boolean {
  return statement.length === 1 && firstWord(statement) === word;
}
