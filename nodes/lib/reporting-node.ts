import type { Status } from "./status";

/** The part of a Node-RED node that tells people something. */
export interface ReportingNode {
  status(status: Status): void;
  warn(text: string): void;
  error(error: Error, msg: Record<string, unknown>): void;
}

/** Ends an input message. */
export type Done = (error?: Error) => void;

/** A node as it takes messages. */
export interface ListeningNode {
  on(event: "input", listener: (msg: object, send: unknown, done: Done) => void): unknown;
}
