import { MqttNodeError } from "../../errors";
import type { Convention, Reading } from "./convention";
import { checkDeviceFilter } from "./device-filter";
import type { ReportedState } from "../evidence";

/** A convention of the user's own, as it is saved. */
export interface CustomConfig {
  /** Topic filter with a named wildcard, `plant/+device/state`; empty: only silence is watched. */
  readonly topic: string;
  /** Payloads, compared as text; both lists empty: the words that devices use most. */
  readonly online: readonly (string | number | boolean)[];
  readonly offline: readonly (string | number | boolean)[];
  /** Path into a JSON payload; empty: the payload as it is. */
  readonly field: string;
  /** Topic filter whose traffic proves life; empty: none. */
  readonly activity: string;
}

/**
 * Makes a convention of what a user has set.
 * @throws MqttNodeError `presence-no-device`, `presence-payload-twice`, `presence-shared`, and as parseTopicFilter does
 */
export function customConvention(config: CustomConfig): Convention {
  const { topic, activity } = config;
  const hasTopic = topic !== "";
  checkDeviceFilter(hasTopic ? topic : activity);
  if (activity !== "") checkDeviceFilter(activity);
  const reading: Reading = hasTopic ? customReading(config) : { kind: "sign" };
  const watches = [{ topic: hasTopic ? topic : activity, reading, samples: [] }];
  const convention: Convention = { id: "custom", name: "custom", group: "home", sources: [], watches };
  return activity === "" ? convention : { ...convention, activity };
}

function customReading({ online, offline, field }: CustomConfig): Reading {
  const path = field.trim() === "" ? {} : { field: field.trim() };
  const lists = { online: texts(online), offline: texts(offline) };
  const twice = lists.online.find((payload) => lists.offline.includes(payload));
  if (twice !== undefined) throw new MqttNodeError("presence-payload-twice", { payload: twice });
  const states = [...statesOf(lists.online, "online"), ...statesOf(lists.offline, "offline")];
  if (states.length === 0) return { kind: "common-words", ...path };
  return { kind: "rules", rules: [{ ...path, states: Object.fromEntries(states) }] };
}

/** As payloads are read; no payload at all means that the device is removed, which needs no rule. */
function texts(payloads: CustomConfig["online"]): string[] {
  return payloads.map((payload) => String(payload).trim()).filter((text) => text !== "");
}

function statesOf(payloads: readonly string[], state: ReportedState): [payload: string, state: ReportedState][] {
  return payloads.map((payload) => [payload, state]);
}
