import assert from "node:assert/strict";
import { Legacies, type Legacy } from "../../../nodes/lib/monitoring/legacies";
import { presenceSettings } from "../../../nodes/lib/presence/presence-settings";
import { PresenceBench, settingsOf } from "../presence/presence-bench";

describe("what a closed node knew", () => {
  const connection = {};
  const { presence } = new PresenceBench();
  const legacy: Legacy = { presence, round: 2, settings: settingsOf(), connection, state: {}, isRosterDue: true };

  it("is its next instance's", () => {
    assert.deepEqual(left().take("node", settingsOf(), connection), legacy);
  });

  it("is taken once", () => {
    const legacies = left();
    legacies.take("node", settingsOf(), connection);
    assert.equal(legacies.take("node", settingsOf(), connection), undefined);
  });

  it("is out of date once its next instance was of no use", () => {
    const legacies = left();
    legacies.drop("another");
    legacies.drop("node");
    assert.equal(legacies.take("node", settingsOf(), connection), undefined);
  });

  it("is nobody else's", () => {
    assert.equal(left().take("another", settingsOf(), connection), undefined);
  });

  it("is no use on another connection: that node is to be told anew", () => {
    const legacies = left();
    assert.equal(legacies.take("node", settingsOf(), {}), undefined);
    assert.equal(legacies.take("node", settingsOf(), connection), undefined);
  });

  it("is no use with other settings", () => {
    assert.equal(left().take("node", settingsOf({ grace: 1 }), connection), undefined);
    assert.equal(left().take("node", settingsOf({ activity: "a/+device" }), connection), undefined);
  });

  it("is of use with the same settings, though they were read anew", () => {
    const saved = { convention: "custom", topic: "a/+device", online: ["on"], offline: [], field: "", activity: "" };
    const read = () => presenceSettings({ ...saved, grace: 5, heartbeat: 0 });
    const legacies = new Legacies();
    legacies.leave("node", { ...legacy, settings: read() });
    assert.equal(legacies.take("node", read(), connection)?.presence, presence);
  });

  it("is what it knew last", () => {
    const legacies = left();
    const { presence: last } = new PresenceBench();
    legacies.leave("node", { ...legacy, presence: last });
    assert.equal(legacies.take("node", settingsOf(), connection)?.presence, last);
  });

  function left(): Legacies {
    const legacies = new Legacies();
    legacies.leave("node", legacy);
    return legacies;
  }
});
