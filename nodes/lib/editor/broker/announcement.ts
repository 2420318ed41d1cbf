import type { AnnouncedMessage } from "../../../broker-config/config";
import type { Hint } from "../hint-line";
import type { BrokerDialog } from "./broker-dialog";
import { MessageEditor } from "./message-editor";
import { sharedText } from "../texts";
import { topicHint } from "../topic-hint";

/** The messages that tell others whether this Node-RED is connected. */
interface Announced {
  readonly birth: readonly AnnouncedMessage[];
  readonly close: AnnouncedMessage | null;
  readonly will: AnnouncedMessage | null;
}

/** The markup that one message editor is made of; `message-` in its ids stands for the editor's own. */
const MARKUP = "#m2m-message";

/** The fold that chooses the messages, over the three properties that hold them. */
export function prepareAnnouncement(dialog: BrokerDialog): void {
  const announcement = new Announcement(dialog, {
    birth: dialog.saved("birth"),
    close: dialog.saved("close"),
    will: dialog.saved("will"),
  });
  for (const property of ["birth", "close", "will"] as const) {
    dialog.compose(property, () => announcement.value[property]);
  }
  dialog.hint("announce", () => dialog.problem("birth") ?? dialog.problem("close") ?? dialog.problem("will"));
  dialog.fold("m2m-announce", () => announcement.summary());
}

/** Chooses between no messages, one topic that says online or offline, and own messages. */
class Announcement {
  readonly #dialog: BrokerDialog;
  readonly #markup: string;
  readonly #births: MessageEditor[] = [];
  readonly #close: MessageEditor;
  readonly #will: MessageEditor;

  constructor(dialog: BrokerDialog, saved: Announced) {
    this.#dialog = dialog;
    this.#markup = $(MARKUP).detach().html();
    for (const message of saved.birth.length > 0 ? saved.birth : [null]) this.#addBirth(message);
    this.#close = this.#editor("close", saved.close);
    this.#will = this.#editor("will", saved.will);
    $("#m2m-add-birth").on("click", () => this.#addBirth(null));
    this.#showChoice(saved);
    this.#addFolds();
  }

  /** What the dialog now says. */
  get value(): Announced {
    if (this.#choice() === "presence") return presence(this.#dialog.shown("announceTopic"));
    if (this.#choice() === "none") return { birth: [], close: null, will: null };
    const birth = this.#births.map((editor) => editor.value).filter((message) => message !== null);
    return { birth, close: this.#close.value, will: this.#will.value };
  }

  /** In a few words. */
  summary(): string {
    if (this.#choice() === "presence") return this.#dialog.shown("announceTopic");
    const { birth, close, will } = this.value;
    const names = [birth.length > 0 && "birth", close && "close", will && "will"].filter(
      (name) => typeof name === "string",
    );
    return names.map((name) => sharedText(`summary.${name}`)).join(", ") || sharedText("summary.off");
  }

  #showChoice(saved: Announced): void {
    const topic = presenceTopic(saved);
    const isNone = saved.birth.length === 0 && saved.close === null && saved.will === null;
    this.#dialog.input("announceTopic").val(topic ?? "");
    this.#dialog.input("announce").val(isNone ? "none" : topic === undefined ? "own" : "presence");
    this.#dialog.hint("announceTopic", (shown) => this.#topicHint(shown));
    this.#dialog.input("announce").on("change", () => this.#showParts());
    this.#showParts();
  }

  #topicHint(topic: string): Hint | undefined {
    if (this.#choice() !== "presence") return undefined;
    if (topic === "") return { level: "error", text: sharedText("errors.topic-empty") };
    return topicHint(topic) ?? { level: "info", text: sharedText("hint.presence") };
  }

  #addFolds(): void {
    const topics = (messages: readonly (AnnouncedMessage | null)[]): string =>
      messages.flatMap((message) => message?.topic ?? []).join(", ") || sharedText("summary.noMessage");
    this.#dialog.fold("m2m-birth-fold", () => topics(this.#births.map(({ value }) => value)));
    this.#dialog.fold("m2m-close-fold", () => topics([this.#close.value]));
    this.#dialog.fold("m2m-will-fold", () => topics([this.#will.value]));
  }

  #showParts(): void {
    this.#dialog.updateHint("announceTopic");
    $("#m2m-announce-presence").toggle(this.#choice() === "presence");
    $("#m2m-announce-own").toggle(this.#choice() === "own");
  }

  #choice(): string {
    return this.#dialog.shown("announce");
  }

  #addBirth(message: AnnouncedMessage | null): void {
    const id = `birth-${this.#births.length}`;
    $("<div>").attr("id", `m2m-${id}`).appendTo("#m2m-births");
    this.#births.push(this.#editor(id, message));
  }

  #editor(id: string, message: AnnouncedMessage | null): MessageEditor {
    $(`#m2m-${id}`).append(this.#markup.replaceAll("message-", `${id}-`));
    if (id !== "will") $(`#m2m-${id} .m2m-will-only`).hide();
    return new MessageEditor(this.#dialog, id, message);
  }
}

/** `online` when connected; `offline` before a stop, and from the broker when the connection is lost. */
function presence(topic: string): Announced {
  if (topic === "") return { birth: [], close: null, will: null };
  const message = (payload: string): AnnouncedMessage => ({ topic, payload, qos: 1, retain: true });
  return { birth: [message("online")], close: message("offline"), will: message("offline") };
}

/** The one topic of messages that are what {@link presence} makes. */
function presenceTopic(saved: Announced): string | undefined {
  const topic = saved.will?.topic;
  return topic !== undefined && JSON.stringify(presence(topic)) === JSON.stringify(saved) ? topic : undefined;
}
