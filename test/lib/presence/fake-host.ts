import type { Transition } from "../../../nodes/lib/presence/devices/transition";
import type { PresenceHost } from "../../../nodes/lib/presence/presence-host";
import type { PresenceWarning } from "../../../nodes/lib/presence/presence-warnings";

/** A node that remembers what it was told. */
export class FakeHost implements PresenceHost {
  readonly transitions: Transition[] = [];
  /** `presence-unclear lamp what?` */
  readonly warnings: string[] = [];
  /** `ask a/b`, `end a/b`, `watch a/b`, `unwatch a/b`. */
  readonly asked: string[] = [];
  /** How often the roster showed something new beside transitions. */
  lists = 0;
  /** Whether the broker says for which subscription a message comes. */
  isAnswered = true;

  changed(transition: Transition): void {
    this.transitions.push(transition);
  }

  listed(): void {
    this.lists += 1;
  }

  warn({ code, values }: PresenceWarning): void {
    this.warnings.push([code, ...Object.values<unknown>(values)].join(" "));
  }

  canAsk(): boolean {
    return this.isAnswered;
  }

  ask(topic: string): void {
    this.asked.push(`ask ${topic}`);
  }

  end(topic: string): void {
    this.asked.push(`end ${topic}`);
  }

  watch(topic: string): void {
    this.asked.push(`watch ${topic}`);
  }

  unwatch(topic: string): void {
    this.asked.push(`unwatch ${topic}`);
  }
}
