import { Sparkplug } from "../../../../nodes/lib/presence/interpreters/sparkplug";
import { Hearing } from "./hearing";
import { nbirth, ndeath, ofDevice } from "./sparkplug-bytes";

/** The plant's edge node. */
export const NODE = "plant/edge";
/** A device behind it. */
export const PRESS = "plant/edge/press";
/** Another. */
export const PUMP = "plant/edge/pump";

/** A plant's Sparkplug messages, and how its devices stand after them. */
export class Plant extends Hearing<Sparkplug> {
  constructor() {
    super(new Sparkplug(), "sparkplug");
  }

  nbirth(bdSeq: number | undefined, timestamp: number, retain = false): string[] {
    return this.hear("spBv1.0/plant/NBIRTH/edge", nbirth(bdSeq, timestamp), retain);
  }

  ndeath(bdSeq: number | undefined, retain = false): string[] {
    return this.hear("spBv1.0/plant/NDEATH/edge", ndeath(bdSeq), retain);
  }

  dbirth(device: string, timestamp: number, seq: number): string[] {
    return this.hear(`spBv1.0/plant/DBIRTH/edge/${device}`, ofDevice(timestamp, seq));
  }

  ddeath(device: string, timestamp: number, seq: number): string[] {
    return this.hear(`spBv1.0/plant/DDEATH/edge/${device}`, ofDevice(timestamp, seq));
  }

  /** A session with two devices, the pump of which is down. */
  live(bdSeq: number): this {
    this.nbirth(bdSeq, 1_000);
    this.dbirth("press", 1_001, 1);
    this.dbirth("pump", 1_002, 2);
    this.ddeath("pump", 1_003, 3);
    return this;
  }

  get all(): object {
    const [edge, press, pump] = [NODE, PRESS, PUMP].map((name) => this.states.get(name));
    return { edge, press, pump };
  }
}

/** How they stand while the session of {@link Plant.live} lives. */
export const LIVE = { edge: "online", press: "online", pump: "offline" };
/** When the node is dead. */
export const DEAD = { edge: "offline", press: "offline", pump: "offline" };
/** When another session has begun. */
export const REBORN = { edge: "online", press: "unknown", pump: "unknown" };
