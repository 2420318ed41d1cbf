import { systemClock } from "../../../../nodes/lib/clock";
import { SegmentStore } from "../../../../nodes/lib/outbox/disk/segment-store";
import { SeededRandom } from "../../seeded-random";
import { grown } from "./grown-message";
import { range, settled } from "./store-bench";

/** A process that appends as fast as it can, and says what is safe, until it is killed. */
async function main(folder: string, seed: number): Promise<void> {
  const random = new SeededRandom(seed);
  const store = new SegmentStore(
    { path: folder, name: "folder" },
    systemClock,
    ({ code }) => void say("problem", code),
  );
  const { nextSequence, count } = await store.open();
  let next = nextSequence;
  let oldest = next - count;
  await say("open", next);
  for (;;) {
    const end = next + 1 + random.below(20);
    await store.append(range(next, end).map(grown), true);
    next = end;
    await say("safe", next);
    const settledUntil = oldest + random.below(next - oldest);
    await store.append(settled(...range(oldest, settledUntil)), false);
    oldest = settledUntil;
    await say("settled", oldest);
  }
}

/** Resolves when the system has it, so that it is said though the process is killed: a reader may be slow. */
async function say(what: string, value: string | number): Promise<void> {
  await new Promise<void>((resolve) => process.stdout.write(`${what} ${value}\n`, () => resolve()));
}

const [, , folder = "", seed] = process.argv;
void main(folder, Number(seed));
