import assert from "node:assert/strict";
import { useRuntime } from "../support/flow";
import { monitorFlow } from "../support/watching";
import { useMonitoredBroker } from "./monitored-broker";

const KEPT = { convention: "tasmota", keepRoster: true };

describe("a will monitor that is to remember devices over a restart", () => {
  useRuntime();
  const broker = useMonitoredBroker();

  it("says once that it can't, where Node-RED keeps contexts in memory, and works on", async () => {
    await broker().say("tele/lamp/LWT", "Online");
    const watch = await broker().watching(KEPT);
    assert.equal(await watch.told(), "lamp: unknown > online, reported, initial");
    await watch.flow.redeploy(monitorFlow({ uri: broker().server.uri }, KEPT), "full");
    await broker().say("tele/lamp/LWT", "Offline");
    assert.equal(await watch.told(), "lamp: online > offline, reported");
    const warnings = watch.flow.logged.all.map(({ msg }) => String(msg)).filter((text) => text.includes("roster"));
    assert.deepEqual(warnings, [
      "The roster is kept in Node-RED's memory and lost with a restart, because the default context store is there. " +
        "Set contextStorage in settings.js to localfilesystem.",
    ]);
  });
});
