import type { ConsoleMessage, Locator, Page } from "playwright-core";
import type { RealNodeRed } from "../support/real-node-red";
import { DialogPage } from "./dialog-page";
import { sharedBrowser, sharedNodeRed, type EditorOptions } from "./shared-parts";

/** The editor's own API, as far as the tests use it; it exists in the browser only. */
declare const RED: {
  readonly nodes: {
    node(id: string): { readonly _def: { readonly category: string } } | null;
    getType(type: string): object | undefined;
    createExportableNodeSet(nodes: readonly unknown[]): SavedFlowNode[];
    eachNode(visit: (node: { id: string; type: string; name?: string }) => void): void;
    dirty(): boolean;
  };
  readonly history: { depth(): number };
  readonly editor: { edit(node: unknown): void; editConfig(name: string, type: string, id: string): void };
  readonly actions: { invoke(action: string): void };
  readonly sidebar: { readonly help: { show(type: string): void } };
};

/** A node as a flow file holds it. */
export type SavedFlowNode = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };

/** Where a node is dropped, in pixels from the canvas's corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** What keeps the mouse from palette and canvas while a deploy is under way: all at once in Node-RED 5, part by part in 4. */
const SHADES = "#red-ui-full-shade:visible, #red-ui-palette-shade:visible, #red-ui-editor-shade:visible";

/** What jQuery Migrate says about the editor itself. */
const NOT_OURS = "JQMIGRATE";

/** Node-RED's editor in a browser, used as a person does. */
export class EditorPage extends DialogPage {
  readonly nodeRed: RealNodeRed;
  /** Uncaught errors, and the errors and warnings on the console. */
  readonly problems: string[] = [];

