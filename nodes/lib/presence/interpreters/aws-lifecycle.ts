import type { ReportReason } from "../evidence";
import type { ObservedMessage } from "../observed-message";
import { JsonFields } from "./json-fields";
import { Lifecycle } from "./lifecycle";
import type { LifecycleEvent } from "./lifecycle-event";

/**
 * AWS has said of its time stamps that they are right to two minutes: of events that are further apart than twice that,
 * the later one is later. Version numbers begin again at 0 when a client has been away for about an hour, or for longer
 * than its persistent session lasts, so only those of events within this time can be compared.
 */
const RESET_AFTER = 4 * 60_000;
/** Where the topic says what has happened: `$aws/events/presence/connected/+`. */
const EVENT_LEVEL = 3;
const GOODBYE = "CLIENT_INITIATED_DISCONNECT";

/**
 * Reads the lifecycle events of AWS IoT Core (Developer Guide, "Lifecycle events", "Connect/Disconnect events"), which
 * may come twice and in any order. The coming and the going of a connection have the same version number, which grows
 * with each connection of the client: so the going of the one that a newer one with its client id has pushed out
 * (`DUPLICATE_CLIENTID`) doesn't count, whenever it comes.
 */
export class AwsLifecycle extends Lifecycle {
  constructor() {
    super(RESET_AFTER);
  }

  protected eventOf({ topic, text }: ObservedMessage): LifecycleEvent | "unclear" {
    const fields = JsonFields.of(text);
    const type = topic.split("/", EVENT_LEVEL + 1)[EVENT_LEVEL];
    if (fields === undefined || fields.text("eventType") !== type) return "unclear";
    if (type !== "connected" && type !== "disconnected") return "unclear";
    const isConnected = type === "connected";
    return {
      isConnected,
      reason: isConnected ? "reported" : reasonOf(fields),
      connection: fields.number("versionNumber"),
      time: fields.number("timestamp"),
    };
  }
}

/** `clean` if the client has said goodbye; for all else AWS publishes the client's will, if it has one: `will`. */
function reasonOf(fields: JsonFields): ReportReason {
  const reason = fields.text("disconnectReason");
  const isGoodbye = reason === undefined ? fields.flag("clientInitiatedDisconnect") : reason === GOODBYE;
  if (isGoodbye === undefined) return "reported";
  return isGoodbye ? "clean" : "will";
}
