import { MqttNodeError } from "../../errors";
import { isShared, parseTopicFilter } from "../../topics/topic-filter";

/**
 * Checks a filter that is to tell whose its messages are: `plant/+device/state`.
 * @throws MqttNodeError `presence-no-device`, `presence-shared`, and as {@link parseTopicFilter} does
 */
export function checkDeviceFilter(text: string): void {
  if (text === "") throw new MqttNodeError("presence-no-device", {});
  const filter = parseTopicFilter(text);
  if (isShared(filter.wire)) throw new MqttNodeError("presence-shared", {});
  if (filter.named.length === 0) throw new MqttNodeError("presence-no-device", {});
}
