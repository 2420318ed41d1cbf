import assert from "node:assert/strict";
import { useRuntime } from "../../support/flow";
import { lifeOn } from "./played-device";
import { useStage } from "./stage";
import { watching, type Watching } from "../../support/watching";

describe("what Home Assistant's discovery describes", () => {
  useRuntime();
  const stage = useStage();

  function start(): Promise<Watching> {
    return watching({ uri: stage().uri }, { convention: "home-assistant-discovery" });
  }

  it("is watched where it says, until its description is removed", async () => {
    const life = lifeOn("lamp/status", "online", "offline");
    const lamp = await stage().boot(life);
    await stage().say("homeassistant/light/lamp/config", '{"~":"lamp","avty_t":"~/status","cmd_t":"~/set"}');
    const watch = await start();
    assert.equal(await watch.told(), "light/lamp: unknown > online, reported, initial");
    lamp.cutPower();
    assert.equal(await watch.told(), "light/lamp: online > offline, reported");
    await stage().boot(life);
    assert.equal(await watch.told(), "light/lamp: offline > online, reported");
    await stage().remove("homeassistant/light/lamp/config");
    assert.equal(await watch.told(), "light/lamp: online > removed, reported");
  });

  it("is there while all are that it needs, as with Z-Wave JS UI's three topics", async () => {
    const gateway = lifeOn("zwave/_CLIENTS/ZWAVE_GATEWAY-house/status", '{"value":true}', '{"value":false}');
    const first = await stage().boot(gateway);
    await stage().say("zwave/driver/status", "true");
    await stage().say("zwave/Hall/status", '{"value":true,"status":"Alive"}');
    await stage().say("homeassistant/lock/hall/config", JSON.stringify(LOCK));
    const watch = await start();
    assert.equal(await watch.told(), "lock/hall: unknown > online, reported, initial");
    first.cutPower();
    assert.equal(await watch.told(), "lock/hall: online > offline, reported");
    await stage().say("zwave/driver/status", "false");
    await stage().boot(gateway);
    await stage().say("zwave/driver/status", "true");
    assert.equal(await watch.told(), "lock/hall: offline > online, reported");
    await stage().say("zwave/Hall/status", '{"value":false,"status":"Dead"}');
    assert.equal(await watch.told(), "lock/hall: online > offline, reported");
  });
});

/** As Z-Wave JS UI describes a node's entity. */
const LOCK = {
  name: "Hall",
  command_topic: "zwave/Hall/lock/set",
  availability_mode: "all",
  availability: [
    { topic: "zwave/Hall/status", value_template: "{{'true' if value_json.value else 'false'}}", ...words() },
    {
      topic: "zwave/_CLIENTS/ZWAVE_GATEWAY-house/status",
      value_template: "{{'online' if value_json.value else 'offline'}}",
    },
    { topic: "zwave/driver/status", ...words() },
  ],
};

function words(): object {
  return { payload_available: "true", payload_not_available: "false" };
}
