import type { Clock } from "../clock";
import type { RosterList } from "../presence/devices/roster";
import type { DeviceState, Transition } from "../presence/devices/transition";

/** What leaves by the first output. */
export type TransitionMessage = Omit<Transition, "state"> & {
  _msgid: string;
  topic: string;
  payload: DeviceState;
};

/** What leaves by the second output. */
export interface RosterMessage {
  _msgid: string;
  payload: RosterList;
}

/** A node with two outputs, as far as it is used here. */
export interface OutputNode {
  /** By output, the nodes behind it. */
  readonly wires: readonly (readonly string[])[];
  send(messages: [TransitionMessage | null, (RosterMessage | null)?]): void;
}

/** Sends what is learned of devices: a transition by the first output, the roster by the second. */
export class DeviceOutputs {
  readonly #node: OutputNode;
  readonly #nextId: () => string;
  /** What is learned while the flows are being made: the nodes behind this one may not be there yet. */
  #early: Transition[] | undefined = [];

  constructor(node: OutputNode, nextId: () => string, clock: Clock) {
    this.#node = node;
    this.#nextId = nextId;
    clock.after(0, () => this.#release());
  }

  transition(transition: Transition): void {
    if (this.#early === undefined) this.#send(transition);
    else this.#early.push(transition);
  }

  /** @param list makes the roster, if there is anybody to get it */
  roster(list: () => RosterList): void {
    const [, behind = []] = this.#node.wires;
    if (behind.length > 0) this.#node.send([null, { _msgid: this.#nextId(), payload: list() }]);
  }

  #release(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const transition of early) this.#send(transition);
  }

  #send({ topic, device, state, previous, since, duration, reason, initial, convention }: Transition): void {
    const told = { topic, payload: state, device, previous, since, duration, reason, initial, convention };
    this.#node.send([{ _msgid: this.#nextId(), ...told }, null]);
  }
}
