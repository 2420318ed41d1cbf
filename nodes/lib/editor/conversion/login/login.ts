import { savedText } from "../../saved-text";
import { isGiven } from "../settings/core-value";
import type { AddressLogin } from "../settings/broker-address";

/** What the editor knows of a broker node's credentials. */
export interface Login {
  readonly username: string;
  /** The runtime holds one, or will when it is deployed. */
  readonly hasPassword: boolean;
  /** As it was typed or imported; the editor isn't told of one that is deployed. */
  readonly password?: string;
  /** What the runtime tells of the credentials. */
  readonly stored: object;
}

/** What the editor shows in the place of a password that it isn't told. */
const UNTOLD = "__PWRD__";

/**
 * The login that a broker node's credentials make.
 * @param stored what the runtime tells of them
 * @param changed those that wait for a deploy
 * @param username what the node type calls the user name
 */
export function loginOf(stored: object, changed: object | undefined, username: "user" | "username"): Login {
  const known = { ...stored, ...changed } as Readonly<Record<string, unknown>>;
  const password = known["password"];
  const isTold = typeof password === "string" && isGiven(password) && password !== UNTOLD;
  return {
    username: savedText(known[username]),
    hasPassword: isTold || known["has_password"] === true,
    ...(isTold && { password }),
    stored,
  };
}

/** The login of a broker, part of which may stand in its address. */
export function withAddressLogin(login: Login, inAddress: AddressLogin | undefined): Login {
  if (inAddress === undefined) return login;
  const { username, password } = inAddress;
  return { ...login, username, ...(password !== undefined && { password, hasPassword: true }) };
}
