import { editorText } from "./texts";

/** What the buttons beside the choice of a config node do, with the editor's own words for it. */
const BUTTONS = { edit: "editor.editConfig", add: "editor.addNewConfig" } as const;

/** The editor draws these buttons as links without a target and without words: without this, a mouse is needed. */
export function openToKeyboard(select: JQuery, type: string): void {
  for (const [name, key] of Object.entries(BUTTONS)) {
    const button = select.siblings(`[id$="-${name}"]`);
    button.attr({ role: "button", tabindex: "0", "aria-label": editorText(key, { type }) });
    button.on("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      button.trigger("click");
    });
    select.on("change", () => button.attr("aria-disabled", String(button.hasClass("disabled"))));
  }
}
