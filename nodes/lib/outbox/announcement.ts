import type { Publication } from "../messages/publication";
import type { PublicationEnded } from "./outbox-entry";

/** A message of the connection itself, such as its birth: sent before all others on this connection, or not at all. */
export interface Announcement {
  readonly publication: Publication;
  readonly ended: PublicationEnded;
}
