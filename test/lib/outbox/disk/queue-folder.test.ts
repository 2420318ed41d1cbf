import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { QueueFolder } from "../../../../nodes/lib/outbox/disk/queue-folder";
import { nodeFolder } from "../../../../nodes/lib/store/node-folder";
import { OpenFiles } from "./open-files";

describe("the folder of a store", () => {
  let userDirectory: string;

  beforeEach(async () => {
    userDirectory = await mkdtemp(path.join(tmpdir(), "queue-"));
  });
  afterEach(async () => {
    await rm(userDirectory, { recursive: true });
  });

  it("is made safe with each folder that a new one came into, and costs nothing where it is there", async () => {
    const files = new OpenFiles();
    const folder = new QueueFolder(nodeFolder(userDirectory, "a node"));
    await folder.make();
    assert.equal(files.opened, 3, "its node's, that of all nodes, and the user directory");
    await folder.make();
    files.end();
    assert.deepEqual([files.opened, files.count], [3, 0]);
  });
});
