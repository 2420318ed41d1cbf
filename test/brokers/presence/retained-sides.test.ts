import assert from "node:assert/strict";
import { deploy, useRuntime } from "../../support/flow";
import { lifeOn, type Life } from "./played-device";
import { useStage } from "./stage";
import { monitorFlow, Watching } from "../../support/watching";

const TOPIC = "lamp/status";

const ONLY_OFFLINE: Life = {
  birth: [{ topic: TOPIC, payload: "online", retain: false }],
  will: { topic: TOPIC, payload: "offline" },
};
const ONLY_ONLINE: Life = {
  birth: [{ topic: TOPIC, payload: "online" }],
  will: { topic: TOPIC, payload: "offline", retain: false },
};

/** Other nodes on the same topic; the broker is asked for one filter, too, that the monitor asks for at times. */
const OTHERS = ["+/status", TOPIC];

for (const protocolVersion of ["5", "4"]) {
  describe(`what the broker retains of a device (protocol version ${protocolVersion})`, () => {
    useRuntime();
    const stage = useStage();
    // Without subscription identifiers the broker is asked when ten seconds have brought nobody else an answer.
    const patience = protocolVersion === "5" ? 8_000 : 15_000;

    async function start(others: readonly string[] = []): Promise<Watching> {
      const nodes = [
        ...monitorFlow({ uri: stage().uri, protocolVersion }, { convention: "esphome" }),
        ...others.flatMap((topic) => [
          { id: `in ${topic}`, type: "mqtt-in", broker: "broker", topic, datatype: "utf8", wires: [[`sink ${topic}`]] },
          { id: `sink ${topic}`, type: "helper" },
        ]),
      ];
      return new Watching(await deploy(nodes));
    }

    /** What a mqtt in has got next, and whether as retained. */
    async function received({ flow }: Watching, topic: string, count: number): Promise<unknown[]> {
      const messages = await flow.received(`sink ${topic}`).take(count);
      return messages.map(({ payload, retain }) => [payload, retain]);
    }

    /** What people are told, so far. */
    function warnings({ flow }: Watching): string[] {
      return flow.logged.all.map(({ msg }) => String(msg)).filter((text) => text.startsWith("The broker keeps only"));
    }

    async function warned({ flow }: Watching, state: string): Promise<void> {
      const words = `The broker keeps only '${state}' of what lamp says.`;
      await flow.logged.next(({ msg }) => String(msg).startsWith(words), patience);
    }

    it("tells how it stood when the monitor came, and nothing else does", async () => {
      const first = await stage().boot(lifeOn(TOPIC, "online", "offline"));
      const watch = await start();
      assert.equal(await watch.told(), "lamp: unknown > online, reported, initial");
      first.cutPower();
      assert.equal(await watch.told(), "lamp: online > offline, reported");
      const second = await stage().boot(lifeOn(TOPIC, "online", "offline"));
      assert.equal(await watch.told(), "lamp: offline > online, reported");
      await second.switchOff({ topic: TOPIC, payload: "offline" });
      assert.equal(await watch.told(), "lamp: online > offline, reported");
      await stage().remove(TOPIC);
      assert.equal(await watch.told(), "lamp: offline > removed, reported");
    });

    it("is flagged where it is only 'offline', and warned of once; an mqtt in gets nothing for it", async function () {
      this.timeout(2 * patience);
      await stage().say(TOPIC, "offline");
      const watch = await start(OTHERS);
      assert.equal(await watch.told(), "lamp: unknown > offline, reported, initial");
      const lamp = await stage().boot(ONLY_OFFLINE);
      await warned(watch, "offline");
      assert.equal((await watch.listed())["lamp"]?.retainsOnly, "offline");
      lamp.cutPower();
      const live = ["offline", "online", "offline"].map((payload, index) => [payload, index === 0]);
      for (const topic of OTHERS) assert.deepEqual(await received(watch, topic, 3), live);
      await stage().say(TOPIC, "online", { retain: false });
      for (const topic of OTHERS) assert.deepEqual(await received(watch, topic, 1), [["online", false]]);
      assert.equal(warnings(watch).length, 1);
    });

    // The rest is the same, and needn't be waited for again.
    if (protocolVersion === "4") return;

    it("is flagged where it is only 'online'", async () => {
      const lamp = await stage().boot(ONLY_ONLINE);
      const watch = await start();
      assert.equal(await watch.told(), "lamp: unknown > online, reported, initial");
      lamp.cutPower();
      await warned(watch, "online");
      const { state, retainsOnly } = (await watch.listed())["lamp"] ?? {};
      assert.deepEqual([state, retainsOnly], ["offline", "online"]);
    });

    it("is nothing to speak of where it is both", async () => {
      await stage().say(TOPIC, "offline");
      const watch = await start();
      assert.equal(await watch.told(), "lamp: unknown > offline, reported, initial");
      const { log } = stage().broker;
      log.skip();
      await stage().boot(lifeOn(TOPIC, "online", "offline"));
      // UNSUBSCRIBE: the broker has been asked, and has answered.
      await log.next((line) => line.endsWith(`\t${TOPIC}`));
      assert.equal((await watch.listed())["lamp"]?.retainsOnly, undefined);
      assert.deepEqual(warnings(watch), []);
    });
  });
}
