import path from "node:path";
import type { Locator, Page } from "playwright-core";
import type { SavedFlowNode } from "./editor-page";

/** The editor's own API, as far as these tests use it; it exists in the browser only. */
declare const RED: {
  readonly nodes: {
    createCompleteNodeSet(options: { credentials: boolean }): SavedFlowNode[];
    node(id: string): unknown;
    group(id: string): unknown;
  };
  readonly view: { select(selection: { nodes: readonly unknown[] }): void };
  readonly workspaces: { show(id: string): void; lock(id: string): void };
  readonly actions: { invoke(action: string): void };
};

/** The conversion of built-in MQTT nodes in an open editor, used as a person does. */
export class ConversionPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Chooses the entry in the menu Edit. */
  async chooseInMenu(): Promise<void> {
    await this.#page.locator("#red-ui-header-button-sidemenu").click();
    await this.#page.locator("#menu-item-edit-menu").hover();
    await this.#page.getByText("Convert MQTT nodes", { exact: true }).click();
  }

  /** Finds the action in the action list. */
  async findAction(): Promise<void> {
    await this.#page.evaluate(() => RED.actions.invoke("core:show-action-list"));
    await this.#page.locator("#red-ui-actionList input:visible").fill("convert mqtt");
    await this.#page.locator("#red-ui-actionList").getByText("Convert MQTT nodes").click();
  }

  /** What the editor said last. */
  get report(): Locator {
    return this.#page.locator(".red-ui-notification").last();
  }

  /** Waits for the report to say something. */
  async says(words: string | RegExp): Promise<void> {
    await this.#page.locator(".red-ui-notification").filter({ hasText: words }).waitFor();
  }

  /** Closes the report. */
  async done(): Promise<void> {
    await this.report.getByText("Done", { exact: true }).click();
    await this.report.waitFor({ state: "detached" });
  }

  /** Everything that would be deployed, but for credentials. Config nodes are in no order. */
  async flows(): Promise<SavedFlowNode[]> {
    const json = await this.#page.evaluate(() =>
      JSON.stringify(RED.nodes.createCompleteNodeSet({ credentials: false })),
    );
    const flows = JSON.parse(json) as SavedFlowNode[];
    const isConfig = ({ type }: SavedFlowNode): boolean => ["mqtt-broker", "broker-config"].includes(type);
    const configs = flows.filter(isConfig).sort((a, b) => a.id.localeCompare(b.id));
    return [...flows.filter((node) => !isConfig(node)), ...configs];
  }

  /** The picture on a node, by its file. */
  async icon(id: string): Promise<string> {
    const image = this.#page.locator(`[id="${id}"].red-ui-flow-node-group image.red-ui-flow-node-icon`);
    return path.basename((await image.getAttribute("href")) ?? "");
  }

  async redo(): Promise<void> {
    await this.#page.evaluate(() => RED.actions.invoke("core:redo"));
  }

  async select(...ids: readonly string[]): Promise<void> {
    await this.#page.evaluate(
      (ids) => RED.view.select({ nodes: ids.map((id) => RED.nodes.node(id) ?? RED.nodes.group(id)) }),
      ids,
    );
  }

  /** Shows a tab or a subflow. */
  async show(id: string): Promise<void> {
    await this.#page.evaluate((id) => RED.workspaces.show(id), id);
  }

  async lock(id: string): Promise<void> {
    await this.#page.evaluate((id) => RED.workspaces.lock(id), id);
  }
}
