import { fields } from "../../../../broker-config/config";
import { MAX_FOUR_BYTES, MAX_TWO_BYTES } from "../../../config/limits";
import { savedText } from "../../saved-text";
import { convertMessage } from "./announced-message";
import { convertAddress, type AddressLogin } from "./broker-address";
import { environmentName, isGiven, isOn, unlessEnvironment, userPropertiesOf, type SavedFlowNode } from "./core-value";
import { coreVersion, maySpeak5 } from "./mqtt-version";
import { withDefaults } from "./node-defaults";
import type { Converted, Note } from "../note";
import { placeholderNotes } from "./placeholders";

/** A `broker-config` that was made of a built-in broker node. */
export interface ConvertedBroker extends Converted {
  /** What stood in its address; wins over its credentials. */
  readonly login?: AddressLogin;
}

/** Makes the settings of a `broker-config` of a built-in `mqtt-broker`. */
export function convertBroker(core: SavedFlowNode): ConvertedBroker {
  const { notes: addressNotes, login, uri, isSecure } = convertAddress(core);
  const notes = [...addressNotes];
  const only5 = maySpeak5(core);
  const birth = convertMessage(core, "birth", only5);
  const close = convertMessage(core, "close", only5);
  const will = convertMessage(core, "will", only5);
  const properties = withDefaults(fields, {
    name: savedText(core["name"]),
    uri,
    protocolVersion: coreVersion(core),
    clientId: savedText(core["clientid"]),
    keepalive: seconds(core, "keepalive", MAX_TWO_BYTES, fields.keepalive.fallback, notes),
    autoConnect: unlessEnvironment(core["autoConnect"], (auto) => isOn(auto ?? true)),
    ...encryption(core, isSecure, notes),
    ...session(core, notes),
    birth: birth.message === null ? [] : [birth.message],
    close: close.message,
    will: will.message,
    properties: only5 ? connectProperties(core["userProps"], notes) : {},
  });
  notes.push(...birth.notes, ...close.notes, ...will.notes, ...placeholderNotes(core));
  return { properties, notes, ...(login !== undefined && { login }) };
}

/** Without a TLS configuration the built-in node takes any certificate, unless an old version saved otherwise. */
function encryption(core: SavedFlowNode, isSecure: boolean, notes: Note[]): Readonly<Record<string, unknown>> {
  const tls = core["usetls"] ? savedText(core["tls"]) : "";
  const isVerified = !isSecure || tls !== "" || isOn(core["verifyservercert"]);
  if (!isVerified) notes.push({ code: "server-not-verified", values: {} });
  return { tls, verifyServer: isVerified };
}

function session(core: SavedFlowNode, notes: Note[]): Readonly<Record<string, unknown>> {
  const cleanSession = unlessEnvironment(core["cleansession"], (clean) => isOn(clean ?? true));
  if (cleanSession === true) return { cleanSession, sessionExpiry: sessionExpiry(core, notes) || "" };
  if (!isGiven(core["clientid"])) {
    notes.push({ code: "client-id-missing", values: {} });
    return { cleanSession: true, sessionExpiry: "" };
  }
  const expiry = sessionExpiry(core, notes);
  notes.push({ code: expiry === 0 ? "session-not-kept" : subscriptionsLast(core), values: {} });
  return { cleanSession, sessionExpiry: expiry };
}

/** There it is the user's choice whether a node that stops ends its subscription; what is no boolean is a yes. */
function subscriptionsLast({ autoUnsubscribe }: SavedFlowNode): "unsubscribes" | "stays-subscribed" {
  return autoUnsubscribe === false ? "unsubscribes" : "stays-subscribed";
}

/** An MQTT 5 session of which nothing is said ends with the connection [MQTT 5, 3.1.2.11.2]. */
function sessionExpiry(core: SavedFlowNode, notes: Note[]): unknown {
  return maySpeak5(core) ? seconds(core, "sessionExpiry", MAX_FOUR_BYTES, 0, notes) : "";
}

/** An empty text counts as 0 there. */
function seconds(core: SavedFlowNode, property: string, max: number, absent: number, notes: Note[]): unknown {
  const value = core[property] ?? absent;
  if (environmentName(value) !== undefined) return value;
  const number = Number(savedText(value));
  if (Number.isInteger(number) && number >= 0 && number <= max) return number;
  notes.push({ code: "value-invalid", values: { property, value: savedText(value) } });
  return absent;
}

/** Sent with CONNECT there; here with each message, too. */
function connectProperties(userProps: unknown, notes: Note[]): Readonly<Record<string, unknown>> {
  if (!isGiven(userProps)) return {};
  const userProperties = userPropertiesOf(userProps);
  notes.push(
    userProperties === undefined
      ? { code: "user-properties-invalid", values: { property: "userProps" } }
      : { code: "user-properties-inherited", values: {} },
  );
  return userProperties === undefined ? {} : { userProperties };
}
