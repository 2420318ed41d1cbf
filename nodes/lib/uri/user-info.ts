import { decode, encode } from "./percent-encoding";
import type { Piece } from "./piece";

/** Who logs in. What is absent is absent, not empty: `user@` has no password, `user:@` an empty one. */
export interface UserInfo {
  readonly username?: string;
  readonly password?: string;
}

/**
 * Parses what stands before the last `@` of the authority: split at the first `:`, then decoded.
 * @throws MqttNodeError `uri-bad-escape`, `uri-bad-character`
 */
export function parseUserInfo(userInfo: Piece): UserInfo {
  const colon = userInfo.text.indexOf(":");
  if (colon === -1) return { username: decode(userInfo) };
  return { username: decode(userInfo.slice(0, colon)), password: decode(userInfo.slice(colon + 1)) };
}

/** Writes it with its `@`, so that it parses to the same again; nothing if there is none. */
export function formatUserInfo({ username, password }: UserInfo): string {
  if (username === undefined && password === undefined) return "";
  const user = encode(username ?? "");
  return password === undefined ? `${user}@` : `${user}:${encode(password)}@`;
}
