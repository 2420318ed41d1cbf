import assert from "node:assert/strict";
import type { Convention } from "../../../nodes/lib/presence/conventions/convention";
import { conventionOf } from "../../../nodes/lib/presence/conventions/conventions";

/** A known convention, by its id. */
export function preset(id: string): Convention {
  return conventionOf(id) ?? assert.fail(`no convention ${id}`);
}
