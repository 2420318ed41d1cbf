import assert from "node:assert/strict";
import { open, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { programsMissing } from "../support/installed-programs";
import { needs } from "../support/needs";
import { run } from "../support/program";
import type { TelemetryGateway } from "./telemetry-gateway";
import { tell } from "./tell";
import { useTelemetry } from "./use-telemetry";

/** Bytes of a file, all that a full disk leaves in the tests. */
const ROOM = 65_536;
/** Messages that don't fit into that. */
const TOO_MANY = 3_000;
const SOME = 500;

describe("a queue on disk in trouble", () => {
  const telemetry = useTelemetry();
  needs(programsMissing(["prlimit"], "util-linux"));

  it("goes on in memory when the disk is full, and on disk when there is room again", async () => {
    const broker = await telemetry.broker();
    const subscriber = await telemetry.subscriber(broker, "full");
    const sender = { name: "full", qos: 1, config: { uri: broker.uri, queue: "disk" }, tellsCompleted: true } as const;
    const gateway = await telemetry.gateway([sender], { through: ["prlimit", `--fsize=${ROOM}:`] });
    await broker.halt();
    await gateway.feed({ from: 0, to: TOO_MANY });
    await gateway.complains("store-failed");
    await broker.restart();
    await subscriber.counted(TOO_MANY);

    await broker.halt();
    await run("prlimit", ["--pid", String(gateway.nodeRed.pid), "--fsize=unlimited:"]);
    await gateway.feed({ from: TOO_MANY, to: TOO_MANY + SOME });
    // Without a broker they are completed by being safe on disk.
    await gateway.says("completed full", TOO_MANY + SOME);
    await gateway.nodeRed.kill();
    await gateway.nodeRed.restart();
    await broker.restart();
    await gateway.end();
    await subscriber.ended();
    const figures = subscriber.figures(TOO_MANY + SOME);
    tell(figures);
    assert.deepEqual([figures.arrived, figures.outOfOrder], [TOO_MANY + SOME, 0]);
  });

  it("sends all but what stood where bytes were changed, which is set aside", async () => {
    const broker = await telemetry.broker();
    const subscriber = await telemetry.subscriber(broker, "damaged");
    const config = { uri: broker.uri, queue: "disk" };
    const gateway = await telemetry.gateway([{ name: "damaged", qos: 1, config, tellsCompleted: true }]);
    await broker.halt();
    await gateway.feed({ from: 0, to: SOME });
    await gateway.says("completed damaged", SOME);
    await gateway.nodeRed.kill();
    await damage(gateway);
    await gateway.nodeRed.restart();
    await gateway.complains("store-damaged");
    await broker.restart();
    await gateway.feed({ from: SOME, to: 2 * SOME });
    await gateway.end();
    await subscriber.ended();
    const figures = subscriber.figures(2 * SOME);
    tell(figures);
    assert.deepEqual([figures.again, figures.outOfOrder], [0, 0]);
    assert.ok(figures.arrived >= 2 * SOME - 3 && figures.arrived < 2 * SOME, `${figures.arrived} arrived`);
    assert.ok((await files(gateway)).some((file) => file.includes(".damaged")));
  });

  it("goes on in memory while another process has it, and with what that one left when it has ended", async () => {
    const broker = await telemetry.broker();
    const subscriber = await telemetry.subscriber(broker, "locked");
    const config = { uri: "${BROKER}", clientId: "${CLIENT}", queue: "disk" };
    const senders = [{ name: "locked", qos: 1, config, tellsCompleted: true }] as const;
    const nowhere = { BROKER: "mqtt://127.0.0.1:1", CLIENT: "first" };
    const first = await telemetry.gateway(senders, { env: nowhere });
    await first.feed({ from: 0, to: SOME });
    await first.says("completed locked", SOME);
    const env = { BROKER: broker.uri, CLIENT: "second" };
    const second = await telemetry.gateway(senders, { env, beside: first.nodeRed });
    await second.complains("store-locked");
    await second.feed({ from: SOME, to: 2 * SOME });
    await subscriber.counted(SOME);
    await first.nodeRed.kill();
    await subscriber.counted(2 * SOME);
    const figures = subscriber.figures(2 * SOME);
    tell(figures);
    assert.deepEqual([figures.arrived, figures.again], [2 * SOME, 0]);
  });
});

/** Changes bytes in the middle of the greatest file of the queue. */
async function damage(gateway: TelemetryGateway): Promise<void> {
  const sizes = await Promise.all(
    (await files(gateway)).map(async (file) => ({ file, size: (await stat(file)).size })),
  );
  const { file, size } = sizes.reduce((greatest, other) => (other.size > greatest.size ? other : greatest));
  const handle = await open(file, "r+");
  try {
    await handle.write(Buffer.alloc(16, 0xff), 0, 16, Math.floor(size / 2));
  } finally {
    await handle.close();
  }
}

async function files({ nodeRed }: TelemetryGateway): Promise<string[]> {
  const folder = path.join(nodeRed.userDirectory, "m2m-flows-mqtt");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}
