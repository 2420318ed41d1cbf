import type { Locator } from "playwright-core";
import type { EditorPage } from "./editor-page";
import { broker, house } from "./house";

export const CONVENTION = "node-input-convention";
export const TOPIC = "node-input-topic";
export const ACTIVITY = "node-input-activity";
/** The topic that is tried. */
export const TRY = "node-input-tryTopic";
/** The fold about silence. */
export const SILENCE = "m2m-silence";

/** As the dialog saves a new one. */
export const monitor = {
  id: "monitor",
  type: "will-monitor",
  z: "house",
  name: "",
  broker: broker.id,
  convention: "auto",
  topic: "",
  online: [],
  offline: [],
  field: "",
  grace: 0,
  heartbeat: 0,
  activity: "",
  keepRoster: false,
  wires: [[], []],
};

/** One with a base topic. */
export const zigbee = { ...monitor, id: "zigbee", convention: "zigbee2mqtt", topic: "zigbee2mqtt-garage", grace: 300 };

/** One with an own pattern. */
export const plant = {
  ...monitor,
  id: "plant",
  convention: "custom",
  topic: "plant/+device/state",
  online: ["running", 1, true],
  offline: ["stopped"],
  heartbeat: 600,
  activity: "plant/+device/#",
  keepRoster: true,
};

/** As someone may write it by hand. */
const sparse = { id: "sparse", type: "will-monitor", z: "house", broker: broker.id, convention: "custom", topic: "+a" };
const texts = { ...sparse, id: "texts", online: '["1"]', offline: '["0", 2]', grace: "60", keepRoster: "true" };

/** All of them. */
export const monitors = [monitor, zigbee, plant, { ...sparse, wires: [[], []] }, { ...texts, wires: [[], []] }];

/** The house with all of them on the canvas. */
export const watchedHouse = [...house, ...monitors.map((node, index) => ({ ...node, x: 500, y: 80 * (index + 1) }))];

/** The dialog of a will monitor, used as a person does. */
export class WillMonitorPage {
  readonly #editor: () => EditorPage;

  /** @param editor the editor, once the tests run */
  constructor(editor: () => EditorPage) {
    this.#editor = editor;
  }

  async choose(convention: string): Promise<void> {
    await this.#editor().field(CONVENTION).selectOption(convention);
  }

  /** What is shown of the topics that are watched. */
  watched(): Locator {
    return this.#editor().page.locator("#m2m-watched");
  }

  payloadRows(): Locator {
    return this.#editor().page.locator("#node-input-payloads > li");
  }

  /** `up is online` */
  async payloads(): Promise<string[]> {
    const rows = await this.payloadRows().all();
    return Promise.all(
      rows.map(
        async (row) => `${await row.locator("input").inputValue()} is ${await row.locator("select").inputValue()}`,
      ),
    );
  }

  async addPayload(payload: string): Promise<void> {
    await this.#editor().page.locator("#m2m-custom").getByText("add", { exact: true }).click();
    await this.payloadRows().last().locator("input").fill(payload);
  }

  async tryOut(topic: string, payload: string): Promise<void> {
    await this.#editor().field(TRY).fill(topic);
    await this.#editor().field("node-input-tryPayload").fill(payload);
  }

  /** Waits until exactly these words stand under what is tried. */
  async answers(words: string): Promise<void> {
    await this.#editor().hint(TRY).getByText(words, { exact: true }).waitFor();
  }

  /** What sticks out of the dialog at the right, or has to be scrolled sideways. */
  tooWide(): Promise<string[]> {
    return this.#editor()
      .page.locator(".m2m-dialog")
      .evaluate((dialog) => {
        const parts = [...dialog.querySelectorAll("#m2m-watched, #m2m-watched div, #m2m-watched td")];
        const edge = dialog.getBoundingClientRect().right + 1;
        return parts
          .filter((part) => part.getBoundingClientRect().right > edge || part.scrollWidth > part.clientWidth + 1)
          .map((part) => part.outerHTML);
      });
  }
}
