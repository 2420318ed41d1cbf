import type { ConnectionOptions } from "node:tls";
import type { BrokerDraft } from "../admin-api/broker-draft";
import { MAX_TWO_BYTES } from "../config/limits";
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

/** What became of reading something that is saved. */
interface Read<C> {
  readonly config: C;
  readonly errors: readonly MqttNodeError[];
}

/** What the runtime knows of the broker that an editor shows, and how it reads what is saved. */
export interface KnownBroker {
  /** Its deployed properties; undefined if it is new. */
  readonly saved: object | undefined;
  /** Its stored credentials. */
  readonly stored: object;
  /** Of the connection that is to be made. */
  readonly clientId: string;
  config(saved: object): Read<DraftedConfig>;
  credentials(saved: object): Read<DraftedCredentials>;
  /** @throws MqttNodeError `env-unset`, `uri-*` */
  uris(text: string): readonly BrokerUri[];
  /** @throws MqttNodeError `tls-config-missing` */
  tls(id: string): ConnectionOptions;
}

/**
 * The settings with which the broker that an editor shows is tried. Stored secrets go to no other scheme, host and port
 * than they are deployed with: who may deploy could read them, but an editor's page that is made to ask by others must
 * not.
 * @throws MqttNodeError as the deployed configuration would, or `secret-elsewhere`
 */
export function draftedSettings(draft: BrokerDraft, known: KnownBroker): ConnectionSettings {
  const config = valid(known.config(draft.properties));
  checkLength(config.uri);
  const uris = known.uris(config.uri);
  const secrets = valid(known.credentials({ ...known.stored, ...draft.credentials }));
  if (usesStored(draft, secrets, uris) && !areSaved(uris, savedUris(known))) {
    throw new MqttNodeError("secret-elsewhere", {});
  }
  const tls = known.tls(config.tls);
  const settings = connectionSettings(uris, config, { ...secrets, tls, generatedClientId: known.clientId });
  return trialSettings(settings, known.clientId);
}

/** @throws MqttNodeError the first thing that is wrong */
function valid<C>({ config, errors: [problem] }: Read<C>): C {
  if (problem !== undefined) throw problem;
  return config;
}

/** Nobody has so many brokers, and flows would wait while the addresses of millions are read. */
function checkLength(uri: string): void {
  const bytes = Buffer.byteLength(uri);
  if (bytes > MAX_TWO_BYTES) throw new MqttNodeError("config-too-long", { property: "uri", bytes });
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
    return known.uris(valid(known.config(known.saved)).uri);
  } catch {
    // What can't be read leads nowhere.
    return [];
  }
}
