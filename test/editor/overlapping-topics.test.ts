import assert from "node:assert/strict";
import { broker, house, input } from "./house";
import { useEditor } from "./use-editor";

const TOPIC = "node-input-topic";
const BROKER = "node-input-broker";

const modern = { ...broker, id: "modern", name: "modern", protocolVersion: "5" };
const old = { ...broker, id: "old", name: "old", protocolVersion: "auto", uri: "mqtt://h?protocolVersion=4" };
const parked = { id: "parked", type: "tab", label: "Parked", disabled: true, info: "" };

/** Other nodes, the same at each of the brokers. */
const others = ["broker", "modern", "old"].flatMap((broker) => [
  { ...input, id: `crossing-${broker}`, broker, topic: "home/+room/door", x: 400, y: 80 },
  { ...input, id: `shared-${broker}`, broker, topic: "$share/crew/jobs/#", x: 400, y: 160 },
  { ...input, id: `off-${broker}`, broker, topic: "attic/+/door", d: true, x: 400, y: 240 },
  { ...input, id: `parked-${broker}`, broker, z: "parked", topic: "cellar/+/door", x: 400, y: 80 },
]);
const flow = [...house, parked, modern, old, ...others];

describe("A topic beside those of other nodes", function () {
  this.timeout(30_000);
  const editor = useEditor({ flow, env: { KEEPALIVE: "60" } });

  beforeEach(() => editor().edit("input"));

  for (const { id, level } of [
    { id: "broker", level: "info" },
    { id: "old", level: "warning" },
  ]) {
    it(`may come twice where the two merely cross, is said at broker '${id}'`, async () => {
      await editor().field(BROKER).selectOption(id);
      await editor().field(TOPIC).fill("home/kitchen/+");
      await editor().says(TOPIC, /^Some messages match home\/\+room\/door of another node, too\..*may come twice\.$/);
      assert.equal(await editor().hint(TOPIC).getAttribute("data-level"), level);
      assert.equal(await editor().field(TOPIC).getAttribute("aria-invalid"), "false");
    });

    it(`is refused beside a shared subscription, is said at broker '${id}'`, async () => {
      await editor().field(BROKER).selectOption(id);
      await editor().field(TOPIC).fill("jobs/urgent");
      await editor().says(TOPIC, /^Some messages match \$share\/crew\/jobs\/# of another node, too\..*refused/);
      await editor().field(TOPIC).fill("$share/others/home/#");
      await editor().says(TOPIC, /^Shared: .*\nSome messages match home\/\+room\/door of another node, too\..*refused/);
      assert.equal(await editor().hint(TOPIC).getAttribute("data-level"), level);
    });
  }

  it("keeps what else is said of it", async () => {
    await editor().field(TOPIC).fill("home/kitchen/+thing");
    await editor().says(TOPIC, /^e\.g\. home\/kitchen\/thing1 gives .*\nSome messages match /);
  });

  it("is nothing to MQTT 5, which is said as soon as another broker is chosen", async () => {
    await editor().field(TOPIC).fill("home/kitchen/+");
    await editor().says(TOPIC, /^Some messages match /);
    await editor().field(BROKER).selectOption("modern");
    await editor().hint(TOPIC).waitFor({ state: "hidden" });
  });

  for (const { topic, why } of [
    { topic: "home/+/door", why: "they are the same" },
    { topic: "home/#", why: "it has all the other's messages" },
    { topic: "home/kitchen/door", why: "the other has all its messages" },
    { topic: "$share/crew/jobs/#", why: "they share the same subscription" },
    { topic: "garden/+/gate", why: "no message matches both" },
    { topic: "attic/kitchen/+", why: "the other node is disabled" },
    { topic: "cellar/kitchen/+", why: "the other node's tab is disabled" },
    { topic: "home/${ROOM}/+", why: "the environment is to complete it" },
  ]) {
    it(`is fine if ${why}`, async () => {
      await editor().field(TOPIC).fill("home/kitchen/+");
      await editor().says(TOPIC, /^Some messages match /);
      await editor().field(TOPIC).fill(topic);
      await editor().hint(TOPIC).filter({ hasText: "Some messages match" }).waitFor({ state: "hidden" });
    });
  }
});
