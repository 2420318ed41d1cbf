import type { PresenceWarning } from "./presence-warnings";
import type { RetainedTopics } from "./retain-check";
import type { Transition } from "./devices/transition";

/** The node that watches. */
export interface PresenceHost extends RetainedTopics {
  /** A device stands otherwise, and the roster shows it. */
  changed(transition: Transition): void;
  /** The roster shows something new, and nothing has changed that a flow is told of: a device of which nothing is known. */
  listed(): void;
  warn(warning: PresenceWarning): void;
  /** A message has named a topic where more is said. */
  watch(topic: string): void;
  unwatch(topic: string): void;
}
