import { MqttNodeError } from "../errors";
import type { QueueState } from "../outbox/queue-state";
import type { Commands } from "./control";

/** The queue of a connection, as a command sees it. */
export interface CommandedQueue {
  queueState(): QueueState;
  /** @returns how many messages waited */
  clearQueue(): number;
}

/** What `msg.action` can be of a node that publishes. A message that is done has the answer in `msg.payload`. */
export function queueCommands(queue: CommandedQueue): Pick<Commands, "getQueue" | "clearQueue"> {
  return {
    getQueue: (msg, ended) => ended(answer(msg, queue.queueState())),
    clearQueue: (msg, ended) => {
      const cleared = { cleared: 0 };
      // Before anything is lost: whom it can't be told to shall not have done it.
      const failure = answer(msg, cleared);
      if (failure === undefined) cleared.cleared = queue.clearQueue();
      ended(failure);
    },
  };
}

/** A flow's object may be frozen, or throw where it is changed. */
function answer(msg: object, payload: unknown): MqttNodeError | undefined {
  try {
    Object.assign(msg, { payload });
    return undefined;
  } catch (error) {
    return MqttNodeError.from(error);
  }
}
