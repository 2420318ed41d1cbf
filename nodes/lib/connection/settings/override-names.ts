/**
 * The names that a property of `msg.broker` may have in the built-in nodes and in what `uri-parser` makes, each with
 * the name `broker-config` saves it under.
 */
export const SETTINGS: ReadonlyMap<string, string> = new Map([
  ["clientId", "clientId"],
  ["clientid", "clientId"],
  ["protocolVersion", "protocolVersion"],
  ["keepalive", "keepalive"],
  ["connectTimeout", "connectTimeout"],
  ["cleanSession", "cleanSession"],
  ["cleansession", "cleanSession"],
  ["sessionExpiry", "sessionExpiry"],
  ["sessionExpiryInterval", "sessionExpiry"],
  ["verifyServer", "verifyServer"],
  ["verifyservercert", "verifyServer"],
  ["birth", "birth"],
  ["close", "close"],
  ["will", "will"],
  ["websocket", "websocket"],
  ["properties", "properties"],
  ["reconnectMin", "reconnectMin"],
  ["reconnectMax", "reconnectMax"],
]);

/** The same for MQTT 5 properties of CONNECT. */
export const PROPERTIES: ReadonlyMap<string, string> = new Map([
  ["receiveMaximum", "receiveMaximum"],
  ["maximumPacketSize", "maximumPacketSize"],
  ["topicAliasMaximum", "topicAliasMaximum"],
  ["userProperties", "userProperties"],
  ["userProps", "userProperties"],
]);

/** The same for the parts of an address. */
export const ADDRESS: ReadonlyMap<string, string> = new Map([
  ["uri", "uri"],
  ["url", "uri"],
  ["scheme", "scheme"],
  ["protocol", "protocol"],
  ["secure", "secure"],
  ["usetls", "secure"],
  ["transport", "transport"],
  ["host", "host"],
  ["broker", "host"],
  ["port", "port"],
  ["path", "path"],
  ["query", "query"],
  ["username", "username"],
  ["password", "password"],
]);

/** The same for the properties of a birth, close or will message. */
export const ANNOUNCED: ReadonlyMap<string, string> = new Map([
  ["contentType", "contentType"],
  ["responseTopic", "responseTopic"],
  ["respTopic", "responseTopic"],
  ["correlationData", "correlationData"],
  ["correl", "correlationData"],
  ["messageExpiryInterval", "messageExpiryInterval"],
  ["expiry", "messageExpiryInterval"],
  ["userProperties", "userProperties"],
  ["userProps", "userProperties"],
  ["delay", "delay"],
  ["willDelayInterval", "delay"],
]);

/** What such an object may also hold and nothing depends on. */
export const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  "force",
  "name",
  "autoConnect",
  "autoUnsubscribe",
  "redacted",
  "parameters",
  "warnings",
]);
