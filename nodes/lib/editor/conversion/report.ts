import { installStyles } from "../styles";
import { sharedText } from "../texts";
import { givePassword } from "./login/given-password";
import type { Note } from "./note";
import type { ConversionPlan } from "./plan";

/** Tells what a conversion did and what is left to do, and asks for the passwords that the editor isn't told. */
export function report(plan: ConversionPlan): void {
  const passwords = passwordFields(plan);
  const remarks = remarksOf(plan);
  const summary = $("<p>").text(summaryOf(plan));
  if (passwords.length === 0 && remarks.length === 0) {
    RED.notify(summary, { type: "success" });
    return;
  }
  installStyles();
  const content = $('<div class="m2m-dialog">').attr("lang", RED.i18n.lang()).append(summary);
  if (passwords.length > 0) content.append($("<p>").text(sharedText("conversion.passwords")));
  content.append(passwords.map(({ row }) => row));
  if (remarks.length > 0) content.append($("<p>").text(sharedText("conversion.remarks")), $("<ul>").append(remarks));
  const done = (): void => {
    for (const { id, input, stored } of passwords) {
      if (input.val() !== "") givePassword(id, String(input.val()), stored);
    }
    notification.close();
  };
  const buttons = [{ text: sharedText("conversion.close"), class: "primary", click: done }];
  const notification = RED.notify(content, { type: "warning", modal: true, fixed: true, buttons });
  // After the editor, which goes for the button.
  setTimeout(() => passwords[0]?.input.trigger("focus"));
}

function summaryOf({ nodes, brokers }: ConversionPlan): string {
  const made = [...brokers.values()].filter(({ node }) => node !== undefined).length;
  if (nodes.length === 0) return sharedText("conversion.none");
  const what = counted("node", nodes.length);
  const both = { nodes: what, brokers: counted("broker", made) };
  return sharedText("conversion.done", { what: made === 0 ? what : sharedText("conversion.both", both) });
}

function counted(what: "node" | "broker", count: number): string {
  return sharedText(`conversion.${what}${count === 1 ? "" : "s"}`, { count });
}

/** A field for the password of one broker. */
interface PasswordField {
  readonly id: string;
  readonly row: JQuery;
  readonly input: JQuery;
  readonly stored: object;
}

function passwordFields({ brokers }: ConversionPlan): readonly PasswordField[] {
  const wanting = [...brokers.values()].filter(({ wantsPassword }) => wantsPassword);
  return wanting.map(({ id, login, stored = {} }) => {
    const field = `m2m-conversion-password-${id}`;
    const user = login?.username ?? "";
    const label = user === "" ? labelOf(id) : sharedText("conversion.password", { broker: labelOf(id), user });
    const input = $('<input type="password" autocomplete="new-password">').attr("id", field);
    return {
      id,
      input,
      stored,
      row: $('<div class="form-row">').append($("<label>").attr("for", field).text(label), input),
    };
  });
}

/** One entry for each node, or for all nodes of which the same is to be said. */
function remarksOf({ notes }: ConversionPlan): JQuery[] {
  const alike = new Map<string, { readonly labels: string[]; readonly notes: readonly Note[] }>();
  for (const [id, found] of notes) {
    const key = JSON.stringify(found);
    const entry = alike.get(key) ?? { labels: [], notes: found };
    entry.labels.push(labelOf(id));
    if (found.length > 0) alike.set(key, entry);
  }
  return [...alike.values()].map(({ labels, notes }) => {
    const sentences = notes.map((note) => $("<li>").text(sentenceOf(note)));
    return $("<li>").append($("<strong>").text(labels.join(", ")), $("<ul>").append(sentences));
  });
}

function sentenceOf({ code, values }: Note): string {
  return sharedText(`remark.${code}`, values);
}

function labelOf(id: string): string {
  const node = RED.nodes.node(id);
  return node ? RED.utils.getNodeLabel(node, node.type) : id;
}
