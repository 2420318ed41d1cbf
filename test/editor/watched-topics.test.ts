import assert from "node:assert/strict";
import type { Convention } from "../../nodes/lib/presence/conventions/convention";
import { AUTOMATIC, CONVENTIONS } from "../../nodes/lib/presence/conventions/conventions";
import { useEditor } from "./use-editor";
import { ACTIVITY, CONVENTION, SILENCE, TOPIC, watchedHouse, WillMonitorPage, zigbee } from "./will-monitor-page";

describe("The dialog of a will monitor", function () {
  this.timeout(30_000);
  const editor = useEditor({ flow: watchedHouse, env: { KEEPALIVE: "60" } });
  const dialog = new WillMonitorPage(editor);

  it("shows at once the topics and the payloads of each kind that can be chosen", async () => {
    await editor().edit("monitor");
    for (const convention of CONVENTIONS) {
      await dialog.choose(convention.id);
      assert.deepEqual(await dialog.watched().locator("th code").allTextContents(), topicsOf(convention));
      const payloads = convention.watches.flatMap(({ samples }) => samples.map(({ payload }) => payload));
      const shown = await dialog.watched().locator("td:last-child > *").allTextContents();
      assert.deepEqual(shown.sort(), payloads.sort(), convention.id);
      assert.deepEqual(await dialog.tooWide(), [], convention.id);
    }
    const offered = await editor().field(CONVENTION).locator("option").allTextContents();
    assert.deepEqual([offered[0], offered.at(-1)], ["all known kinds", "own pattern..."]);
    assert.deepEqual(offered.slice(1, -1).sort(), CONVENTIONS.map(({ name }) => name).sort());
  });

  it("says which state a payload means", async () => {
    await editor().edit("monitor");
    await dialog.choose("homie");
    const sleeping = dialog.watched().locator("tr", { has: editor().page.getByText("sleeping", { exact: true }) });
    assert.match((await sleeping.first().textContent()) ?? "", /^sleepingsleeping$/);
    await dialog.choose("home-assistant");
    await editor().says(CONVENTION, /^Nothing is retained here/);
    await dialog.choose("frigate");
    await editor().says(CONVENTION, /^Where nothing is retained/);
    await dialog.watched().getByText("(not retained)").waitFor();
    await dialog.choose("tasmota");
    await editor().hint(CONVENTION).waitFor({ state: "hidden" });
  });

  it("names all the kinds that it can tell by the payload, and shows their topics to who asks for them", async () => {
    await editor().edit("monitor");
    const kinds = AUTOMATIC;
    const sentence = (await dialog.watched().locator("p").textContent()) ?? "";
    for (const { name } of kinds) assert.ok(sentence.includes(name), name);
    assert.doesNotMatch(sentence, /EMQX/);
    const topics = dialog.watched().locator("code");
    assert.equal(await topics.first().isVisible(), false);
    await dialog.watched().getByText("show topics").click();
    await topics.getByText("<base>/bridge/state", { exact: true }).waitFor();
    assert.equal(await topics.count(), kinds.flatMap(({ watches }) => watches).length);
    assert.deepEqual(await dialog.tooWide(), []);
  });

  it("puts the base topic into the topics while it is typed", async () => {
    await editor().edit("zigbee");
    await dialog.watched().getByText("zigbee2mqtt-garage/<device>/availability", { exact: true }).waitFor();
    await editor().field(TOPIC).fill("");
    assert.equal(await editor().field(TOPIC).getAttribute("placeholder"), "zigbee2mqtt");
    await dialog.watched().getByText("zigbee2mqtt/<device>/availability", { exact: true }).waitFor();
    await editor().unfold(SILENCE);
    assert.equal(await editor().field(ACTIVITY).getAttribute("placeholder"), "zigbee2mqtt/+device");
  });

  it("takes no base topic for a topic, nor the other way round", async () => {
    await editor().edit("zigbee");
    await dialog.choose("tasmota");
    assert.equal(await editor().field(TOPIC).isVisible(), false);
    await dialog.choose("custom");
    assert.equal(await editor().field(TOPIC).inputValue(), "");
    await editor().field(TOPIC).fill("plant/+device");
    await dialog.choose("zigbee2mqtt");
    assert.equal(await editor().field(TOPIC).inputValue(), "zigbee2mqtt-garage");
    await dialog.choose("tasmota");
    await editor().done();
    assert.deepEqual(await editor().saved("zigbee"), { ...zigbee, convention: "tasmota", topic: "" });
  });
});

/** As people read them. */
function topicsOf({ watches, base = "" }: Convention): string[] {
  return watches.map(({ topic }) =>
    topic.replace("{base}", base).replace(/\+(\w*)/g, (_all, name) => `<${name || "any"}>`),
  );
}
