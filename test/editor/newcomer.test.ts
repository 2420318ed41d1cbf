import assert from "node:assert/strict";
import { connectAsync } from "mqtt";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { Journal } from "../support/journal";
import { useEditor } from "./use-editor";

describe("A newcomer at the editor", function () {
  this.timeout(60_000);
  const editor = useEditor();
  let broker: AedesBroker;

  beforeEach(async () => {
    broker = await startAedes();
  });

  afterEach(() => broker.stop());

  it("drags nodes to the canvas, enters a broker, wires, deploys, and sees messages go both ways", async () => {
    const input = await editor().drop("mqtt-in", { x: 200, y: 100 });
    await editor().edit(input);
    assert.equal(
      await editor().hint("node-input-broker").textContent(),
      "Press + to enter the address of your broker.",
    );
    await editor().addBroker();
    await editor().field("node-config-input-uri").fill(broker.uri);
    await editor().done();
    await editor().field("node-input-topic").fill("home/+room/light");
    await editor().done();

    const output = await editor().drop("mqtt-out", { x: 600, y: 200 });
    await editor().edit(output);
    await editor().field("node-input-topic").fill("home/echo");
    await editor().done();
    const debug = await editor().drop("debug", { x: 600, y: 100 });
    await editor().wire(input, debug);
    await editor().wire(input, output);

    assert.equal((await editor().saved(output))["broker"], (await editor().saved(input))["broker"], "the only broker");
    await editor().deploy();
    await editor().statusMark(input, "green", "dot").waitFor();
    await editor().statusMark(output, "green", "dot").waitFor();
    assert.match((await editor().status(input).textContent()) ?? "", /^connected/);

    const outside = await connectAsync(broker.uri);
    const echoes = new Journal<string>("home/echo");
    outside.on("message", (_topic, payload) => echoes.add(payload.toString()));
    await outside.subscribeAsync("home/echo");
    await outside.publishAsync("home/kitchen/light", "switched on");
    assert.equal(await echoes.next(), "switched on");
    await outside.endAsync();

    const messages = await editor().debugMessages();
    await messages.filter({ hasText: "switched on" }).waitFor();
    assert.equal(await messages.count(), 1);
  });
});
