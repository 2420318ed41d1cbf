import type { Locator, Page } from "playwright-core";

/** The open edit dialog of Node-RED's editor, used as a person does. */
export class DialogPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Presses the + beside a node's broker. The dialog of a new one waits for its address. */
  async addBroker(): Promise<void> {
    await this.field("node-input-btn-broker-add").click();
    await this.page.locator("#node-config-input-uri:focus").waitFor();
  }

  /** An element of the open dialog by its id. */
  field(id: string): Locator {
    return this.page.locator(`#${id}`);
  }

  /** What stands under a field. */
  hint(id: string): Locator {
    return this.page.locator(`#${id}-hint`);
  }

  /** The words under a field; waits until they match. */
  async says(id: string, words: RegExp): Promise<void> {
    await this.hint(id).filter({ hasText: words, visible: true }).waitFor();
  }

  /** Presses the button at the end of a hint. */
  async follow(id: string): Promise<void> {
    await this.hint(id).locator("button").click();
  }

  /** Fills in a number and its unit. */
  async quantity(id: string, number: string, unit: string): Promise<void> {
    await this.field(`${id}-number`).fill(number);
    await this.page.locator(`#${id}-number + select`).selectOption(unit);
  }

  /** Adds a row to a list of names and values. */
  async addPair(id: string, name: string, value: string): Promise<void> {
    const list = this.page.locator(`.red-ui-editableList:has([id="${id}"])`);
    await list.locator("xpath=..").getByText("add").click();
    const inputs = this.field(id).locator("li").last().locator("input");
    await inputs.nth(0).fill(name);
    await inputs.nth(1).fill(value);
  }

  /** Clicks a row of a tree: not while a branch slides, since the mouse would be released on another row than pressed on. */
  async choose(row: Locator): Promise<void> {
    await row.waitFor();
    await this.page.waitForFunction(() => $(":animated").length === 0);
    await row.click();
  }

  /** What the closed fold with this id says is inside. */
  summary(id: string): Locator {
    return this.page.locator(`#${id} > summary > .m2m-fold-summary`);
  }

  /** Opens the fold with this id. */
  async unfold(id: string): Promise<void> {
    await this.page.locator(`#${id} > summary`).click();
  }

  /** Presses Done, or Add or Update in a config node's dialog. */
  async done(): Promise<void> {
    await this.#closeDialog("ok");
  }

  async cancel(): Promise<void> {
    await this.#closeDialog("cancel");
  }

  async #closeDialog(button: "ok" | "cancel"): Promise<void> {
    // Below a config node's dialog the other one is out of the page until this one is closed.
    const tray = await this.page.locator(".red-ui-tray").last().elementHandle();
    await this.page.locator(`#node-config-dialog-${button}, #node-dialog-${button}`).last().click();
    await tray.waitForElementState("hidden");
  }
}
