import { MqttNodeError } from "../errors";
import type { ConnectionState } from "./state";

/** Called once when a command has been carried out, or can't be. */
export type CommandEnded = (error?: MqttNodeError) => void;

/** Commands to connect that have neither succeeded nor failed yet. */
export class ConnectCommands {
  #pending: CommandEnded[] = [];

  add(ended: CommandEnded): void {
    this.#pending.push(ended);
  }

  /** Takes the place of all others. */
  replace(ended: CommandEnded): void {
    this.#end(new MqttNodeError("connect-cancelled", {}), [ended]);
  }

  /** Ends the commands if the state tells how they went. */
  stateIs(state: ConnectionState): void {
    if (state.name === "connected") this.#end(undefined);
    if (state.name === "waiting" || state.name === "refused") this.#end(state.cause);
  }

  /** Something else has become more important. */
  cancel(): void {
    this.#end(new MqttNodeError("connect-cancelled", {}));
  }

  /** @param next pending from now on: who is told of an end may give the next command at once */
  #end(error: MqttNodeError | undefined, next: CommandEnded[] = []): void {
    const commands = this.#pending;
    this.#pending = next;
    for (const ended of commands) ended(error);
  }
}
