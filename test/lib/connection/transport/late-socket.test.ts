import assert from "node:assert/strict";
import { once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { LateSocket } from "../../../../nodes/lib/connection/transport/late-socket";
import { FakeSocket } from "./fake-socket";

describe("a socket that comes late", () => {
  let abandoned: (Error | null)[];
  let late: LateSocket;
  let socket: FakeSocket;
  beforeEach(() => {
    abandoned = [];
    late = new LateSocket((error) => abandoned.push(error));
    socket = new FakeSocket({ highWaterMark: 16_384 });
  });

  it("is given all that was written before, in order", async () => {
    for (const piece of ["a", "b", "c"]) late.write(piece);
    late.attach(socket);
    late.write("d");
    late.end();
    await once(late, "finish");
    assert.equal(socket.text, "abcd");
    assert.equal(socket.writableFinished, true);
  });

  it("is ended when it comes if the stream was", async () => {
    late.end();
    await turn();
    late.attach(socket);
    await once(socket, "finish");
  });

  it("hands on what it receives, to who read before too", async () => {
    late.setEncoding("utf8");
    const chunk = once(late, "data");
    await turn();
    late.attach(socket);
    socket.push("abc");
    assert.deepEqual(await chunk, ["abc"]);
  });

  it("makes the writer wait while it is slow", async () => {
    late.attach(socket);
    socket.stall();
    assert.equal(late.write(Buffer.alloc(100_000)), false);
    await turn();
    assert.equal(late.writableNeedDrain, true);
    const drained = once(late, "drain");
    socket.flow();
    await drained;
  });

  it("is asked to wait while nobody reads, and loses nothing", async () => {
    late.attach(socket);
    const sent = Array.from({ length: 20 }, (_, index) => String(index % 10).repeat(10_000));
    for (const chunk of sent) socket.push(chunk);
    await turn();
    assert.ok(socket.pauses > 0);
    socket.push(null);
    let received = "";
    for await (const chunk of late) received += String(chunk);
    assert.equal(received, sent.join(""));
  });

  it("is abandoned if the stream is destroyed before, with its error if it has one", async () => {
    late.destroy();
    assert.deepEqual(abandoned, [null]);
    const failed = new LateSocket((error) => abandoned.push(error)).destroy(new Error("refused"));
    const [error] = (await once(failed, "error")) as [Error];
    assert.deepEqual(abandoned, [null, error]);
  });

  it("is destroyed when it comes if the stream was", () => {
    late.destroy();
    late.attach(socket);
    assert.equal(socket.destroyed, true);
  });

  it("is destroyed with the stream, and not abandoned", () => {
    late.attach(socket);
    late.destroy();
    assert.equal(socket.destroyed, true);
    assert.deepEqual(abandoned, []);
  });

  it("may end and close before what it received is read", async () => {
    late.attach(socket);
    socket.push("bye");
    socket.push(null);
    socket.end();
    await once(socket, "close");
    let received = "";
    late.on("data", (chunk) => (received += String(chunk)));
    await once(late, "close");
    assert.equal(received, "bye");
  });

  it("is ended when the other side has ended, and closes the stream", async () => {
    late.attach(socket);
    late.resume();
    socket.push(null);
    await once(late, "close");
    assert.equal(socket.writableFinished, true);
  });

  it("destroys the stream with its error", async () => {
    late.attach(socket);
    const failure = new Error("reset");
    socket.destroy(failure);
    assert.deepEqual(await once(late, "error"), [failure]);
  });

  it("destroys the stream when it is closed without one", async () => {
    late.attach(socket);
    socket.destroy();
    await once(late, "close");
  });
});
