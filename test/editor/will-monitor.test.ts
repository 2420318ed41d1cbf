import assert from "node:assert/strict";
import { broker, tab } from "./house";
import { useEditor } from "./use-editor";
import { ACTIVITY, monitor, monitors, SILENCE, TOPIC, TRY, watchedHouse, WillMonitorPage } from "./will-monitor-page";

describe("The dialog of a will monitor", function () {
  this.timeout(30_000);
  const editor = useEditor({ flow: watchedHouse, env: { KEEPALIVE: "60" } });
  const dialog = new WillMonitorPage(editor);

  it("saves each field, and shows it again", async () => {
    await editor().edit("monitor");
    await dialog.choose("tasmota");
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

  it("leaves nodes as they are when nothing is changed but what is tried", async () => {
    for (const { id } of monitors) {
      const before = await editor().saved(id);
      await editor().edit(id);
      if (await editor().field(TRY).isVisible()) await dialog.tryOut("a/b", "1");
      await editor().done();
      assert.deepEqual(await editor().saved(id), before);
    }
    assert.equal(await editor().isChanged(), false);
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
    await dialog.choose("mosquitto");
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
