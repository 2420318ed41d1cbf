import assert from "node:assert/strict";
import { DeploysBench } from "./deploys-bench";

describe("two connections with one client id to one broker", () => {
  it("are reported when the flows have started, at the second of them", () => {
    const bench = new DeploysBench();
    bench.make("a", "a", {}, "same", "other");
    bench.make("b", "b", {}, "mine", "same");
    bench.make("c", "c", {}, "yours");
    bench.start();
    assert.deepEqual(bench.takeLog().slice(3), ["client-id-shared b same"]);
  });

  it("are reported again with each deploy, for as long as it is so", () => {
    const bench = new DeploysBench();
    bench.make("a", "a", {}, "same");
    bench.make("b", "b", {}, "same");
    bench.start();
    bench.stop();
    bench.start();
    bench.stop();
    bench.leave("a", true);
    bench.start();
    assert.equal(bench.takeLog().filter((line) => line.startsWith("client-id-shared")).length, 2);
  });

  it("are not one connection that names a broker twice, nor different client ids or brokers", () => {
    const bench = new DeploysBench();
    bench.make("a", "a", {}, "same", "same");
    bench.make("b", "b", {}, "other");
    bench.make("c", "c", {}, "third").identities.push({ address: "mqtt://elsewhere:1883", clientId: "same" });
    bench.start();
    assert.ok(!bench.takeLog().some((line) => line.startsWith("client-id-shared")));
  });
});
