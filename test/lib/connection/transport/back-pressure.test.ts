import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { opened } from "./fake-socket";

describe("the back-pressure of a stream that gathers writes", () => {
  it("asks the writer to wait from 64 kB under way on", () => {
    const { stream, socket } = opened();
    socket.stall();
    const answers = Array.from({ length: 5 }, () => stream.write(Buffer.alloc(16_384)));
    assert.deepEqual(answers, [true, true, true, false, false]);
  });

  it("says once when there is room again", async () => {
    const { stream, socket } = opened();
    let drains = 0;
    stream.on("drain", () => (drains += 1));
    socket.stall();
    for (let piece = 0; piece < 8; piece += 1) stream.write(Buffer.alloc(16_384));
    await turn();
    assert.equal(drains, 0);
    socket.flow();
    await turn();
    await turn();
    assert.equal(drains, 1);
    assert.equal(stream.write("a"), true);
  });

  it("says so too where the socket takes everything at once", async () => {
    for (const size of [65_536, 70_000, 1_000_000]) {
      const { stream } = opened();
      let drains = 0;
      stream.on("drain", () => (drains += 1));
      assert.equal(stream.write(Buffer.alloc(size)), false);
      await turn();
      await turn();
      assert.equal(drains, 1, `${size} bytes`);
    }
  });

  it("says so to a writer that has gone on writing", async () => {
    const { stream, socket } = opened();
    let drains = 0;
    stream.on("drain", () => (drains += 1));
    assert.equal(stream.write(Buffer.alloc(70_000)), false);
    stream.write("a");
    await turn();
    stream.write("b");
    await turn();
    await turn();
    assert.equal(drains, 1);
    assert.ok(socket.text.endsWith("ab"));
  });

  it("never says so within a write: what is written then would come between the pieces of a packet", async () => {
    const { stream, socket } = opened();
    let isWriting = false;
    let isWithin = false;
    stream.on("drain", () => (isWithin ||= isWriting));
    const write = (size: number): void => {
      isWriting = true;
      stream.write(Buffer.alloc(size));
      isWriting = false;
    };
    for (const size of [70_000, 10, 70_000, 16_384, 5]) write(size);
    await turn();
    await turn();
    assert.equal(isWithin, false);
    assert.equal(Buffer.concat(socket.chunks).length, 140_000 + 16_399);
  });

  it("says nothing to a writer that wasn't asked to wait", async () => {
    const { stream, socket } = opened();
    let drains = 0;
    stream.on("drain", () => (drains += 1));
    for (let piece = 0; piece < 3; piece += 1) stream.write(Buffer.alloc(16_384));
    await turn();
    socket.emit("drain");
    assert.equal(drains, 0);
  });
});