  private constructor(nodeRed: RealNodeRed, page: Page) {
    super(page);
    this.nodeRed = nodeRed;
    page.on("pageerror", (error) => this.problems.push(error.message));
    page.on("console", (message) => this.#listen(message));
  }

  /** Opens a page of its own for the editor of a Node-RED. */
  static async open(options: EditorOptions): Promise<EditorPage> {
    const nodeRed = await sharedNodeRed(options);
    const browser = await sharedBrowser();
    const page = await browser.newPage();
    // Less than mocha's limit, so that a test fails with what it waited for.
    page.setDefaultTimeout(20_000);
    return new EditorPage(nodeRed, page);
  }

  /** Closes the page, and leaves nothing to the next one. */
  async close(): Promise<void> {
    await this.page.evaluate(() => localStorage.clear());
    await this.page.close();
  }

  /** Makes the editor as it is after loading; if there is but a dialog to cancel, without the second a load takes. */
  async refresh(): Promise<void> {
    const isRefreshed = await this.#cancelDialogs().catch(() => false);
    if (!isRefreshed) await this.reload();
  }

  /** Loads the editor with the flows as they are deployed. */
  async reload(): Promise<void> {
    await this.page.goto(`${this.nodeRed.url}/`);
    await this.page.waitForFunction(() => RED.nodes.getType("mqtt-in") !== undefined);
    await this.page.locator("#red-ui-loading-progress").waitFor({ state: "hidden" });
  }

  /** Drags a type from the palette to the canvas; returns the new node's id. */
  async drop(type: string, { x, y }: Place): Promise<string> {
    const before = await this.#nodeIds();
    const entry = this.page.locator(`.red-ui-palette-node[data-palette-type="${type}"]`);
    await entry.scrollIntoViewIfNeeded();
    await this.#drag(entry, this.page.locator("#red-ui-workspace-chart"), { x, y });
    await this.#nodes().nth(before.length).waitFor();
    return (await this.#nodeIds()).find((id) => !before.includes(id)) ?? "";
  }

  /** Draws a wire from a node's output, its first, to another's input. */
  async wire(from: string, to: string): Promise<void> {
    const output = this.#node(from).locator(".red-ui-flow-port-output rect").first();
    await this.#drag(output, this.#node(to).locator(".red-ui-flow-port-input rect"));
  }

  /** The port on a node's left side. */
  inputPort(id: string): Locator {
    return this.#node(id).locator(".red-ui-flow-port-input");
  }

  /** All wires on the canvas. */
  wires(): Locator {
    return this.page.locator(".red-ui-flow-link:not(.red-ui-flow-link-ghost)");
  }

  /** What the canvas writes on a node. */
  label(id: string): Locator {
    return this.#node(id).locator(".red-ui-flow-node-label-text");
  }

  /** Takes back the last change. */
  async undo(): Promise<void> {
    await this.page.evaluate(() => RED.actions.invoke("core:undo"));
  }

  /** Opens the dialog of a node. */
  async edit(id: string): Promise<void> {
    // As a double click does, which a busy browser may take for two single ones.
    await this.page.evaluate((id) => {
      const node = RED.nodes.node(id);
      if (node?._def.category === "config") RED.editor.editConfig("", "broker-config", id);
      else RED.editor.edit(node);
    }, id);
    // The editor's last step is to put the focus into the dialog.
    await this.page.locator(".red-ui-tray-body :focus").waitFor({ state: "attached" });
  }

  /** Presses Deploy; resolves when the runtime has taken the flows. */
  async deploy(): Promise<void> {
    const isFlows = (url: string): boolean => url.endsWith("/flows");
    const answer = this.page.waitForResponse((response) => isFlows(response.url()));
    await this.page.locator("#red-ui-header-button-deploy").click();
    const status = (await answer).status();
    if (status >= 300) throw new Error(`deploy: HTTP ${status}`);
  }

  /** The text under a node. */
  status(id: string): Locator {
    return this.#node(id).locator(".red-ui-flow-node-status-label");
  }

  /** The coloured mark under a node. */
  statusMark(id: string, colour: string, shape: "dot" | "ring"): Locator {
    return this.#node(id).locator(`.red-ui-flow-node-status-${shape}-${colour}`);
  }

  /** Presses the button on the node of this name. */
  async press(name: string): Promise<void> {
    const id = await this.page.evaluate((name) => {
      const ids: string[] = [];
      RED.nodes.eachNode((node) => {
        if (node.name === name) ids.push(node.id);
      });
      return ids[0] ?? "";
    }, name);
    await this.pressButton(id);
  }

  /** Presses the button on a node. */
  async pressButton(id: string): Promise<void> {
    await this.#node(id).locator(".red-ui-flow-node-button-button").click();
  }

  /** The help of a node type, in the sidebar. */
  async help(type: string): Promise<Locator> {
    await this.page.evaluate((type) => RED.sidebar.help.show(type), type);
    return this.page.locator(".red-ui-help");
  }

  /** The marks of nodes that the editor finds invalid. */
  invalid(): Locator {
    return this.page.locator(".red-ui-flow-node-error:not(.hide)");
  }

  /** The messages in the debug sidebar. */
  async debugMessages(): Promise<Locator> {
    await this.page.evaluate(() => RED.actions.invoke("core:show-debug-tab"));
    return this.page.locator(".red-ui-debug-msg");
  }

  /** Imports an example of this package through the menu. */
  async importExample(title: string): Promise<void> {
    await this.page.locator("#red-ui-header-button-sidemenu").click();
    await this.page.locator("#menu-item-import").click();
    // 100 ms after it has opened the dialog looks at its empty text field, and takes back its Import button, whatever is
    // chosen by then. A timer that is as long, and was set later, comes behind that one.
    await this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
    await this.page.locator("#red-ui-tab-red-ui-clipboard-dialog-import-tab-examples a").click();
    const list = this.page.locator("#red-ui-clipboard-dialog-import-tab-examples");
    const tabs = this.page.locator("#red-ui-workspace-tabs > .red-ui-tab");
    const tabsBefore = await tabs.count();
    await this.choose(list.getByText("@m2m-flows/node-red-mqtt", { exact: true }));
    await this.choose(list.getByText(title, { exact: true }));
    await this.page.locator("#red-ui-clipboard-dialog-ok").click();
    await tabs.nth(tabsBefore).click();
    await this.#nodes().first().waitFor();
  }

  /** A node as an export holds it, but for its place: a node that gets wider moves. */
  async saved(id: string): Promise<SavedFlowNode> {
    const json = await this.page.evaluate((id) => {
      const [saved] = RED.nodes.createExportableNodeSet([RED.nodes.node(id)]);
      return JSON.stringify({ ...saved, x: undefined, y: undefined });
    }, id);
    return JSON.parse(json) as SavedFlowNode;
  }

  /** Whether the editor thinks that there is something to deploy. */
  isChanged(): Promise<boolean> {
    return this.page.evaluate(() => RED.nodes.dirty());
  }

  /** The types of all nodes on the canvas. */
  types(): Promise<string[]> {
    return this.page.evaluate(() => {
      const types: string[] = [];
      RED.nodes.eachNode(({ type }) => types.push(type));
      return types;
    });
  }

  /** Returns whether a dialog was open, and nothing is left of the test now that it isn't. */
  async #cancelDialogs(): Promise<boolean> {
    let open = await this.#dialogs().count();
    if (open === 0) return false;
    for (; open > 0; open = await this.#dialogs().count()) await this.cancel();
    return this.page.evaluate(() => !RED.nodes.dirty() && RED.history.depth() === 0);
  }

  #dialogs(): Locator {
    return this.page.locator(".red-ui-tray");
  }

  async #drag(from: Locator, to: Locator, position?: Place): Promise<void> {
    await this.page.locator(SHADES).first().waitFor({ state: "hidden" });
    const start = await centre(from);
    const box = await to.boundingBox();
    const end = position && box ? { x: box.x + position.x, y: box.y + position.y } : await centre(to);
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 5 });
    await this.page.mouse.move(end.x, end.y, { steps: 5 });
    await this.page.mouse.up();
  }

  #node(id: string): Locator {
    return this.page.locator(`[id="${id}"].red-ui-flow-node-group`);
  }

  #nodes(): Locator {
    return this.page.locator(".red-ui-flow-node-group");
  }

  async #nodeIds(): Promise<string[]> {
    const nodes = await this.#nodes().all();
    return Promise.all(nodes.map(async (node) => (await node.getAttribute("id")) ?? ""));
  }

  #listen(message: ConsoleMessage): void {
    const isProblem = ["error", "warning"].includes(message.type()) && !message.text().includes(NOT_OURS);
    // The editor catches what a dialog throws and only logs it.
    const isCaught = /oneditprepare|oneditsave|Validation error|Definition error/.test(message.text());
    if (isProblem || isCaught) this.problems.push(message.text());
  }
}

async function centre(element: Locator): Promise<Place> {
  const box = await element.boundingBox();
  if (box === null) throw new Error("nothing to see there");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
