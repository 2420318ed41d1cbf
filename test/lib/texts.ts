import type { BrokerSession } from "../../nodes/lib/connection/state";
import { catalogueKey, type Translate } from "../../nodes/lib/texts";

/** A catalogue whose texts are their own keys, with the values they were filled with. */
export const translate: Translate = (key, values) => (values === undefined ? key : `${key} ${JSON.stringify(values)}`);

/** A text that each viewer's editor looks up itself. */
export const shared = catalogueKey;

/** A session with a broker that has said nothing in particular. */
export function session(others: Partial<BrokerSession> = {}): BrokerSession {
  return {
    address: "mqtt://h:1883",
    protocolVersion: 5,
    clientId: "c",
    sessionPresent: false,
    limits: {
      receiveMaximum: undefined,
      maximumQos: 2,
      retainAvailable: true,
      maximumPacketSize: undefined,
      wildcards: true,
      sharedSubscriptions: true,
      subscriptionIdentifiers: true,
      topicAliasMaximum: 0,
      keepalive: 60,
      sessionExpiry: 0,
    },
    verified: undefined,
    leftOut: [],
    contested: undefined,
    ...others,
  };
}
