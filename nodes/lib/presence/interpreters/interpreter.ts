import type { Finding } from "../evidence";
import type { ObservedMessage } from "../observed-message";

/** What a topic says by its place in a watched pattern. */
export interface TopicPlace {
  /** The device's name, from the pattern's `+device`; of a pattern without, the name it gives. */
  readonly device: string;
  /** What stands where the pattern has `{base}`; empty where it has none. */
  readonly base: string;
}

/** Reads the messages of a convention. Those that remember something are made anew for each node. */
export interface Interpreter {
  /** What a message tells: nothing, something of one device, or of several. Must not throw, whatever the message. */
  read(message: ObservedMessage, place: TopicPlace): readonly Finding[];
  /** Our own connection is lost: what is said meanwhile and not retained won't be heard. */
  lost?(): void;
  /** A person has taken the device from the roster: nothing remembered of it may keep it away when it comes again. */
  forget?(device: string): void;
}

/** What an interpreter can ask of the node it works for. */
export interface InterpreterHost {
  /** Subscribes to a topic that a message has named; its messages are read as {@link Interpreter} reads all others. */
  watch(topic: string): void;
  unwatch(topic: string): void;
  /** Something that a person should know, said once. */
  warn(code: "presence-template" | "presence-discovery", device: string, detail: string): void;
}
