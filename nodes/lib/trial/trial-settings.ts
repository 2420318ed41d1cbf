import type { ConnectSettings, ConnectionSettings } from "../connection/settings/connect-settings";

/** Seconds that all brokers together have to answer: a little less than a trial, so that each can say why it failed. */
const PATIENCE = 9;

/** Seconds that each has at least. */
const LEAST_PATIENCE = 2;

/**
 * The settings with which brokers are tried without a trace: no session is kept, nothing is published, and a
 * connection that runs is left alone.
 * @param clientId of its own: with the configured one the broker would close the running connection, and a clean
 * start would end its session
 */
export function trialSettings(settings: ConnectionSettings, clientId: string): ConnectionSettings {
  const { brokers } = settings;
  const patience = Math.max(LEAST_PATIENCE, Math.floor(PATIENCE / brokers.length));
  const tried = (broker: ConnectSettings): ConnectSettings => ({
    ...broker,
    clientId,
    cleanSession: true,
    sessionExpiry: 0,
    will: undefined,
    connectTimeout: Math.min(broker.connectTimeout, patience),
  });
  return { ...settings, brokers: brokers.map(tried), birth: [], close: undefined };
}
