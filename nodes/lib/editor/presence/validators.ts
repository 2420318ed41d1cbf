/** What makes the properties of a `will-monitor` valid beyond their own types. */
import { fields } from "../../../will-monitor/config";
import { baseTopic } from "../../presence/conventions/base-topic";
import { conventionOf } from "../../presence/conventions/conventions";
import { customConvention, type CustomConfig } from "../../presence/conventions/custom-convention";
import { deviceTopics } from "../../presence/topics/device-topics";
import { presenceSettings } from "../../presence/presence-settings";
import { parseTopicFilter } from "../../topics/topic-filter";
import type { EditorNode, Validator } from "../red";
import { savedText } from "../saved-text";
import { currentValue } from "../saved-value";
import { validator } from "../validators";

/** A pattern in which nothing is wrong: what is to be checked takes the place of a part. */
const PLAIN: CustomConfig = { topic: "+device", online: [], offline: [], field: "", activity: "" };

/** Of an own pattern a topic that marks the device, if signs of life aren't all that is wanted; else a base topic. */
export const topicOfConvention: Validator = validator((value, node) => {
  const topic = savedText(value);
  const convention = conventionIdOf(node);
  if (convention !== "custom") checkBase(convention, topic);
  else if (topic !== "" || savedText(currentValue(node, "activity")) === "") customConvention({ ...PLAIN, topic });
}, "topic");

/** Payloads of an own pattern, of which none means both. */
export const distinctPayloads: Validator = validator((value, node) => {
  const online = fields.online.read("online", value);
  const offline = fields.offline.read("offline", currentValue(node, "offline"));
  if (conventionIdOf(node) === "custom") checkPayloads({ online, offline });
}, "online");

/** A filter, which in an own pattern marks the device; or nothing. */
export const optionalActivity: Validator = validator((value, node) => {
  const activity = savedText(value);
  if (activity === "") return;
  parseTopicFilter(activity);
  presenceSettings({ ...PLAIN, topic: "", convention: conventionIdOf(node), grace: 0, heartbeat: 0, activity });
}, "activity");

/** @throws MqttNodeError `presence-payload-twice` */
export function checkPayloads(payloads: Pick<CustomConfig, "online" | "offline">): void {
  customConvention({ ...PLAIN, ...payloads });
}

function conventionIdOf(node: EditorNode): string {
  return savedText(currentValue(node, "convention"));
}

function checkBase(convention: string, topic: string): void {
  const base = baseTopic(topic);
  for (const watch of conventionOf(convention)?.watches ?? []) deviceTopics(watch, base);
}
