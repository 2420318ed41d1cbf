import type { Clock } from "../clock";
import { Connector, type ConnectorEvents, type LinkOpener } from "./connector";
import type { ConnectorSettings } from "./settings/connect-settings";

/** What is reported by a connector that sends nothing. */
export type ListeningEvents = Pick<ConnectorEvents, "stateChanged" | "connected" | "received">;

/** Makes a connector that sends no messages, and that is to be closed when it would wait for its next attempt. */
export function listeningConnector(
  settings: ConnectorSettings,
  events: ListeningEvents,
  openLink: LinkOpener,
  clock: Clock,
): Connector {
  const ofMessages = {
    lost: () => false,
    acknowledged: () => undefined,
    publishReceived: () => undefined,
    writable: () => undefined,
  };
  return new Connector(settings, { ...events, ...ofMessages }, openLink, clock, () => 0);
}
