import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { MqttNodeError } from "../../../nodes/lib/errors";
import { JsonFile } from "../../../nodes/lib/store/json-file";
import { nodeFolder, type NodeFolder } from "../../../nodes/lib/store/node-folder";
import { FailingDisk } from "../outbox/disk/failing-disk";

describe("a value in a file", () => {
  let userDirectory: string;
  let folder: NodeFolder;
  let problems: MqttNodeError[];

  beforeEach(async () => {
    userDirectory = await mkdtemp(path.join(tmpdir(), "store-"));
    folder = nodeFolder(userDirectory, "a node");
    problems = [];
  });
  afterEach(async () => {
    await rm(userDirectory, { recursive: true });
  });

  it("is there again in the next process", async () => {
    const values = [[{ topic: "a/ü" }], "text", 0, null, {}];
    for (const value of values) {
      const file = open();
      file.save(value);
      await file.idle();
      assert.deepEqual(open().load(), value);
    }
    assert.deepEqual(problems, []);
  });

  it("is nothing where nothing has been kept, and leaves no folder", async () => {
    assert.equal(open().load(), undefined);
    assert.deepEqual(await readdir(userDirectory), []);
    assert.deepEqual(problems, []);
  });

  it("is for nobody else on the machine", async () => {
    const file = open();
    file.save([]);
    await file.idle();
    assert.equal((await stat(folder.path)).mode & 0o777, 0o700);
    assert.equal((await stat(path.join(folder.path, "list.json"))).mode & 0o777, 0o600);
  });

  it("that is saved now is there at once, for nobody else, and a failure is told once until it succeeds", async () => {
    const file = open();
    file.saveNow({ a: 1 });
    assert.deepEqual(open().load(), { a: 1 });
    assert.equal((await stat(path.join(folder.path, "list.json"))).mode & 0o777, 0o600);
    await rm(folder.path, { recursive: true });
    await writeFile(folder.path, "in the way");
    file.saveNow({ a: 2 });
    file.saveNow({ a: 3 });
    assert.deepEqual(
      problems.map(({ code }) => code),
      ["store-failed"],
    );
    await rm(folder.path);
    file.saveNow({ a: 4 });
    assert.deepEqual(open().load(), { a: 4 });
    await rm(folder.path, { recursive: true });
    await writeFile(folder.path, "in the way");
    file.saveNow({ a: 5 });
    assert.equal(problems.length, 2);
  });

  it("is the last one that was saved, and those in between are not written", async () => {
    const file = open();
    const looks: number[] = [];
    for (let value = 0; value < 100; value += 1) {
      file.save({
        toJSON: () => {
          looks.push(value);
          return value;
        },
      });
    }
    await file.idle();
    assert.equal(open().load(), 99);
    assert.ok(looks.length <= 2, `${looks.length} were written`);
  });

  it("is written whole or not at all: nothing but the file is left", async () => {
    const file = open();
    file.save([1]);
    await file.idle();
    file.save([1, 2]);
    await file.idle();
    assert.deepEqual(await readdir(folder.path), ["list.json"]);
  });

  it("replaces what a crash has left half written", async () => {
    await mkdir(folder.path, { recursive: true });
    await writeFile(path.join(folder.path, "list.json"), "[1]");
    await writeFile(path.join(folder.path, "list.json.new"), '[1, "half');
    const file = open();
    assert.deepEqual(file.load(), [1]);
    file.save([2]);
    await file.idle();
    assert.deepEqual(open().load(), [2]);
    assert.deepEqual(await readdir(folder.path), ["list.json"]);
  });

  it("of 100,000 filters comes back", async () => {
    const filters = Array.from({ length: 100_000 }, (_, index) => ({ topic: `plant/${index}/+/state`, qos: 1 }));
    const file = open();
    file.save(filters);
    await file.idle();
    assert.deepEqual(open().load(), filters);
  });

  it("can be removed, and with the last one of its node the folder", async () => {
    const [file, other] = [open(), open("other")];
    file.save([1]);
    other.save([2]);
    await Promise.all([file.idle(), other.idle()]);
    file.remove();
    await file.idle();
    assert.deepEqual(await readdir(folder.path), ["other.json"]);
    other.remove();
    await other.idle();
    await assert.rejects(stat(folder.path), { code: "ENOENT" });
    assert.deepEqual(problems, []);
  });

  it("is removed though it was just saved, and is there though it was just removed", async () => {
    const file = open();
    file.save([1]);
    file.remove();
    await file.idle();
    assert.equal(open().load(), undefined);
    file.remove();
    file.save([2]);
    await file.idle();
    assert.deepEqual(open().load(), [2]);
  });

  it("that was never there can be removed", async () => {
    const file = open();
    file.remove();
    await file.idle();
    assert.deepEqual(problems, []);
  });

  for (const [what, content] of [
    ["cut off", '[{"topic": "a'],
    ["empty", ""],
    ["full of zeros", "\u0000".repeat(100)],
  ]) {
    it(`that is ${what} is moved aside and told, and the next is kept`, async () => {
      await mkdir(folder.path, { recursive: true });
      await writeFile(path.join(folder.path, "list.json"), content ?? "");
      const file = open();
      assert.equal(file.load(), undefined);
      assert.deepEqual(told(), [["store-damaged", { file: `${folder.name}/list.json` }]]);
      assert.equal(await readFile(path.join(folder.path, "list.damaged"), "utf8"), content);
      file.save([1]);
      await file.idle();
      assert.deepEqual(open().load(), [1]);
      assert.equal(problems.length, 1);
    });
  }

  it("that is damaged a second time doesn't replace what was moved aside before", async () => {
    await mkdir(folder.path, { recursive: true });
    for (const content of ["first", "second", "third"]) {
      await writeFile(path.join(folder.path, "list.json"), content);
      open().load();
    }
    const names = ["list.damaged", "list.damaged.2", "list.damaged.3"];
    assert.deepEqual((await readdir(folder.path)).sort(), names);
    const contents = await Promise.all(names.map((name) => readFile(path.join(folder.path, name), "utf8")));
    assert.deepEqual(contents, ["first", "second", "third"]);
  });

  it("that can't be written is told once, again for another cause, and without the path", async () => {
    await writeFile(path.join(userDirectory, "m2m-flows-mqtt"), "a file where the folder is to be");
    const file = open();
    for (const value of [1, 2, 3]) {
      file.save(value);
      await file.idle();
    }
    const name = `${folder.name}/list.json`;
    assert.deepEqual(told(), [["store-failed", { file: name, detail: "ENOTDIR: not a directory" }]]);
    await rm(path.join(userDirectory, "m2m-flows-mqtt"));
    await mkdir(path.join(folder.path, "list.json", "in the way"), { recursive: true });
    file.save(4);
    await file.idle();
    assert.equal(problems.length, 2);
    assert.ok(!JSON.stringify(told()).includes(userDirectory), JSON.stringify(told()));
    assert.ok(problems.every(({ cause }) => cause === undefined));
  });

  it("that can be written again, and then can't, is told anew", async () => {
    const block = path.join(userDirectory, "m2m-flows-mqtt");
    const file = open();
    for (const content of ["in the way", "in the way again"]) {
      await writeFile(block, content);
      file.save(1);
      await file.idle();
      await rm(block);
      file.save(2);
      await file.idle();
      await rm(block, { recursive: true });
    }
    assert.deepEqual(
      told().map(([code]) => code),
      ["store-failed", "store-failed"],
    );
  });

  it("that can't be moved aside is told, and doesn't keep a node from starting", async () => {
    const longest = "x".repeat(255 - ".json".length);
    await mkdir(folder.path, { recursive: true });
    await writeFile(path.join(folder.path, `${longest}.json`), "damaged");
    assert.equal(open(longest).load(), undefined);
    assert.deepEqual(told(), [
      ["store-failed", { file: `${folder.name}/${longest}.json`, detail: "ENAMETOOLONG: name too long" }],
    ]);
  });

  it("replaces the one before only when it is on the disk", async () => {
    const file = open();
    file.save(1);
    await file.idle();
    const disk = await FailingDisk.create();
    disk.break("EIO: i/o error", "sync");
    file.save(2);
    await file.idle().finally(() => disk.mend());
    assert.deepEqual(told(), [["store-failed", { file: `${folder.name}/list.json`, detail: "EIO: i/o error" }]]);
    assert.equal(open().load(), 1);
  });

  it("has nothing to do where it is idle", async () => {
    await open().idle();
  });

  function open(name = "list"): JsonFile {
    return new JsonFile(folder, name, (error) => problems.push(error));
  }

  function told(): [string, object][] {
    return problems.map(({ code, values }) => [code, values]);
  }
});

describe("the folder of a node", () => {
  it("is named by a hash of the node's id, whatever that is", () => {
    const { path: folder, name } = nodeFolder(path.join("/", "home"), "../../etc");
    assert.match(name, /^m2m-flows-mqtt\/[0-9a-f]{32}$/);
    assert.equal(folder, path.join("/", "home", name));
  });

  it("is another for each node, and the same each time", () => {
    const names = ["a", "b", "a"].map((id) => nodeFolder("", id).name);
    assert.equal(names[0], names[2]);
    assert.notEqual(names[0], names[1]);
  });
});
