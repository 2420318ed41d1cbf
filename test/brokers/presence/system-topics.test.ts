import assert from "node:assert/strict";
import { startMosquitto } from "../../support/mosquitto";
import { useRuntime } from "../../support/flow";
import { useStage } from "./stage";
import { watching } from "../../support/watching";

describe("what Mosquitto tells of itself", () => {
  useRuntime();
  const stage = useStage({ lines: ["sys_interval 1"] });

  it("is whether a bridge is connected, lost or not", async () => {
    const hub = ["connection hub", `address 127.0.0.1:${stage().broker.port}`, "remote_clientid branch"];
    const bridge = await startMosquitto({ lines: [...hub, "topic nothing", "restart_timeout 1"] });
    try {
      await stage().broker.log.next((line) => line.includes("$SYS/broker/connection/branch/state"));
      const watch = await watching({ uri: stage().uri }, { convention: "mosquitto-bridge" });
      assert.equal(await watch.told(), "branch: unknown > online, reported, initial");
      await bridge.kill();
      assert.equal(await watch.told(), "branch: online > offline, reported");
      await bridge.restart();
      assert.equal(await watch.told(), "branch: offline > online, reported");
      await bridge.halt();
      assert.equal(await watch.told(), "branch: online > offline, reported");
    } finally {
      await bridge.stop();
    }
  });

  it("is that it lives, as long as its uptime goes on", async () => {
    const watch = await watching({ uri: stage().uri }, { convention: "mosquitto" });
    assert.equal(await watch.told(), "mosquitto: unknown > online, activity");
  });
});
