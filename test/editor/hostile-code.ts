import type { EditorPage } from "./editor-page";

/** What somebody publishes, or a broker says, who wants to run code in other people's browsers. */
export const CODE = '<img src=x onerror="window.pwned = 1">';

/** Whether it has run in the editor. */
export function hasRun({ page }: EditorPage): Promise<boolean> {
  return page.evaluate(() => "pwned" in window);
}
