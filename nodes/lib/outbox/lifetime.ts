import type { Clock } from "../clock";
import type { Publication } from "../messages/publication";
import type { OutboxEntry } from "./outbox-entry";

const SECOND = 1_000;

/**
 * How long a message is worth sending.
 * @param ttl seconds, 0 for ever
 * @returns milliseconds, undefined for ever; its own expiry counts even where the broker won't be told of it
 */
export function lifetimeOf({ properties }: Publication, ttl: number): number | undefined {
  const expiry = properties?.messageExpiryInterval;
  if (expiry === undefined && ttl === 0) return undefined;
  // MQTT counts in whole seconds: one that expires at once may still be sent at once.
  const own = expiry === undefined ? Infinity : Math.max(expiry, 1);
  return Math.min(own, ttl === 0 ? Infinity : ttl) * SECOND;
}

/** Whether a message isn't worth sending any more. One that the broker has received isn't sent, but waits for its PUBREL. */
export function isExpired({ expires, progress }: OutboxEntry, clock: Clock): boolean {
  return expires !== undefined && progress !== "received" && clock.now() > expires;
}

/** The message as it is sent now: its expiry has gone on while it waited, as it does at a server [MQTT-3.3.2-6]. */
export function countedDown({ publication, expires, lifetime }: OutboxEntry, clock: Clock): Publication {
  const expiry = publication.properties?.messageExpiryInterval;
  if (expiry === undefined || expires === undefined || lifetime === undefined) return publication;
  const waited = Math.floor((clock.now() - (expires - lifetime)) / SECOND);
  if (waited <= 0) return publication;
  const messageExpiryInterval = Math.max(expiry - waited, 0);
  return { ...publication, properties: { ...publication.properties, messageExpiryInterval } };
}
