import type { FlowNode } from "../../flow-api";
import { loginOf, type Login } from "./login";

/** What each type of broker node calls the user name. */
const USERNAMES = { "mqtt-broker": "user", "broker-config": "username" } as const;

/** The logins of broker nodes by their ids, as far as the editor is told of them. */
export async function storedLogins(brokers: readonly FlowNode[]): Promise<ReadonlyMap<string, Login>> {
  const found = await Promise.all(brokers.map(async (broker) => [broker.id, await login(broker)] as const));
  return new Map(found.flatMap(([id, login]) => (login === undefined ? [] : [[id, login]])));
}

async function login({ id, type, credentials }: FlowNode): Promise<Login | undefined> {
  const username = USERNAMES[type as keyof typeof USERNAMES];
  const stored = await ask(`credentials/${type}/${encodeURIComponent(id)}`);
  return stored === undefined ? undefined : loginOf(stored, credentials, username);
}

/** What the runtime holds: nothing of a node that it doesn't know. */
function ask(url: string): Promise<object | undefined> {
  return new Promise((resolve) => {
    $.ajax({ url, cache: false })
      .done((answer: object) => resolve(answer))
      .fail(() => resolve(undefined));
  });
}
