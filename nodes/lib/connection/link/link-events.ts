import type { IConnackPacket } from "mqtt";
import type { MqttNodeError } from "../../errors";
import type { ReceivedMessage } from "../../messages/received-message";
import type { PassageListener } from "../transport/passage";

/** What a link reports. `closed` comes exactly once; of what was received before, something may still follow. */
export interface LinkEvents {
  connected(connack: IConnackPacket): void;
  /** @returns how many nodes got the message */
  received(message: ReceivedMessage): number;
  /** A message of ours has come to its end: the broker has it, or has refused it. */
  acknowledged(packetId: number, error?: MqttNodeError): void;
  /** The broker has a QoS 2 message of ours, and waits for its PUBREL. */
  publishReceived(packetId: number): void;
  /** The socket has room again, after a packet for which it had none. */
  writable(): void;
  /** Each layer on the way to the broker. */
  readonly passed?: PassageListener | undefined;
  /** @param progress how far the link had come */
  closed(cause: MqttNodeError, progress: LinkProgress): void;
}

/** Nothing could be sent; bytes could flow; the broker had accepted us. */
export type LinkProgress = "not up" | "up" | "accepted";
