import { setTimeout } from "node:timers/promises";

const TICK_MS = 10;

/** Has so many messages sent, evenly: `send` is called with how many are due; what one call takes the next makes up for. */
export async function paced({ rate, count }, send) {
  const began = performance.now();
  for (let sent = 0; sent < count;) {
    await setTimeout(TICK_MS);
    const due = Math.min(count, Math.floor(((performance.now() - began) * rate) / 1000)) - sent;
    await send(due);
    sent += due;
  }
}
