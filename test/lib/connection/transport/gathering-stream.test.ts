import assert from "node:assert/strict";
import { once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { opened } from "./fake-socket";

describe("a stream that gathers writes", () => {
  it("makes one of all writes of a turn, in order", async () => {
    const { stream, socket } = opened();
    for (const piece of ["a", "b", "c"]) assert.equal(stream.write(piece), true);
    assert.deepEqual(socket.chunks, []);
    await turn();
    assert.deepEqual(socket.chunks.map(String), ["abc"]);
  });

  it("makes another of those of the next turn", async () => {
    const { stream, socket } = opened();
    stream.write("a");
    await turn();
    stream.write("b");
    stream.write("c");
    await turn();
    assert.deepEqual(socket.chunks.map(String), ["a", "bc"]);
  });

  it("takes buffers, typed arrays and texts, in UTF-8 or another encoding", async () => {
    const { stream, socket } = opened();
    stream.write(Buffer.from([1, 2]));
    stream.write(Buffer.from(new Uint8Array([3])));
    stream.write("ü€");
    stream.write("ÿ", "latin1");
    stream.write("00ff", "hex");
    stream.write("");
    await turn();
    const expected = Buffer.concat([Buffer.from([1, 2, 3]), Buffer.from("ü€"), Buffer.from([0xff, 0, 0xff])]);
    assert.deepEqual(Buffer.concat(socket.chunks), expected);
    assert.equal(socket.chunks.length, 1);
  });

  it("keeps the order over pieces of any size", async () => {
    const { stream, socket } = opened();
    const pieces = [10, 16_380, 4, 5, 16_384, 1, 16_385, 100_000, 3, 40_000, 7].map((size, index) =>
      Buffer.alloc(size, "abcdefghijk".charAt(index)),
    );
    for (const piece of pieces) stream.write(piece);
    await turn();
    assert.ok(Buffer.concat(socket.chunks).equals(Buffer.concat(pieces)));
  });

  it("copies: the writer may use its buffer again at once", async () => {
    const { stream, socket } = opened();
    const piece = Buffer.from("a");
    stream.write(piece);
    piece.fill("x");
    await turn();
    assert.equal(socket.text, "a");
  });

  it("leaves alone what a slow socket still holds", async () => {
    const { stream, socket } = opened();
    socket.stall();
    const pieces = Array.from({ length: 30 }, (_, index) => String.fromCharCode(97 + (index % 26)).repeat(3_000));
    for (const piece of pieces) {
      stream.write(piece);
      if (piece.startsWith("e")) await turn();
    }
    await turn();
    socket.flow();
    await turn();
    assert.equal(socket.text, pieces.join(""));
  });

  it("hands on what the socket receives", async () => {
    const { stream, socket } = opened();
    socket.push("abc");
    const [chunk] = (await once(stream, "data")) as [Buffer];
    assert.equal(chunk.toString(), "abc");
  });

  it("asks the socket to wait while nobody reads, and loses nothing", async () => {
    const { stream, socket } = opened();
    const sent = Array.from({ length: 20 }, (_, index) => String(index % 10).repeat(10_000));
    for (const chunk of sent) socket.push(chunk);
    await turn();
    assert.ok(socket.pauses > 0);
    socket.push(null);
    let received = "";
    for await (const chunk of stream) received += String(chunk);
    assert.equal(received, sent.join(""));
  });
});

describe("the end of a stream that gathers writes", () => {
  it("comes after everything that was written", async () => {
    const { stream, socket } = opened();
    stream.write("abc");
    stream.end();
    await once(stream, "finish");
    assert.equal(socket.text, "abc");
    assert.equal(socket.writableFinished, true);
  });

  it("comes when the socket's comes", async () => {
    const { stream, socket } = opened();
    stream.resume();
    socket.push(null);
    await once(stream, "end");
  });

  it("by destroying destroys the socket, which is given nothing more", async () => {
    const { stream, socket } = opened();
    stream.write("abc");
    stream.destroy();
    assert.equal(socket.destroyed, true);
    await turn();
    assert.equal(socket.text, "");
  });

  it("comes with the socket's error", async () => {
    const { stream, socket } = opened();
    const failure = new Error("reset");
    socket.destroy(failure);
    const [error] = (await once(stream, "error")) as [Error];
    assert.equal(error, failure);
    assert.equal(stream.destroyed, true);
  });

  it("comes when the socket is closed without an error", async () => {
    const { stream, socket } = opened();
    socket.destroy();
    await once(stream, "close");
  });
});
