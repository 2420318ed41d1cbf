import { publicationBytes } from "../../../nodes/lib/messages/publication";
import type { OutboxEntry } from "../../../nodes/lib/outbox/outbox-entry";
import { publication } from "./fake-transport";

/** A QoS 1 message to a topic that nobody waits for, as a queue on disk gives it back. */
export function entryOf(topic: string, others: Partial<OutboxEntry> = {}): OutboxEntry {
  const message = others.publication ?? publication(topic);
  return {
    sequence: 0,
    publication: message,
    bytes: publicationBytes(message),
    queuedAt: 0,
    lifetime: undefined,
    expires: undefined,
    mayWait: true,
    isAnnouncement: false,
    sender: "sender",
    progress: "new",
    ended: undefined,
    ...others,
  };
}
