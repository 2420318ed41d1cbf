import type { RosterList } from "../presence/roster";
import type { DeviceState, Transition } from "../presence/transition";

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

  constructor(node: OutputNode, nextId: () => string) {
    this.#node = node;
    this.#nextId = nextId;
  }

  transition({ state, ...transition }: Transition): void {
    this.#node.send([{ _msgid: this.#nextId(), ...transition, payload: state }, null]);
  }

  /** @param list makes the roster, if there is anybody to get it */
  roster(list: () => RosterList): void {
    const [, behind = []] = this.#node.wires;
    if (behind.length > 0) this.#node.send([null, { _msgid: this.#nextId(), payload: list() }]);
  }
}
