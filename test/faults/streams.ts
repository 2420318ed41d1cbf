import type { Mosquitto } from "../support/mosquitto";
import type { CountingSubscriber, Figures } from "./counting-subscriber";
import { scale } from "./scale";
import { tell } from "./tell";
import type { Sender } from "./telemetry-flow";
import type { Telemetry } from "./telemetry";

/** Where the messages of a QoS wait. */
export interface Queues {
  readonly qos1: "memory" | "disk";
  readonly qos2: "memory" | "disk";
}

/** Half of what can be, or all of it in the long form. */
export const QUEUES: readonly Queues[] = scale.queues.map((queue) => ({
  qos1: queue,
  qos2: queue === "memory" ? "disk" : "memory",
}));

/** What happens on the way of two streams. */
export interface Disturbed {
  readonly broker: Mosquitto;
  /** Where the gateway connects. */
  readonly uri: string;
  readonly queues: Queues;
  /** Whether the broker is to keep the sessions of the gateway. */
  readonly cleanSession: boolean;
  /** Happen when a part of the messages is there, as many as these are and one more. */
  readonly disturbances: readonly (() => Promise<void> | void)[];
}

/** What has come of two streams. */
export interface Streams {
  readonly qos1: CountingSubscriber;
  readonly qos2: CountingSubscriber;
}

/**
 * Sends the same numbers with QoS 1 and with QoS 2, evenly for some seconds, each on a connection of its own. The
 * subscribers come back at the end: what is on its way to them when mosquitto 2.0
 * stops, it sends again even after their PUBCOMP.
 */
export async function streamed(telemetry: Telemetry, disturbed: Disturbed): Promise<Streams> {
  const { broker, disturbances } = disturbed;
  const [qos1, qos2] = [await telemetry.subscriber(broker, "qos1"), await telemetry.subscriber(broker, "qos2")];
  const onlooker = await telemetry.onlooker(broker, "qos1");
  await Promise.all([qos1.leave(), qos2.leave()]);
  const gateway = await telemetry.gateway(senders(disturbed));

  const fed = gateway.feed({ from: 0, to: scale.stream, rate: scale.stream / scale.streamSeconds });
  for (const [index, disturbance] of disturbances.entries()) {
    await onlooker.reached((scale.stream * (index + 1)) / (disturbances.length + 1));
    await disturbance();
    await onlooker.connected();
  }
  await fed;
  await gateway.end();
  await Promise.all([qos1.back(), qos2.back()]);
  await Promise.all([qos1.ended(), qos2.ended()]);
  return { qos1, qos2 };
}

/** The figures of both, which are told. */
export function told({ qos1, qos2 }: Streams): { readonly qos1: Figures; readonly qos2: Figures } {
  const figures = { qos1: qos1.figures(scale.stream), qos2: qos2.figures(scale.stream) };
  tell({ qos: 1, ...figures.qos1 });
  tell({ qos: 2, ...figures.qos2 });
  return figures;
}

function senders({ uri, queues, cleanSession }: Disturbed): Sender[] {
  return ([1, 2] as const).map((qos) => {
    const name = `qos${qos}` as const;
    const session = { cleanSession, clientId: `gateway-${name}` };
    // A link that is gone without a word is noticed soon.
    return { name, qos, config: { uri, queue: queues[name], keepalive: 1, ...session } };
  });
}
