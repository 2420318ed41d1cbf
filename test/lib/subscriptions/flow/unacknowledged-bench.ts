import assert from "node:assert/strict";
import type { Receipt } from "../../../../nodes/lib/messages/receipt";
import { ReceivedMessage } from "../../../../nodes/lib/messages/received-message";
import { Unacknowledged, type Recipient } from "../../../../nodes/lib/subscriptions/flow/unacknowledged";
import { ManualClock } from "../../../support/manual-clock";

/** Seconds that flows have for each message. */
export const TIMEOUT = 30;

/** What a flow does with what it gets; by default nothing. */
export interface Habits {
  /** Stands before the topics in the record. */
  readonly name?: string;
  readonly delivered?: (topic: string) => void;
  readonly overdue?: (topic: string) => void;
}

/** Nodes and flows, and a record of what happens: `a`, `released a`, `overdue a after 30 s`. */
export class UnacknowledgedBench {
  readonly clock = new ManualClock();
  readonly happened: string[] = [];
  #seen = 0;

  /** What has happened since this was asked for last. */
  get news(): string[] {
    const news = this.happened.slice(this.#seen);
    this.#seen = this.happened.length;
    return news;
  }

  node(most: number): Unacknowledged {
    return new Unacknowledged({ timeout: TIMEOUT, most }, this.clock);
  }

  flow({ name = "", delivered, overdue }: Habits = {}): Recipient {
    return {
      deliver: ({ topic }) => {
        this.happened.push(name + topic);
        delivered?.(topic);
      },
      overdue: ({ topic }, seconds) => {
        this.happened.push(`${name}overdue ${topic} after ${seconds} s`);
        overdue?.(topic);
      },
    };
  }

  /** Adds messages by their topics, which are the ids of their receipts too. */
  add(node: Unacknowledged, flow: Recipient, ...topics: readonly string[]): void {
    for (const topic of topics) {
      const receipt = new FakeReceipt(topic, () => this.happened.push(`released ${topic}`));
      node.add(new ReceivedMessage(topic, Buffer.alloc(0), 1, false, undefined, receipt), flow);
      receipt.release();
    }
  }

  /** Adds messages that have no receipt. */
  addQos0(node: Unacknowledged, flow: Recipient, ...topics: readonly string[]): void {
    for (const topic of topics) node.add(new ReceivedMessage(topic, Buffer.alloc(0), 0, false), flow);
  }
}

/** Held once, while the message is dispatched. */
class FakeReceipt implements Receipt {
  readonly id: string;
  readonly #released: () => void;
  #holds = 1;

  constructor(id: string, released: () => void) {
    this.id = id;
    this.#released = released;
  }

  hold(): void {
    assert.ok(this.#holds > 0, `${this.id} is held too late`);
    this.#holds += 1;
  }

  release(): void {
    assert.ok(this.#holds > 0, `${this.id} is released too often`);
    this.#holds -= 1;
    if (this.#holds === 0) this.#released();
  }
}
