import assert from "node:assert/strict";
import { useRuntime } from "../../support/flow";
import { startTcpProxy, type TcpProxy } from "../../support/tcp-proxy";
import { lifeOn } from "./played-device";
import { useStage } from "./stage";
import { watching, type Watching } from "../../support/watching";

const LAMP = lifeOn("tele/lamp/LWT", "Online", "Offline");
const PLUG = lifeOn("tele/plug/LWT", "Online", "Offline");

describe("while the broker can't be heard", () => {
  useRuntime();
  const stage = useStage({ lines: ["persistence true"] });
  let proxy: TcpProxy;
  beforeEach(async () => {
    proxy = await startTcpProxy(stage().broker.port);
  });
  afterEach(() => proxy.stop());

  /** A monitor that knows of a lamp and a plug, and has lost its connection. */
  async function cutOff(): Promise<Watching> {
    const watch = await watching({ uri: proxy.uri }, { convention: "tasmota" });
    const [lamp, plug] = ["lamp: unknown > online", "plug: unknown > online"];
    assert.deepEqual(await watch.toldOf(2), [`${lamp}, reported, initial`, `${plug}, reported, initial`]);
    proxy.refuse();
    proxy.reset();
    assert.deepEqual(await watch.toldOf(2), ["lamp: online > unknown, broker", "plug: online > unknown, broker"]);
    return watch;
  }

  it("all devices are unknown, and then as they were or as they are: what has changed is news", async () => {
    await stage().boot(LAMP);
    const plug = await stage().boot(PLUG);
    const watch = await cutOff();
    await stage().cutPower(plug);
    await stage().say("tele/heater/LWT", "Online");
    await proxy.forward();
    assert.deepEqual(await watch.toldOf(3), [
      "heater: unknown > online, reported, initial",
      "lamp: unknown > online, reported, initial",
      "plug: unknown > offline, reported",
    ]);
    const [before, lost, after] = watch.changes.filter(({ device }) => device === "lamp");
    assert.equal(after?.["since"], before?.["since"]);
    assert.ok(Number(lost?.["since"]) > Number(before?.["since"]));
  });

  it("a restart of it is no news of a device that comes back with it", async () => {
    await stage().boot(LAMP);
    await stage().boot(PLUG);
    const watch = await cutOff();
    await stage().restart();
    await stage().boot(LAMP);
    await stage().cutPower(await stage().boot(PLUG));
    await proxy.forward();
    assert.deepEqual(await watch.toldOf(2), [
      "lamp: unknown > online, reported, initial",
      "plug: unknown > offline, reported",
    ]);
  });
});
