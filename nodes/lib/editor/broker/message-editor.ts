import type { AnnouncedMessage, AnnouncedProperties } from "../../../broker-config/config";
import type { BrokerDialog } from "./broker-dialog";
import { KeyValueList } from "../key-value-list";
import { numberOrText, showValue, shownValue } from "../saved-value";
import { editorText, sharedText } from "../texts";
import { topicHint } from "../topic-hint";

/** The inputs of a message's MQTT 5 properties that hold a text. */
const TEXTS = ["contentType", "responseTopic", "correlationData"] as const;

/** Edits a message that the connection itself publishes. Without a topic there is none. */
export class MessageEditor {
  readonly #dialog: BrokerDialog;
  readonly #id: string;
  readonly #userProperties: KeyValueList;

  /**
   * @param dialog where its inputs are
   * @param id what their names start with
   */
  constructor(dialog: BrokerDialog, id: string, saved: AnnouncedMessage | null) {
    this.#dialog = dialog;
    this.#id = id;
    const properties = saved?.properties ?? {};
    const { topic, payload = "", qos = 0, retain = false } = saved ?? {};
    this.#show({ topic, qos, retain });
    this.#show({ delay: properties.delay, messageExpiryInterval: properties.messageExpiryInterval });
    for (const name of TEXTS) this.#show({ [name]: properties[name] });
    this.#userProperties = new KeyValueList(this.#input("userProperties"), properties.userProperties ?? {});
    this.#showPayload(payload);
    dialog.quantity(`${id}-delay`);
    dialog.quantity(`${id}-messageExpiryInterval`);
    dialog.fold(`m2m-${id}-properties`, () => this.#summary());
    dialog.hint(`${id}-topic`, topicHint);
    dialog.hint(`${id}-responseTopic`, topicHint);
  }

  /** The message, or null without a topic. Only what is set is in it. */
  get value(): AnnouncedMessage | null {
    const topic = this.#shown("topic");
    if (topic === "") return null;
    const properties = this.#shownProperties();
    return {
      topic,
      payload: this.#shown("payload"),
      qos: numberOrText(this.#shown("qos")) as AnnouncedMessage["qos"] & number,
      retain: shownValue(this.#input("retain")) as boolean,
      ...(Object.keys(properties).length > 0 && { properties }),
    };
  }

  #shownProperties(): AnnouncedProperties {
    const properties: Record<string, unknown> = {
      delay: numberOrText(this.#shown("delay")),
      messageExpiryInterval: numberOrText(this.#shown("messageExpiryInterval")),
    };
    for (const name of TEXTS) properties[name] = this.#shown(name) || undefined;
    const userProperties = this.#userProperties.value;
    if (Object.keys(userProperties).length > 0) properties["userProperties"] = userProperties;
    return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
  }

  /** How many properties are set; the delay isn't among them in the dialog. */
  #summary(): string {
    const { delay, ...properties } = this.#shownProperties();
    const count = Object.keys(properties).length;
    return count === 0 ? sharedText("summary.none") : sharedText("summary.set", { count });
  }

  #showPayload(payload: string): void {
    const input = this.#input("payload").val(payload);
    input.typedInput({ types: ["str", "json"], default: isJson(payload) ? "json" : "str" });
    // The widget has an input of its own, and its label is for the one in whose place it stands.
    const row = input.closest(".form-row");
    row
      .find(".red-ui-typedInput-input, .red-ui-typedInput-type-select")
      .attr("aria-label", sharedText("label.payload"));
    row.find(".red-ui-typedInput-option-expand").attr("aria-label", editorText("jsonEditor.title"));
  }

  #show(values: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(values)) showValue(this.#input(name), value);
  }

  #input(name: string): JQuery {
    return this.#dialog.input(`${this.#id}-${name}`);
  }

  #shown(name: string): string {
    return this.#dialog.shown(`${this.#id}-${name}`);
  }
}

/** A text that reads as an object or array is edited as JSON. */
function isJson(payload: string): boolean {
  if (!/^\s*[[{]/.test(payload)) return false;
  try {
    JSON.parse(payload);
    return true;
  } catch {
    return false;
  }
}
