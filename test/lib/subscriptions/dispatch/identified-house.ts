import { FakeSubscriber, receive } from "../fake-subscriber";
import { asking, type House } from "../house";

/** What is agreed with a broker that keeps the session. */
export const KEPT = { sessionExpiry: 100 };

/** Nodes, and a broker that gives each of their filters an identifier. */
export interface IdentifiedHouse extends House {
  /** In the order of the SUBSCRIBEs. */
  readonly identifiers: number[];
  /** A message comes with one or several identifiers, or without. @returns how many nodes got it */
  readonly got: (topic: string, identifiers?: number | number[]) => number;
}

/** Nodes whose filters the broker has granted, in a session that it keeps. */
export function granted(...filters: string[]): IdentifiedHouse {
  return grantedTo(filters.map((filter) => new FakeSubscriber(filter)));
}

/** The same, for nodes that are more than their filters. */
export function grantedTo(nodes: FakeSubscriber[]): IdentifiedHouse {
  const house = identified(nodes);
  house.broker.settle();
  return house;
}

/** The same, before the broker's answers. */
export function identified(nodes: FakeSubscriber[]): IdentifiedHouse {
  const house = asking(KEPT, ...nodes);
  const { subscriptions, broker } = house;
  const identifiers = broker.requests.flatMap(({ identifier }) => identifier ?? []);
  const got = (topic: string, named?: number | number[]): number =>
    receive(subscriptions, topic, named === undefined ? {} : { identifiers: named });
  return { ...house, identifiers, got };
}

/** What each node has got. */
export function topics(nodes: readonly FakeSubscriber[]): string[][] {
  return nodes.map((node) => node.topics);
}
