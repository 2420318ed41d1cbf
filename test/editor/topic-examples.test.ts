import assert from "node:assert/strict";
import { connectAsync } from "mqtt";
import { Journal } from "../support/journal";
import { useAedes, useMosquitto } from "../support/use-broker";
import { RunningExample } from "./running-example";
import { useExamples } from "./use-examples";

describe("The examples about topics and messages", function () {
  this.timeout(60_000);
  const editor = useExamples();

  describe("on the demo's broker", () => {
    const broker = useAedes();

    it("01 publishes a text, and receives it", async () => {
      const example = await RunningExample.start(editor(), "01 - Publish and subscribe", broker().uri);
      await example.press("say hello");
      await example.says("Hello, machines");
    });

    it("02 has the broker keep the last value of each room, and forget one", async () => {
      const example = await RunningExample.start(editor(), "02 - Retained state and wildcards", broker().uri);
      await example.press("kitchen: 21.5");
      await example.says("kitchen: 21.5");
      await example.press("bathroom: 23");
      await example.says("bathroom: 23");
      await example.press("forget the kitchen");
      await example.says(/"kitchen: "/);
      const latecomer = await connectAsync(broker().uri);
      const kept = new Journal<string>("what a latecomer gets");
      latecomer.on("message", (topic, payload) => kept.add(`${topic}=${String(payload)}`));
      await latecomer.subscribeAsync("example/home/#");
      assert.equal(await kept.next(), "example/home/bathroom/temperature=23");
      await latecomer.publishAsync("example/home/end", "");
      assert.equal(await kept.next(), "example/home/end=");
      await latecomer.endAsync();
    });

    it("03 says that an answer has no topic where the broker carries none", async () => {
      const example = await RunningExample.start(editor(), "03 - MQTT 5 request and response", broker().uri);
      await example.press("the hall asks 2 + 3");
      await example.says(/why it failed.*The topic is empty/s);
    });

    it("17 makes the topic that goes out from the one that comes in", async () => {
      const example = await RunningExample.start(editor(), "17 - Topic template and named wildcards", broker().uri);
      await example.press("the kitchen window opens");
      await example.says("example/copy/kitchen/window = open");
      await example.says("example/copy/kitchen/heating = off");
      await example.press("the bathroom window opens");
      await example.says("example/copy/bathroom/heating = off");
      await example.press("the kitchen window closes");
      await example.says("example/copy/kitchen/heating = on");
      await example.press("a message without a room");
      await example.shows("why it failed", /^template-value-missing$/);
    });
  });

  describe("on a broker with MQTT 5", () => {
    const broker = useMosquitto();

    it("03 brings each answer to the one who asked, with the question it belongs to", async () => {
      const example = await RunningExample.start(editor(), "03 - MQTT 5 request and response", broker().uri);
      await example.shows("example/sum", /^connected/, 3);
      await example.press("the hall asks 2 + 3");
      await example.press("the hall asks 20 + 22");
      await example.press("the cellar asks 7 + 8");
      await example.says(/told to the hall.*"hall: 2 \+ 3 = 5"/s);
      await example.says(/told to the hall.*"hall: 20 \+ 22 = 42"/s);
      await example.says(/told to the cellar.*"cellar: 7 \+ 8 = 15"/s);
      assert.equal(await (await editor().debugMessages()).count(), 3);
    });
  });
});
