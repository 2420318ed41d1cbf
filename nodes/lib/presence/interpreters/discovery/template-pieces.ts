/** The smallest part of what stands between braces. */
export interface TemplateToken {
  readonly kind: "name" | "text" | "number" | "sign";
  /** Of a text what stands between its quotes. */
  readonly text: string;
}

/** Text, or a tag taken apart: `{{ print }}`, `{% statement %}`. */
export type TemplatePiece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "print" | "statement"; readonly tokens: readonly TemplateToken[] };

/** A template is none of the simple ones. */
export class NotSimple extends Error {}

const TAGS: Readonly<Record<string, { readonly kind: "print" | "statement"; readonly end: string }>> = {
  "{{": { kind: "print", end: "}}" },
  "{%": { kind: "statement", end: "%}" },
};
const COMMENT = { start: "{#", end: "#}" };
const LONG_SIGNS: readonly string[] = ["==", "!=", "<=", ">="];
const SIGNS = "<>.,()[]|";

/**
 * Takes a template apart in one pass.
 * @throws NotSimple if it has what no simple one has
 */
export function templatePieces(template: string): TemplatePiece[] {
  return [...new TemplateScanner(template).pieces()];
}

class TemplateScanner {
  readonly #template: string;
  #position = 0;
  /** Whether the last tag has said by a `-` that white space after it doesn't count. */
  #isTrimming = false;

  constructor(template: string) {
    this.#template = template;
  }

  *pieces(): Generator<TemplatePiece> {
    while (this.#position < this.#template.length) {
      const start = this.#nextTag();
      const isTrimmed = this.#template[start + 2] === "-";
      const text = trimmed(this.#template.slice(this.#position, start), this.#isTrimming, isTrimmed);
      if (text !== "") yield { kind: "text", text };
      this.#position = start + (isTrimmed ? 3 : 2);
      const opening = this.#template.slice(start, start + 2);
      const tag = TAGS[opening];
      if (tag !== undefined) yield { kind: tag.kind, tokens: this.#tokens(tag.end) };
      else if (opening === COMMENT.start) this.#skipComment();
    }
  }

  /** Where the next tag begins; the end if there is none. */
  #nextTag(): number {
    let start = this.#template.indexOf("{", this.#position);
    while (start !== -1 && !"{%#".includes(this.#template[start + 1] ?? " ")) {
      start = this.#template.indexOf("{", start + 1);
    }
    return start === -1 ? this.#template.length : start;
  }

  #skipComment(): void {
    const end = this.#template.indexOf(COMMENT.end, this.#position);
    if (end === -1) throw new NotSimple("an unclosed comment");
    this.#isTrimming = this.#template[end - 1] === "-";
    this.#position = end + 2;
  }

  #tokens(end: string): TemplateToken[] {
    const tokens: TemplateToken[] = [];
    for (;;) {
      while (isSpace(this.#char())) this.#position += 1;
      if (this.#takeEnd(end)) return tokens;
      tokens.push(this.#token());
    }
  }

  #takeEnd(end: string): boolean {
    this.#isTrimming = this.#char() === "-" && this.#template.startsWith(end, this.#position + 1);
    if (!this.#isTrimming && !this.#template.startsWith(end, this.#position)) return false;
    this.#position += this.#isTrimming ? 3 : 2;
    return true;
  }

  #token(): TemplateToken {
    const char = this.#char();
    if (char === "'" || char === '"') return this.#quoted(char);
    if (isDigit(char) || (char === "-" && isDigit(this.#char(1)))) return this.#number();
    if (isNameStart(char)) return { kind: "name", text: this.#takeWhile(isNamePart) };
    const long = this.#template.slice(this.#position, this.#position + 2);
    const sign = LONG_SIGNS.includes(long) ? long : char;
    if (sign === "" || (sign === char && !SIGNS.includes(char))) throw new NotSimple("no end, or a strange sign");
    this.#position += sign.length;
    return { kind: "sign", text: sign };
  }

  #quoted(quote: string): TemplateToken {
    const end = this.#template.indexOf(quote, this.#position + 1);
    const text = this.#template.slice(this.#position + 1, end);
    if (end === -1 || text.includes("\\")) throw new NotSimple("an unclosed text, or one with an escape");
    this.#position = end + 1;
    return { kind: "text", text };
  }

  #number(): TemplateToken {
    const sign = this.#char() === "-" ? "-" : "";
    this.#position += sign.length;
    const whole = this.#takeWhile(isDigit);
    if (this.#char() !== "." || !isDigit(this.#char(1))) return { kind: "number", text: sign + whole };
    this.#position += 1;
    return { kind: "number", text: `${sign}${whole}.${this.#takeWhile(isDigit)}` };
  }

  #takeWhile(matches: (char: string) => boolean): string {
    const start = this.#position;
    while (matches(this.#char())) this.#position += 1;
    return this.#template.slice(start, this.#position);
  }

  /** Empty after the end. */
  #char(ahead = 0): string {
    return this.#template[this.#position + ahead] ?? "";
  }
}

function trimmed(text: string, atStart: boolean, atEnd: boolean): string {
  const after = atStart ? text.trimStart() : text;
  return atEnd ? after.trimEnd() : after;
}

function isSpace(char: string): boolean {
  return char !== "" && " \t\r\n".includes(char);
}

function isDigit(char: string): boolean {
  return char >= "0" && char <= "9";
}

function isNameStart(char: string): boolean {
  return (char >= "a" && char <= "z") || (char >= "A" && char <= "Z") || char === "_";
}

function isNamePart(char: string): boolean {
  return isNameStart(char) || isDigit(char);
}
