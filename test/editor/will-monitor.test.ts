import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import type { Convention } from "../../nodes/lib/presence/conventions/convention";
import { CONVENTIONS } from "../../nodes/lib/presence/conventions/conventions";
import { broker, house } from "./house";
import { useEditor } from "./use-editor";

/** The tab they stand on. */
const tab = { id: "house", type: "tab", label: "House", disabled: false, info: "" };
/** As the dialog saves a new one. */
const monitor = {
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
const zigbee = { ...monitor, id: "zigbee", convention: "zigbee2mqtt", topic: "zigbee2mqtt-garage", grace: 300 };
const plant = {
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
const nodes = [monitor, zigbee, plant, { ...sparse, wires: [[], []] }, { ...texts, wires: [[], []] }];
const flow = [...house, ...nodes.map((node, index) => ({ ...node, x: 500, y: 80 * (index + 1) }))];

const CONVENTION = "node-input-convention";
const TOPIC = "node-input-topic";
const ACTIVITY = "node-input-activity";
const TRY = "node-input-tryTopic";
const SILENCE = "m2m-silence";

describe("The dialog of a will monitor", function () {
  this.timeout(30_000);
  const editor = useEditor({ flow, env: { KEEPALIVE: "60" } });

  it("saves each field, and shows it again", async () => {
    await editor().edit("monitor");
    await choose("tasmota");
    await editor().field("node-input-grace-limit").selectOption("limit");
    await editor().quantity("node-input-grace", "5", "minutes");
    await editor().field("node-input-name").fill("Lamps");
    await editor().unfold(SILENCE);
    await editor().field("node-input-heartbeat-limit").selectOption("limit");
    await editor().quantity("node-input-heartbeat", "2", "hours");
    await editor().field(ACTIVITY).fill("stat/+device/RESULT");
    await editor().field("node-input-keepRoster").check();
    await editor().done();

    const edited = {
      convention: "tasmota",
      grace: "300",
      name: "Lamps",
      heartbeat: "7200",
      activity: "stat/+device/RESULT",
      keepRoster: true,
    };
    assert.deepEqual(await editor().saved("monitor"), { ...monitor, ...edited });
    await editor().edit("monitor");
    assert.equal(await editor().field("node-input-grace-number").inputValue(), "5");
    assert.equal(await editor().field("node-input-heartbeat-number").inputValue(), "2");
    await editor().done();
    assert.deepEqual(await editor().saved("monitor"), { ...monitor, ...edited });
  });

  it("saves an own pattern with its payloads, and shows them again", async () => {
    await editor().edit("monitor");
    await choose("custom");
    await editor().field(TOPIC).fill("hall/+machine");
    await addPayload("up");
    await addPayload("down");
    await addPayload("lost");
    await editor().field("node-input-field").fill("net.state");
    await editor().done();

    const edited = { convention: "custom", topic: "hall/+machine", field: "net.state" };
    const payloads = { online: ["up"], offline: ["down", "lost"] };
    assert.deepEqual(await editor().saved("monitor"), { ...monitor, ...edited, ...payloads });
    await editor().edit("monitor");
    assert.deepEqual(await rows(), ["up is online", "down is offline", "lost is offline"]);
    await payloadRows().nth(1).locator(".red-ui-editableList-item-remove").click();
    await editor().done();
    const fewer = { online: ["up"], offline: ["lost"] };
    assert.deepEqual(await editor().saved("monitor"), { ...monitor, ...edited, ...fewer });
  });

  it("leaves nodes as they are when nothing is changed but what is tried", async () => {
    for (const { id } of nodes) {
      const before = await editor().saved(id);
      await editor().edit(id);
      if (await editor().field(TRY).isVisible()) await tryOut("a/b", "1");
      await editor().done();
      assert.deepEqual(await editor().saved(id), before);
    }
    assert.equal(await editor().isChanged(), false);
  });

  it("shows at once the topics and the payloads of each kind that can be chosen", async () => {
    await editor().edit("monitor");
    for (const convention of CONVENTIONS) {
      await choose(convention.id);
      assert.deepEqual(await watched().locator("th code").allTextContents(), topicsOf(convention));
      const payloads = convention.watches.flatMap(({ samples }) => samples.map(({ payload }) => payload));
      const shown = await watched().locator("td:last-child > *").allTextContents();
      assert.deepEqual(shown.sort(), payloads.sort(), convention.id);
      assert.deepEqual(await tooWide(), [], convention.id);
    }
    const offered = await editor().field(CONVENTION).locator("option").allTextContents();
    assert.deepEqual([offered[0], offered.at(-1)], ["all known kinds", "own pattern..."]);
    assert.deepEqual(offered.slice(1, -1).sort(), CONVENTIONS.map(({ name }) => name).sort());
  });

  it("says which state a payload means", async () => {
    await editor().edit("monitor");
    await choose("homie");
    const sleeping = watched().locator("tr", { has: editor().page.getByText("sleeping", { exact: true }) });
    assert.match((await sleeping.first().textContent()) ?? "", /^sleepingsleeping$/);
    await choose("home-assistant");
    await editor().says(CONVENTION, /^Nothing is retained here/);
    await choose("frigate");
    await editor().says(CONVENTION, /^Where nothing is retained/);
    await watched().getByText("(not retained)").waitFor();
    await choose("tasmota");
    await editor().hint(CONVENTION).waitFor({ state: "hidden" });
  });

  it("names all the kinds that it can tell by the payload, and shows their topics to who asks for them", async () => {
    await editor().edit("monitor");
    const kinds = CONVENTIONS.filter(({ isOnlyByName }) => isOnlyByName !== true);
    const sentence = (await watched().locator("p").textContent()) ?? "";
    for (const { name } of kinds) assert.ok(sentence.includes(name), name);
    assert.doesNotMatch(sentence, /EMQX/);
    const topics = watched().locator("code");
    assert.equal(await topics.first().isVisible(), false);
    await watched().getByText("show topics").click();
    await topics.getByText("<base>/bridge/state", { exact: true }).waitFor();
    assert.equal(await topics.count(), kinds.flatMap(({ watches }) => watches).length);
    assert.deepEqual(await tooWide(), []);
  });

  it("puts the base topic into the topics while it is typed", async () => {
    await editor().edit("zigbee");
    await watched().getByText("zigbee2mqtt-garage/<device>/availability", { exact: true }).waitFor();
    await editor().field(TOPIC).fill("");
    assert.equal(await editor().field(TOPIC).getAttribute("placeholder"), "zigbee2mqtt");
    await watched().getByText("zigbee2mqtt/<device>/availability", { exact: true }).waitFor();
    await editor().unfold(SILENCE);
    assert.equal(await editor().field(ACTIVITY).getAttribute("placeholder"), "zigbee2mqtt/+device");
  });

  it("takes no base topic for a topic, nor the other way round", async () => {
    await editor().edit("zigbee");
    await choose("tasmota");
    assert.equal(await editor().field(TOPIC).isVisible(), false);
    await choose("custom");
    assert.equal(await editor().field(TOPIC).inputValue(), "");
    await editor().field(TOPIC).fill("plant/+device");
    await choose("zigbee2mqtt");
    assert.equal(await editor().field(TOPIC).inputValue(), "zigbee2mqtt-garage");
    await choose("tasmota");
    await editor().done();
    assert.deepEqual(await editor().saved("zigbee"), { ...zigbee, convention: "tasmota", topic: "" });
  });

  it("says what would become of a message that is typed in", async () => {
    await editor().edit("plant");
    await editor().says(TRY, /^Type in what a device sends\. Not saved/);
    for (const [topic, payload, words] of [
      ["plant/press1/state", "running", "press1 is online."],
      ["", " true ", "device1 is online."],
      ["plant/press1/state", "stopped", "press1 is offline."],
      ["plant/press1/state", "runing", "No rule for 'runing': press1 would be unknown."],
      ["plant/press1/state", "", "Without a payload press1 is removed."],
      ["plant/press1", "running", "The topic doesn't match plant/+/state."],
      ["plant/+device/state", "running", "A topic to publish to can't contain '+' or '#': plant/+device/state"],
    ] as const) {
      await tryOut(topic, payload);
      await answer(words);
    }
  });

  it("tries what has just been changed", async () => {
    await editor().edit("plant");
    await tryOut("plant/press1/state", '{"net":{"state":"busy"}}');
    await editor().field("node-input-field").fill("net.state");
    await answer("No rule for 'busy': press1 would be unknown.");
    await editor().field("node-input-field").fill("state");
    await answer("The field state is not in this payload: press1 would be unknown.");
    await editor().field("node-input-field").fill("net.state");
    await addPayload("busy");
    await answer("press1 is offline.");
    await payloadRows().last().locator("select").selectOption("online");
    await answer("press1 is online.");
    await editor().field(TOPIC).fill("plant/+hall/+machine");
    await answer("press1/state is online.");
    await editor().field(TOPIC).fill("plant/state");
    await answer("First complete the pattern above.");
  });

  it("tries the words that devices use most where no payloads are given", async () => {
    await editor().edit("sparse");
    await editor().says("node-input-payloads", /^None: the words that devices use most/);
    await tryOut("lamp", "Connected");
    await answer("lamp is online.");
    await tryOut("lamp", '{"status":"asleep"}');
    await answer("lamp is sleeping.");
    await tryOut("lamp", "hello");
    await answer("'hello' is no usual word: lamp would be unknown. Add the payload above.");
  });

  it("needs no topic where signs of life are enough", async () => {
    await editor().edit("plant");
    await editor().field(TOPIC).fill("");
    await tryOut("plant/press1/anything", "5");
    await answer("Whatever the payload, press1 is alive.");
    await editor().hint(TOPIC).waitFor({ state: "hidden" });
    await editor().unfold(SILENCE);
    await editor().field(ACTIVITY).fill("");
    await editor().says(TOPIC, /^Mark the device in the topic/);
  });

  for (const { id, mistakes } of [
    {
      id: "plant",
      mistakes: [
        [TOPIC, "plant/state", /^Mark the device in the topic: plant\/\+device\/state\.$/],
        [ACTIVITY, "$share/crew/plant/+device", /^A shared subscription would tell of some/],
        ["node-input-heartbeat-number", "soon", /^Silence must be a whole number from 0/],
      ],
    },
    {
      id: "zigbee",
      mistakes: [
        [TOPIC, "a#", /^A base topic is a single one/],
        [ACTIVITY, "zigbee2mqtt/#/+device", /^'#' is only allowed at the end/],
        ["node-input-grace-number", "-1", /^Report offline must be a whole number/],
      ],
    },
  ] as const) {
    it(`says what is wrong under the fields of ${id}`, async () => {
      await editor().edit(id);
      await editor().unfold(SILENCE);
      for (const [field, value] of mistakes) await editor().field(field).fill(value);
      for (const [field, , reason] of mistakes) {
        await editor().says(field, reason);
        assert.equal(await editor().field(field).getAttribute("aria-invalid"), "true");
      }
    });
  }

  it("finds a payload with two meanings, and one meaning without a payload", async () => {
    await editor().edit("plant");
    await payloadRows().last().locator("input").fill("running");
    await editor().says("node-input-payloads", /^'running' can't be both online and offline\.$/);
    await editor().done();
    await editor().page.locator('[id="plant"] .red-ui-flow-node-error:not(.hide)').waitFor({ state: "attached" });

    await editor().edit("plant");
    await payloadRows().last().locator("input").fill("");
    await editor().says("node-input-payloads", /^Nothing here means offline/);
    await payloadRows().last().locator("input").fill("stopped");
    await editor().hint("node-input-payloads").waitFor({ state: "hidden" });
    await editor().done();
    assert.deepEqual(await editor().saved("plant"), plant);
    await editor().page.locator('[id="plant"] .red-ui-flow-node-error:not(.hide)').waitFor({ state: "detached" });
  });

  it("warns of signs of life that would be those of others", async () => {
    await editor().edit("plant");
    await editor().unfold(SILENCE);
    await editor().says(ACTIVITY, /^Each message on this topic shows that its device is alive/);
    await editor().field(ACTIVITY).fill("plant/+hall/+machine");
    await editor().says(ACTIVITY, /^A device would be hall1\/machine1 here, and device1 above\./);
    await editor().field(ACTIVITY).fill("");
    await editor().says(ACTIVITY, /^None: only what a device says of itself/);
    await editor().field("node-input-convention").selectOption("esphome");
    await editor().says(ACTIVITY, /^Devices of this kind say nothing from time to time\./);
    await editor().field("node-input-convention").selectOption("auto");
    await editor().says(ACTIVITY, /^What each kind says from time to time\./);
  });

  it("says in the closed fold what is set", async () => {
    await editor().edit("plant");
    const summary = editor().summary(SILENCE);
    assert.equal(await summary.textContent(), "stale after 10 minutes, devices remembered");
    await editor().unfold(SILENCE);
    await editor().says("node-input-keepRoster", /contextStorage in settings\.js/);
    await editor().field("node-input-heartbeat-limit").selectOption("0");
    await editor().field("node-input-keepRoster").uncheck();
    assert.equal(await summary.textContent(), "silence is fine, nothing kept");
    await choose("mosquitto");
    assert.equal(await summary.textContent(), "stale after 30 seconds, nothing kept");
    await editor().says("node-input-heartbeat-number", /^Mosquitto is stale after 30 seconds all the same/);
  });

  it("shows on the canvas whose state a node tells, and what comes out where", async () => {
    for (const [id, label] of [
      ["monitor", "all devices"],
      ["zigbee", "Zigbee2MQTT devices"],
      ["plant", "plant/+device/state"],
    ] as const) {
      assert.equal(await editor().label(id).textContent(), label);
    }
    const ports = editor().page.locator('[id="monitor"] .red-ui-flow-port-output');
    for (const [index, words] of ["change of a device", "all devices"].entries()) {
      await ports.nth(index).hover();
      await editor().page.locator(".red-ui-flow-port-tooltip").filter({ hasText: words }).waitFor();
    }
  });

  function choose(convention: string): Promise<unknown> {
    return editor().field(CONVENTION).selectOption(convention);
  }

  function watched(): Locator {
    return editor().page.locator("#m2m-watched");
  }

  function payloadRows(): Locator {
    return editor().page.locator("#node-input-payloads > li");
  }

  async function rows(): Promise<string[]> {
    const all = await payloadRows().all();
    return Promise.all(
      all.map(
        async (row) => `${await row.locator("input").inputValue()} is ${await row.locator("select").inputValue()}`,
      ),
    );
  }

  async function addPayload(payload: string): Promise<void> {
    await editor().page.locator("#m2m-custom").getByText("add", { exact: true }).click();
    await payloadRows().last().locator("input").fill(payload);
  }

  async function tryOut(topic: string, payload: string): Promise<void> {
    await editor().field(TRY).fill(topic);
    await editor().field("node-input-tryPayload").fill(payload);
  }

  /** Exactly these words stand under what is tried. */
  async function answer(words: string): Promise<void> {
    await editor().hint(TRY).getByText(words, { exact: true }).waitFor();
  }

  /** What sticks out of the dialog at the right, or has to be scrolled sideways. */
  function tooWide(): Promise<string[]> {
    return editor()
      .page.locator(".m2m-dialog")
      .evaluate((dialog) => {
        const parts = [...dialog.querySelectorAll("#m2m-watched, #m2m-watched div, #m2m-watched td")];
        const edge = dialog.getBoundingClientRect().right + 1;
        return parts
          .filter((part) => part.getBoundingClientRect().right > edge || part.scrollWidth > part.clientWidth + 1)
          .map((part) => part.outerHTML);
      });
  }
});

describe("A will monitor that is dropped on the canvas", function () {
  this.timeout(30_000);
  const editor = useEditor({ flow: [tab, broker], env: { KEEPALIVE: "60" } });

  it("watches all known kinds at the only broker there is", async () => {
    const id = await editor().drop("will-monitor", { x: 300, y: 100 });
    assert.deepEqual(await editor().saved(id), { ...monitor, id });
    assert.equal(await editor().invalid().count(), 0);
  });
});

/** As people read them. */
function topicsOf({ watches, base = "" }: Convention): string[] {
  return watches.map(({ topic }) =>
    topic.replace("{base}", base).replace(/\+(\w*)/g, (_all, name) => `<${name || "any"}>`),
  );
}
