import assert from "node:assert/strict";
import { DeviceMemory } from "../../../../nodes/lib/presence/interpreters/device-memory";

describe("what an interpreter remembers of devices", () => {
  it("is kept by their names, until it is deleted or all is cleared", () => {
    const memory = new DeviceMemory<number>();
    assert.deepEqual([memory.set("a", 1), memory.set("b", 2), memory.set("a", 3)], [true, true, true]);
    assert.deepEqual([memory.get("a"), memory.get("b"), memory.get("c"), [...memory]], [3, 2, undefined, [3, 2]]);
    memory.delete("a");
    assert.deepEqual([memory.get("a"), memory.get("constructor")], [undefined, undefined]);
    memory.clear();
    assert.deepEqual([...memory], []);
  });

  it("is of 100,000 devices at most: those that are known keep their places", () => {
    const memory = new DeviceMemory<number>();
    for (let device = 0; device < 100_000; device += 1) assert.ok(memory.set(String(device), device));
    assert.deepEqual([memory.set("one more", 0), memory.set("7", 70)], [false, true]);
    assert.deepEqual([memory.get("one more"), memory.get("7")], [undefined, 70]);
    memory.delete("7");
    assert.ok(memory.set("one more", 0));
  });
});
