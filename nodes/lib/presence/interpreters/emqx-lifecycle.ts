import type { ReportReason } from "../evidence";
import type { ObservedMessage } from "../observed-message";
import { JsonFields } from "./json-fields";
import { Lifecycle } from "./lifecycle";
import type { LifecycleEvent } from "./lifecycle-event";

/**
 * Why a connection ends when a newer one has taken its client id, in the spelling of all versions. The client is there,
 * and in many versions the time of such an end is later than that of the newer beginning (emqx/emqx-docs#3353,
 * emqx/emqx#16671).
 */
const TAKEN_OVER: ReadonlySet<string | undefined> = new Set(["takenover", "takeovered", "discarded"]);
/** How EMQX writes a reason: `tcp_closed`. RMQTT, which has taken over the topics, writes what it likes. */
const EMQX_REASON = /^[a-z_]+$/;

/**
 * Reads the client events of EMQX (documentation, "System Topic", "Client Online and Offline Events"), which come from
 * the node that has the client, so that of a client that changes nodes the old going may come after the new coming
 * (emqx/emqx#7569, #12954). A connection is known by the time of its beginning, `connected_at`; older
 * versions and RMQTT don't tell it of one that ends: then the times of the events decide.
 */
export class EmqxLifecycle extends Lifecycle {
  constructor() {
    super(Infinity);
  }

  protected eventOf({ topic, text }: ObservedMessage): LifecycleEvent | "unclear" | undefined {
    const fields = JsonFields.of(text);
    if (fields === undefined) return "unclear";
    if (topic.endsWith("/connected")) return connectedEvent(fields);
    return topic.endsWith("/disconnected") ? disconnectedEvent(fields) : undefined;
  }
}

/** Versions 2 and 3 tell so of clients that they refuse, too (emqx/emqx#2993). */
function connectedEvent(fields: JsonFields): LifecycleEvent | undefined {
  if ((fields.number("connack") ?? 0) !== 0) return undefined;
  const time = fields.number("connected_at") ?? fields.number("ts");
  return { isConnected: true, reason: "reported", connection: time, time };
}

function disconnectedEvent(fields: JsonFields): LifecycleEvent | undefined {
  if (TAKEN_OVER.has(fields.text("reason"))) return undefined;
  return {
    isConnected: false,
    reason: reasonOf(fields.text("reason")),
    connection: fields.number("connected_at"),
    time: fields.number("disconnected_at") ?? fields.number("ts"),
  };
}

/** `clean` if the client has sent DISCONNECT; in all other cases EMQX publishes its will, if it has one: `will`. */
function reasonOf(reason: string | undefined): ReportReason {
  if (reason === undefined || !EMQX_REASON.test(reason)) return "reported";
  return reason === "normal" ? "clean" : "will";
}
