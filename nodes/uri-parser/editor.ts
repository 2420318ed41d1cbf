import { Dialog } from "../lib/editor/dialog";
import type { Hint } from "../lib/editor/hint-line";
import { labelStyle } from "../lib/editor/node-label";
import type { Validator } from "../lib/editor/red";
import { savedText } from "../lib/editor/saved-text";
import { currentValue } from "../lib/editor/saved-value";
import { reason, sharedText, text } from "../lib/editor/texts";
import { readable, validator } from "../lib/editor/validators";
import { MqttNodeError } from "../lib/errors";
import { partsOf, type BrokerParts } from "../lib/uri/broker-parts";
import { readAddress } from "../lib/uri/address";
import { redact } from "../lib/uri/redact";
import type { UriErrorCause } from "../lib/uri/uri-error";
import { uriWarnings } from "../lib/uri/warnings";
import { fields, SOURCES, TARGETS } from "./config";

let dialog: Dialog<typeof fields> | undefined;

RED.nodes.registerType<typeof fields>("uri-parser", {
  category: "MQTT",
  paletteLabel: "mqtt uri parser",
  color: "#AAAA66",
  icon: "uri-parser.svg",
  inputs: 1,
  outputs: 1,
  defaults: {
    name: { value: "" },
    action: { value: "parse", validate: readable(fields, "action") },
    property: { value: "payload", validate: expressionOf("property") },
    propertyType: { value: "msg", validate: readable(fields, "propertyType") },
    target: { value: "payload", validate: expressionOf("target") },
    targetType: { value: "msg", validate: readable(fields, "targetType") },
    strict: { value: true, validate: readable(fields, "strict") },
  },
  label() {
    return savedText(this.name) || text("uri-parser", `label.${savedText(this.action) || "parse"}`);
  },
  labelStyle() {
    return labelStyle(this.name);
  },
  outputLabels() {
    return text("uri-parser", this.action === "parse" ? "port.parts" : "port.uri");
  },
  oneditprepare() {
    dialog = new Dialog(this, fields);
    prepare(dialog);
  },
  oneditsave() {
    dialog?.save();
  },
});

/** What the runtime takes for a property, or for a context variable; an environment variable is any name. */
function expressionOf(property: "property" | "target"): Validator {
  return validator((value, node) => {
    const type = currentValue(node, `${property}Type`);
    const expression = savedText(value).replace(/^#:\(\S+?\)::/, "");
    if (type === "env" || savedText(value) === "") return true;
    return RED.utils.validatePropertyExpression(expression) === true || text("uri-parser", "hint.property");
  });
}

function prepare(dialog: Dialog<typeof fields>): void {
  const lenient = dialog.input("lenient").prop("checked", !dialog.saved("strict"));
  dialog.compose("strict", () => lenient.prop("checked") !== true);
  typed(dialog, "property", SOURCES);
  typed(dialog, "target", TARGETS);
  dialog.hint("action", (action) => ({ level: "info", text: text("uri-parser", `hint.${action}`) }));
  const trial = new Trial(dialog);
  dialog.hint("tryIt", () => trial.show());
  dialog
    .input("action")
    .add(lenient)
    .on("change", () => dialog.updateHint("tryIt"));
  dialog.input("tryIt").on("scroll keyup click", () => trial.follow());
}

/** A field with a choice of where; the choice is a property of its own. */
function typed(dialog: Dialog<typeof fields>, property: "property" | "target", types: readonly string[]): void {
  const input = dialog.input(property);
  input.typedInput({ types, default: "msg", typeField: dialog.input(`${property}Type`) });
  const label = text("uri-parser", `label.${property}`);
  input.closest(".form-row").find(".red-ui-typedInput-input").attr("aria-label", label);
}

/** What stands in place of a password, of whatever length. */
const DOTS = "••••••••";
const SHOWN = ["scheme", "protocol", "username", "password", "host", "port", "path", "query"] as const;

/** The field that says at once what the node would make of an address. */
class Trial {
  readonly #dialog: Dialog<typeof fields>;
  readonly #caret = $("#m2m-uri-caret");
  readonly #result = $("#m2m-uri-parts");

  constructor(dialog: Dialog<typeof fields>) {
    this.#dialog = dialog;
  }

  /** Shows the parts, or where the text is wrong; returns what is to be said about it. */
  show(): Hint {
    const shown = this.#dialog.shown("tryIt");
    this.#result.empty();
    this.#point(undefined, shown);
    if (shown.trim() === "") return notSaved();
    if (this.#dialog.shown("action") === "redact") {
      this.#result.append(table([["redacted", redact(shown)]]));
      return notSaved();
    }
    try {
      this.#showParts(shown);
    } catch (error) {
      this.#point((MqttNodeError.from(error).cause as UriErrorCause | undefined)?.column, shown);
      return { level: "error", text: reason(error) };
    }
    const [warning] = uriWarnings(shown);
    if (warning === undefined) return notSaved();
    return { level: "warning", text: sharedText(`warnings.${warning.code}`, warning.values) };
  }

  /** The caret goes along with a text that is longer than its field. */
  follow(): void {
    this.#caret.children().css("margin-left", -(this.#dialog.input("tryIt").scrollLeft() ?? 0));
  }

  #showParts(shown: string): void {
    const strict = this.#dialog.input("lenient").prop("checked") !== true;
    const uris = [readAddress(shown, { strict })].flat();
    for (const [index, uri] of uris.entries()) {
      if (uris.length > 1) this.#result.append($("<div>").text(numbered(index + 1, uris.length)));
      this.#result.append(table(rowsOf(partsOf(uri))));
    }
  }

  /** Puts a caret under a column: an unseen copy of what stands before it makes room. */
  #point(column: number | undefined, shown: string): void {
    this.#caret.empty().toggle(column !== undefined);
    if (column === undefined) return;
    const before = $('<span class="m2m-unseen">').text(shown.slice(0, column - 1));
    this.#caret.append($("<span>").append(before, $("<span>").text("^")));
    this.follow();
  }
}

function rowsOf(parts: BrokerParts): [name: string, value: string][] {
  const shown = { ...parts, ...(parts.password !== undefined && { password: parts.password === "" ? "" : DOTS }) };
  // The values of unknown parameters may be tokens.
  const query = parts.query === "" ? "" : parts.redacted.slice(parts.redacted.indexOf("?") + 1);
  const rows = SHOWN.map((name) => [name, name === "query" ? query : shown[name]] as const);
  const isThere = (name: string, value: unknown): boolean =>
    value !== undefined && !(value === "" && ["path", "query"].includes(name));
  return rows.filter(([name, value]) => isThere(name, value)).map(([name, value]) => [name, String(value)]);
}

function table(rows: readonly (readonly [name: string, value: string])[]): JQuery {
  return $('<table class="m2m-uri-parts">').append(
    rows.map(([name, value]) =>
      $("<tr>").append(
        $("<th>").text(text("uri-parser", `part.${name}`)),
        $("<td>")
          .attr("data-part", name)
          .text(value === "" ? text("uri-parser", "hint.empty") : value),
      ),
    ),
  );
}

function numbered(number: number, count: number): string {
  return text("uri-parser", "hint.several", { number, count });
}

function notSaved(): Hint {
  return { level: "info", text: text("uri-parser", "hint.tryIt") };
}
