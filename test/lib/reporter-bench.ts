import { MqttNodeError } from "../../nodes/lib/errors";
import { Reporter } from "../../nodes/lib/reporter";
import type { Status } from "../../nodes/lib/status";
import { ManualClock } from "../support/manual-clock";
import { session, translate } from "./texts";

/** A connection that stands. */
export const CONNECTED = { name: "connected", session: session() } as const;

/** A reporter, and what its node has shown, logged and given to Catch nodes. */
export function reporting() {
  const clock = new ManualClock();
  const statuses: string[] = [];
  const shown: Status[] = [];
  const logged: string[] = [];
  const caught: { error: MqttNodeError; msg: object }[] = [];
  const node = {
    status: (status: Status) => {
      shown.push(status);
      statuses.push(`${status.fill} ${status.shape} ${status.text}`);
    },
    warn: (text: string) => logged.push(`warn ${text}`),
    error: (error: Error, msg: object) => {
      logged.push(`error ${error.message}`);
      if (error instanceof MqttNodeError) caught.push({ error: error as MqttNodeError, msg });
    },
  };
  return { reporter: new Reporter(node, translate, clock), clock, statuses, shown, logged, caught };
}

/** A broker that refuses a subscription. */
export function refusal(): MqttNodeError {
  return new MqttNodeError("subscribe-refused", { filter: "a", reason: "r" });
}
