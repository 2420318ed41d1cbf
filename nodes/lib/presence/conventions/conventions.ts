import type { Convention } from "./convention";
import { CLOUD } from "./cloud";
import { FIRMWARES } from "./firmwares";
import { GATEWAYS } from "./gateways";
import { HOME } from "./home";
import { INDUSTRY } from "./industry";

/** All known ecosystems. Where several would read a payload, the first does: those whose topics say the least come last. */
export const CONVENTIONS: readonly Convention[] = [...INDUSTRY, ...CLOUD, ...GATEWAYS, ...HOME, ...FIRMWARES];

/** What `auto` watches. */
export const AUTOMATIC: readonly Convention[] = CONVENTIONS.filter(({ isOnlyByName }) => isOnlyByName !== true);

/** The convention of an id; undefined of `auto` and `custom`. */
export function conventionOf(id: string): Convention | undefined {
  return CONVENTIONS.find((convention) => convention.id === id);
}
