import type { IConnackPacket } from "mqtt";
import type { TrialSession, TrialWarning } from "../admin-api/trial-report";
import { brokerSession } from "../connection/broker-session";
import type { LinkSettings } from "../connection/settings/connect-settings";
import { isLoopback } from "../connection/transport/proxy-exemptions";

type Said = Pick<
  TrialSession,
  "receiveMaximum" | "maximumPacketSize" | "topicAliasMaximum" | "keepalive" | "sessionExpiry"
>;

/** What a broker said when it accepted us, and what is to be thought of it. */
export function trialSession(settings: LinkSettings, connack: IConnackPacket): TrialSession {
  const { address, protocolVersion, limits } = brokerSession(settings, connack, undefined);
  return {
    address,
    version: protocolVersion,
    maximumQos: limits.maximumQos,
    retain: limits.retainAvailable,
    wildcards: limits.wildcards,
    sharedSubscriptions: limits.sharedSubscriptions,
    subscriptionIdentifiers: limits.subscriptionIdentifiers,
    ...said(connack),
    warnings: warningsOf(settings),
  };
}

/** Without defaults. */
function said({ properties = {} }: IConnackPacket): Said {
  const { receiveMaximum, maximumPacketSize, topicAliasMaximum, serverKeepAlive, sessionExpiryInterval } = properties;
  const numbers = {
    receiveMaximum,
    maximumPacketSize,
    topicAliasMaximum,
    keepalive: serverKeepAlive,
    sessionExpiry: sessionExpiryInterval,
  };
  return Object.fromEntries(Object.entries(numbers).filter(([, number]) => number !== undefined));
}

function warningsOf({ broker, password = "", tls, version, protocolVersion }: LinkSettings): TrialWarning[] {
  const warnings: Readonly<Record<TrialWarning, boolean>> = {
    "password-unencrypted": password !== "" && !broker.secure && !isLoopback(broker.host),
    "server-not-verified": broker.secure && tls.rejectUnauthorized === false,
    "older-version": protocolVersion === "auto" && version !== 5,
  };
  return (Object.keys(warnings) as TrialWarning[]).filter((warning) => warnings[warning]);
}
