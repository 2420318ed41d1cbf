import type { EditorPage } from "./editor-page";

/** An example of this package, imported and deployed with a broker of the test in the place of the one on the usual port. */
export class RunningExample {
  readonly #editor: EditorPage;

  private constructor(editor: EditorPage) {
    this.#editor = editor;
  }

  static async start(editor: EditorPage, title: string, uri: string): Promise<RunningExample> {
    await editor.page.route(`**/${encodeURIComponent(title)}*`, async (route) => {
      const response = await route.fetch();
      const example = await response.text();
      await route.fulfill({ response, body: example.replaceAll(/mqtt:\/\/(localhost|127\.0\.0\.1):1883/g, uri) });
    });
    await editor.importExample(title);
    await editor.debugMessages();
    await editor.deploy();
    return new RunningExample(editor);
  }

  /** Presses the button on the node of this name. */
  async press(name: string): Promise<void> {
    await this.#editor.press(name);
  }

  /** Waits for so many messages in the debug sidebar. */
  async says(text: string | RegExp, count = 1): Promise<void> {
    const messages = (await this.#editor.debugMessages()).filter({ hasText: text });
    await messages.nth(count - 1).waitFor();
  }

  /** Waits until so many nodes with this in their labels show a status. */
  async shows(label: string, status: RegExp, count = 1): Promise<void> {
    const nodes = this.#editor.page.locator(".red-ui-flow-node-group").filter({ hasText: label });
    const labels = nodes.locator(".red-ui-flow-node-status-label").filter({ hasText: status });
    await labels.nth(count - 1).waitFor();
  }
}
