import assert from "node:assert/strict";
import type { SubscriptionOptions } from "../../../nodes/lib/subscriptions/subscription-options";
import type { Subscriptions } from "../../../nodes/lib/subscriptions/subscriptions";
import { ManualClock } from "../../support/manual-clock";
import { connect, createSubscriptions, type FakeBroker, FakeSubscriber } from "./fake-subscriber";

/** Some nodes, their subscriptions, and a broker that was just asked for what they want. */
export interface House {
  readonly subscriptions: Subscriptions;
  readonly broker: FakeBroker;
  readonly nodes: readonly FakeSubscriber[];
  readonly clock: ManualClock;
}

/** What a broker allows, where that is less than all. */
export type Limits = Parameters<typeof connect>[1];

/** Asks a broker for what some nodes want. */
export function asking(limits: Limits, ...nodes: FakeSubscriber[]): House {
  const clock = new ManualClock();
  const subscriptions = createSubscriptions(0, clock);
  for (const node of nodes) subscriptions.add(node);
  return { subscriptions, broker: connect(subscriptions, limits), nodes, clock };
}

/** A deploy brings nodes. */
export function join(subscriptions: Subscriptions, ...nodes: FakeSubscriber[]): void {
  for (const node of nodes) subscriptions.add(node);
  subscriptions.reconcile();
}

/** A deploy takes a node away. */
export function leave(subscriptions: Subscriptions, node: FakeSubscriber | undefined): void {
  assert.ok(node);
  subscriptions.remove(node);
  subscriptions.reconcile();
}

/** A node that wants the topic `a`, and retained messages of it. */
export function wanting(retained: SubscriptionOptions["retained"]): FakeSubscriber {
  return new FakeSubscriber("a", 1, undefined, { retained });
}
