import assert from "node:assert/strict";
import { useAedes, useMosquitto } from "../support/use-broker";
import { RunningExample } from "./running-example";
import { useExamples } from "./use-examples";

describe("The examples about receiving", function () {
  this.timeout(60_000);
  const editor = useExamples();

  describe("on the demo's broker", () => {
    const broker = useAedes();

    it("07 works on two jobs at a time, and gives up one that gets stuck", async () => {
      const example = await RunningExample.start(editor(), "07 - Acknowledge by hand", broker().uri, hastened);
      await example.shows("example/jobs", /^connected/, 2);
      for (let job = 1; job <= 3; job += 1) await example.press("a job");
      await example.says("a job", 3);
      await example.press("a job that gets stuck");
      await example.says(/The message on example\/jobs was not acknowledged within 2 s/);
      await example.press("a job");
      await example.says("a job", 4);
    });

    it("08 receives what messages have subscribed to, and nothing else", async () => {
      const example = await RunningExample.start(editor(), "08 - Subscribe by message", broker().uri);
      await example.shows("topics by message", /^connected/);
      await example.press("subscribe to the kitchen");
      await example.says(/msg\.subscriptions : array\[1\]/);
      await example.press("bathroom: 23");
      await example.press("kitchen: 21.5");
      await example.says("21.5");
      assert.equal(await (await editor().debugMessages()).filter({ hasText: /23$/ }).count(), 0);
      await example.press("subscribe to all rooms, QoS 0");
      await example.says(/msg\.subscriptions : array\[2\]/);
      await example.press("bathroom: 23");
      await example.says(/23$/);
      await example.press("subscribe to nonsense");
      await example.says("'#' is only allowed at the end");
      await example.press("which are there?");
      await example.says(/^.*subscriptions : msg\.payload : array\[2\]/);
      await example.press("unsubscribe from the kitchen");
      await example.says(/msg\.subscriptions : array\[1\]/, 2);
      await example.press("unsubscribe from all");
      await example.says(/msg\.subscriptions : array\[0\]/);
    });
  });

  describe("on a broker with MQTT 5", () => {
    const broker = useMosquitto();

    it("09 gives some of the jobs to each of the workers", async () => {
      const example = await RunningExample.start(editor(), "09 - Share the load", broker().uri);
      await example.shows("worker", /^connected/, 2);
      await example.press("ten jobs");
      await example.says("first worker");
      await example.says("second worker");
      await example.says(/msg\.payload : number/, 10);
    });
  });
});

/** In the example work takes two seconds, and may take five. */
function hastened(example: string): string {
  return example.replace('"timeout": "2"', '"timeout": "0.2"').replace('"ackTimeout": 5', '"ackTimeout": 2');
}
