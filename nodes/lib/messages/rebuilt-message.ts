import { setFlowProperties, type FlowProperties } from "./flow-properties";
import type { Publication } from "./publication";
import type { QoS } from "./qos";

/** A message that was kept for sending, as a flow gets it back: published again it is the same. */
export interface RebuiltMessage extends FlowProperties {
  readonly _msgid: string;
  readonly topic: string;
  /** Text, or bytes, as it was to be sent. */
  readonly payload: string | Buffer;
  readonly qos: QoS;
  readonly retain: boolean;
  /** When the message was accepted: milliseconds since 1970. */
  readonly queuedAt: number;
}

/**
 * Makes a flow's message of one that waited on disk: the one it was made of is long gone.
 * @param id its `_msgid`
 * @param queuedAt milliseconds since 1970
 */
export function rebuiltMessage(id: string, publication: Publication, queuedAt: number): RebuiltMessage {
  const { topic, payload, qos, retain, properties } = publication;
  const msg: RebuiltMessage = { _msgid: id, topic, payload, qos, retain, queuedAt };
  if (properties !== undefined) setFlowProperties(msg, properties);
  return msg;
}
