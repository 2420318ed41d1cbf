import assert from "node:assert/strict";
import type { EditorPage } from "./editor-page";

/** The editor's own API, as far as it is needed here; it exists in the browser only. */
declare const RED: {
  readonly nodes: {
    eachNode(visit: (node: CanvasNode) => void): void;
    eachConfig(visit: (node: CanvasNode) => void): void;
  };
  readonly editor: { validateNode(node: CanvasNode): void };
};

interface CanvasNode {
  readonly type: string;
  readonly valid: boolean;
}

/** Changes the text of an example's file before the editor gets it. */
export type Edit = (example: string) => string;

/** An example of this package, imported and deployed with a broker of the test in the place of the one on the usual port. */
export class RunningExample {
  readonly #editor: EditorPage;

  private constructor(editor: EditorPage) {
    this.#editor = editor;
  }

  /**
   * Imports it through the menu, and deploys it.
   * @param edit what else is changed in it
   */
  static async start(
    editor: EditorPage,
    title: string,
    uri: string,
    edit: Edit = (example) => example,
  ): Promise<RunningExample> {
    await editor.page.route(`**/${encodeURIComponent(title)}*`, async (route) => {
      const response = await route.fetch();
      const example = await response.text();
      const body = edit(example.replaceAll(/mqtt:\/\/(localhost|127\.0\.0\.1):1883/g, uri));
      await route.fulfill({ response, body });
    });
    await editor.importExample(title);
    assert.deepEqual(await flaws(editor), [], "of an unknown type, or invalid");
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

/** The types of the nodes that can't do what they should, broker nodes included. */
function flaws(editor: EditorPage): Promise<string[]> {
  return editor.page.evaluate(() => {
    const nodes: CanvasNode[] = [];
    RED.nodes.eachNode((node) => void nodes.push(node));
    RED.nodes.eachConfig((node) => void nodes.push(node));
    // The editor looks at a node when it draws it, and at a broker's when somebody wants to deploy.
    for (const node of nodes) RED.editor.validateNode(node);
    return nodes.filter(({ type, valid }) => type === "unknown" || !valid).map(({ type }) => type);
  });
}
