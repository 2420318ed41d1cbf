import type { Clock } from "../clock";
import { publicationBytes, type Publication } from "../messages/publication";
import type { Announcement } from "./announcement";
import { lifetimeOf } from "./lifetime";
import type { OutboxEntry, PublicationEnded } from "./outbox-entry";
import type { OutboxSettings } from "./outbox-settings";

/** Makes entries of publications: how long they last, and whether they may wait. */
export class Acceptance {
  readonly #settings: OutboxSettings;
  readonly #clock: Clock;

  constructor(settings: OutboxSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /** @param sender id of the node that sent it */
  entry(publication: Publication, sender: string, ended: PublicationEnded): OutboxEntry {
    const { ttl, storage, queueQos0 } = this.#settings;
    const lifetime = lifetimeOf(publication, ttl);
    return {
      sequence: 0,
      publication,
      bytes: publicationBytes(publication),
      queuedAt: this.#clock.date(),
      lifetime,
      expires: lifetime === undefined ? undefined : this.#clock.now() + lifetime,
      mayWait: storage !== "off" && (publication.qos > 0 || queueQos0),
      isAnnouncement: false,
      sender,
      progress: "new",
      ended,
    };
  }

  /** A message of the connection itself never waits. */
  announcement({ publication, ended }: Announcement): OutboxEntry {
    return { ...this.entry(publication, "", ended), mayWait: false, isAnnouncement: true };
  }
}
