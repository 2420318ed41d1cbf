import assert from "node:assert/strict";
import { CONVENTIONS, conventionOf } from "../../../nodes/lib/presence/conventions/conventions";
import { useRuntime } from "../../support/flow";
import { lifeOn } from "./played-device";
import { NOT_RETAINED, RETAINED, type PlayedKind } from "./played-kinds";
import { useStage } from "./stage";
import { watching, type Watching } from "../../support/watching";

/** What brokers tell of themselves and of their clients has tests of its own, and so has what others tell of a device. */
const TESTED_ELSEWHERE = ["home-assistant-discovery", "mosquitto", "mosquitto-bridge", "aws-iot", "emqx"];

describe("a device of each ecosystem, played by a real client,", () => {
  useRuntime();
  const stage = useStage();

  for (const kind of RETAINED) {
    const { device, topic, online, lost, goodbye = lost, reasons } = kind;
    const life = lifeOn(topic, online, lost);

    it(`is told of from what is retained to its removal: ${title(kind)}`, async () => {
      const first = await stage().boot(life);
      const watch = await start(kind);
      assert.equal(await watch.told(), `${device}: unknown > online, reported, initial`);
      await first.switchOff({ topic, payload: goodbye });
      assert.equal(await watch.told(), `${device}: online > offline, ${reasons?.goodbye ?? "reported"}`);
      const second = await stage().boot(life);
      assert.equal(await watch.told(), `${device}: offline > online, reported`);
      second.cutPower();
      assert.equal(await watch.told(), `${device}: online > offline, ${reasons?.lost ?? "reported"}`);
      await stage().remove(topic);
      assert.equal(await watch.told(), `${device}: offline > removed, reported`);
      checkEach(watch, kind);
    });
  }

  for (const kind of NOT_RETAINED) {
    const { device, topic, online, lost } = kind;
    const life = lifeOn(topic, online, lost, false);

    it(`is told of from its first word, where nothing is retained: ${title(kind)}`, async () => {
      const watch = await start(kind);
      await watch.subscribed();
      const first = await stage().boot(life);
      assert.equal(await watch.told(), `${device}: unknown > online, reported`);
      await first.switchOff({ topic, payload: lost, retain: false });
      assert.equal(await watch.told(), `${device}: online > offline, reported`);
      const second = await stage().boot(life);
      assert.equal(await watch.told(), `${device}: offline > online, reported`);
      second.cutPower();
      assert.equal(await watch.told(), `${device}: online > offline, reported`);
      checkEach(watch, kind);
    });
  }

  it("is one of every ecosystem that the node knows", () => {
    const played = new Set([...RETAINED, ...NOT_RETAINED].map(({ convention }) => convention));
    const missing = CONVENTIONS.filter(({ id }) => !played.has(id)).map(({ id }) => id);
    assert.deepEqual(missing.toSorted(), TESTED_ELSEWHERE.toSorted());
  });

  function start({ convention, base = "" }: PlayedKind): Promise<Watching> {
    return watching({ uri: stage().uri }, { convention, topic: base });
  }
});

function title({ convention, what }: PlayedKind): string {
  const name = conventionOf(convention)?.name ?? convention;
  return what === undefined ? name : `${name}, ${what}`;
}

/** What is the same in all that is told of a device; times go on. */
function checkEach({ changes }: Watching, { topic, convention }: PlayedKind): void {
  let since = 0;
  for (const change of changes) {
    assert.deepEqual([change["topic"], change["convention"]], [topic, convention]);
    assert.ok(Number(change["since"]) >= since && Number(change["duration"]) >= 0, JSON.stringify(change));
    since = Number(change["since"]);
  }
}
