import type { ConnectionOptions } from "node:tls";
import type { BrokerDraft } from "../admin-api/broker-draft";
import {
  connectionSettings,
  type ConnectionSecrets,
  type SavedConnection,
} from "../connection/settings/connection-settings";
import type { ConnectionSettings } from "../connection/settings/connect-settings";
import { areSaved } from "../connection/settings/override-address";
import { MqttNodeError } from "../errors";
import { trialSettings } from "../trial/trial-settings";
import type { BrokerUri } from "../uri/broker-uri";

/** The saved properties of a `broker-config`, as they are read. */
export type DraftedConfig = SavedConnection & { readonly uri: string; readonly tls: string };

/** The credentials of a `broker-config`, as they are read. */
export type DraftedCredentials = Pick<ConnectionSecrets, "username" | "password" | "websocketHeaders">;

/** What the runtime knows of the broker that an editor shows, and how it reads what is saved; all may throw. */
export interface KnownBroker {
  /** Its deployed properties; undefined if it is new. */
  readonly saved: object | undefined;
  /** Its stored credentials. */
  readonly stored: object;
  /** Of the connection that is to be made. */
  readonly clientId: string;
  config(saved: object): DraftedConfig;
  credentials(saved: object): DraftedCredentials;
  uris(text: string): readonly BrokerUri[];
  tls(id: string): ConnectionOptions;
}

/**
 * The settings with which the broker that an editor shows is tried. Stored secrets go to no other scheme, host and port
 * than they are deployed with: who may deploy could read them, but an editor's page that is made to ask by others must
 * not.
 * @throws MqttNodeError as the deployed configuration would, or `secret-elsewhere`
 */
export function draftedSettings(draft: BrokerDraft, known: KnownBroker): ConnectionSettings {
  const config = known.config(draft.properties);
  const uris = known.uris(config.uri);
  const secrets = known.credentials({ ...known.stored, ...draft.credentials });
  if (usesStored(draft, secrets, uris) && !areSaved(uris, savedUris(known))) {
    throw new MqttNodeError("secret-elsewhere", {});
  }
  const tls = known.tls(config.tls);
  const settings = connectionSettings(uris, config, { ...secrets, tls, generatedClientId: known.clientId });
  return trialSettings(settings, known.clientId);
}

/** User info in an address wins over the fields, and headers are sent with a WebSocket only. */
function usesStored(
  { credentials, hasStoredPassword = false }: BrokerDraft,
  { password, websocketHeaders }: DraftedCredentials,
  uris: readonly BrokerUri[],
): boolean {
  const hasPassword = (Boolean(password) || hasStoredPassword) && !uris.some(({ username }) => username !== undefined);
  const hasHeaders =
    Object.keys(websocketHeaders).length > 0 && uris.some(({ transport }) => transport === "websocket");
  const isStoredPassword = hasPassword && credentials.password === undefined;
  return isStoredPassword || (hasHeaders && credentials.websocketHeaders === undefined);
}

function savedUris(known: KnownBroker): readonly BrokerUri[] {
  if (known.saved === undefined) return [];
  try {
    return known.uris(known.config(known.saved).uri);
  } catch {
    // What can't be read leads nowhere.
    return [];
  }
}
