import type { Login } from "./login";

/**
 * A login as the editor keeps it with a `broker-config` until the next deploy. The editor deploys what differs from
 * what it was told, which stands in `_`.
 * @param isStored whether the runtime has the password under the node's id
 */
export function newCredentials(
  { username, password, hasPassword }: Omit<Login, "stored">,
  isStored: boolean,
): Record<string, unknown> {
  const told = { username: "", has_password: hasPassword && isStored && password === undefined };
  return {
    username,
    ...(password !== undefined && { password }),
    has_password: told.has_password || password !== undefined,
    _: told,
  };
}
