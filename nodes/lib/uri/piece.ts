/** A stretch of a text that knows where in the text it stands, so that an error can point there. */
export class Piece {
  readonly text: string;
  readonly #start: number;

  /** @param start where it stands in the whole, from 0 */
  constructor(text: string, start = 0) {
    this.text = text;
    this.#start = start;
  }

  /** From one index to another of this piece, as `String.prototype.slice` with no negative index. */
  slice(from: number, to: number = this.text.length): Piece {
    return new Piece(this.text.slice(from, to), this.#start + from);
  }

  /** Without the white space around it. */
  trim(): Piece {
    const start = this.text.length - this.text.trimStart().length;
    return new Piece(this.text.trim(), this.#start + start);
  }

  /** Where one of its characters stands in the whole, counted from 1. */
  column(index = 0): number {
    return this.#start + index + 1;
  }
}
