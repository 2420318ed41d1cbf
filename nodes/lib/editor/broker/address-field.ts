import { redact } from "../../uri/redact";
import type { Hint, HintAction } from "../hint-line";
import { sharedText } from "../texts";
import { completedUri, splitCredentials } from "./address";
import { addressHint, inseparable } from "./address-hint";
import type { BrokerDialog } from "./broker-dialog";
import { SeparateFields } from "./separate-fields";

/** The one field of a broker's address, and the separate ones that may stand in its place. */
export class AddressField {
  readonly #dialog: BrokerDialog;
  readonly #uri: JQuery;
  readonly #row = $("#m2m-address");
  readonly #fields: SeparateFields;
  /** The address that a user name and password were taken out of. */
  #movedFrom: string | undefined;

  constructor(dialog: BrokerDialog) {
    this.#dialog = dialog;
    this.#uri = dialog.input("uri");
    this.#tidy();
    this.#fields = new SeparateFields(dialog, (uri) => this.#replace(uri));
    this.#uri.on("blur", () => this.#finish());
    this.#uri.on("change", () => dialog.updateHint("together"));
    dialog.hint("uri", (shown) => this.#hint(shown));
    dialog.hint("together", () => this.#hintTogether());
  }

  /** What was typed last becomes a proper URI, though its field was never left. */
  finish(): void {
    if (this.#row.css("display") === "none") this.#fields.takeApart();
    this.#finish();
  }

  #finish(): void {
    if (this.#tidy()) this.#uri.trigger("change");
  }

  /** A bare host becomes a URI, and a user name and password in the URI move to their own fields. */
  #tidy(): boolean {
    const shown = this.#dialog.shown("uri");
    const split = splitCredentials(shown);
    const tidied = split?.uri ?? completedUri(shown) ?? shown;
    this.#uri.val(tidied);
    if (split !== undefined) {
      this.#movedFrom = split.uri;
      this.#dialog.input("username").val(split.username);
      // The login of an address counts as a whole: a password saved before is another user's.
      this.#dialog.input("password").val(split.password ?? "");
    }
    return tidied !== shown;
  }

  #replace(uri: string): void {
    this.#uri.val(uri);
    this.#tidy();
    this.#uri.trigger("change");
    if (!this.#fields.show()) this.#showOne();
  }

  #hint(shown: string): Hint {
    const { level, text, notes, column } = addressHint(shown);
    const why = level === "error" ? undefined : inseparable(shown);
    const hint = { level, text: this.#lines(text, ...notes, why) };
    if (column !== undefined) return { ...hint, action: action("button.showColumn", () => this.#select(column)) };
    if (level === "error" || why !== undefined) return hint;
    return { ...hint, action: action("button.separateFields", () => this.#showSeparate()) };
  }

  /** What the separate fields make together. Each of them says itself what is wrong with it. */
  #hintTogether(): Hint {
    const { level, text, notes } = addressHint(this.#dialog.shown("uri"));
    const uri = redact(this.#dialog.shown("uri"));
    const back = action("button.oneField", () => this.#showOne());
    if (this.#dialog.shown("host") === "") return { level: "info", text: sharedText("hint.hostEmpty"), action: back };
    if (level !== "error") return { level, text: this.#lines(uri, ...notes), action: back };
    if (!this.#fields.areValid) return { level: "info", text: uri, action: back };
    return { level, text: this.#lines(uri, text), action: back };
  }

  #lines(...lines: readonly (string | undefined)[]): string {
    const moved = this.#dialog.shown("uri") === this.#movedFrom ? sharedText("hint.uriMoved") : undefined;
    return [moved, ...lines].filter((line) => line !== undefined).join("\n");
  }

  #select(column: number): void {
    const input = this.#uri.trigger("focus").get(0) as HTMLInputElement;
    input.setSelectionRange(column - 1, column);
  }

  #showSeparate(): void {
    this.#finish();
    if (!this.#fields.show()) return;
    this.#row.hide();
    this.#dialog.updateHint("together");
    this.#dialog.input("host").trigger("focus");
  }

  #showOne(): void {
    this.#fields.hide();
    this.#row.show();
    this.#dialog.updateHint("uri");
    this.#uri.trigger("focus");
  }
}

function action(key: string, run: () => void): HintAction {
  return { text: sharedText(key), run };
}
