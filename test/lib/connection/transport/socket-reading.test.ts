import assert from "node:assert/strict";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { GatheringStream } from "../../../../nodes/lib/connection/transport/gathering-stream";
import { LateSocket } from "../../../../nodes/lib/connection/transport/late-socket";

/** More than a stream keeps unread. */
const PIECE = Buffer.alloc(100_000);

describe("a socket behind a stream that nobody reads", () => {
  for (const [name, streamOf] of Object.entries({
    "gathers writes": (socket: PassThrough) => new GatheringStream(socket),
    "came first": (socket: PassThrough) => {
      const stream = new LateSocket(() => undefined);
      stream.attach(socket);
      return stream;
    },
  })) {
    it(`is not read on, and is when somebody does: a stream that ${name}`, async () => {
      const socket = new PassThrough();
      const stream = streamOf(socket);
      const received = once(socket, "data");
      socket.write(PIECE);
      await received;
      assert.equal(socket.isPaused(), true);
      stream.resume();
      await once(socket, "resume");
      stream.destroy();
    });
  }
});
