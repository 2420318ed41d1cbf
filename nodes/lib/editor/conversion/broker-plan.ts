import { savedText } from "../saved-text";
import { convertBroker } from "./settings/broker";
import type { SavedFlowNode } from "./settings/core-value";
import { withAddressLogin, type Login } from "./login/login";
import type { Note } from "./note";
import { isSameBroker } from "./same-broker";
import { inPlaceOf } from "./settings/saved-place";

/** A built-in broker node whose users are converted. */
export interface CoreBroker {
  readonly node: SavedFlowNode;
  /** Undefined if nobody could tell. */
  readonly login: Login | undefined;
  /** Whether it has users that stay what they are. */
  readonly isStillUsed: boolean;
}

/** A `broker-config` that there is already. */
export interface OurBroker {
  readonly node: SavedFlowNode;
  readonly login: Login | undefined;
}

/** What becomes of a built-in broker node. */
export interface PlannedBroker {
  /** Of the `broker-config` that takes its place. */
  readonly id: string;
  /** The new node; undefined where one that there is already does as well. */
  readonly node: SavedFlowNode | undefined;
  readonly login: Login | undefined;
  /** Whether the built-in one goes. */
  readonly isRemoved: boolean;
  /** Whether only the user knows the password. */
  readonly wantsPassword: boolean;
  /** What the runtime tells of the credentials of one that there is already. */
  readonly stored: object | undefined;
  readonly notes: readonly Note[];
}

/**
 * Plans what becomes of a built-in broker node. If it goes, its successor gets its id, under which the runtime keeps
 * the password: both node types call it the same.
 * @param newId gives an id to a successor beside it
 */
export function planBroker(broker: CoreBroker, existing: readonly OurBroker[], newId: () => string): PlannedBroker {
  const { node: core, isStillUsed } = broker;
  const { properties, notes, login: inAddress } = convertBroker(core);
  const login = broker.login && withAddressLogin(broker.login, inAddress);
  const node = { ...inPlaceOf(core, "broker-config", properties), id: isStillUsed ? newId() : core["id"] };
  const same = existing.find((other) => isSameBroker(other.node, node) && hasLogin(other.login, login));
  const isUntold = login?.hasPassword === true && login.password === undefined;
  return {
    id: savedText((same?.node ?? node)["id"]),
    node: same === undefined ? node : undefined,
    login,
    isRemoved: !isStillUsed,
    wantsPassword: isUntold && (same === undefined ? isStillUsed : same.login?.hasPassword !== true),
    stored: same?.login?.stored,
    notes: [...notes, ...loginNotes(login), ...sharedIdNotes(broker)],
  };
}

/** Whether a broker logs in as is wanted, as far as the editor can tell; a password that it lacks can be asked for. */
function hasLogin(login: Login | undefined, wanted: Login | undefined): boolean {
  if (wanted === undefined || login?.username !== wanted.username) return false;
  return login.hasPassword === wanted.hasPassword || (wanted.hasPassword && wanted.password === undefined);
}

function loginNotes(login: Login | undefined): readonly Note[] {
  return login === undefined ? [{ code: "login-unknown", values: {} }] : [];
}

function sharedIdNotes({ node, isStillUsed }: CoreBroker): readonly Note[] {
  const clientId = savedText(node["clientid"]);
  return isStillUsed && clientId !== "" ? [{ code: "client-id-shared", values: { clientId } }] : [];
}
