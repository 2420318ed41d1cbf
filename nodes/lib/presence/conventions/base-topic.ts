import { MqttNodeError } from "../../errors";
import { isShared } from "../../topics/topic-filter";

/**
 * A convention's base topic as a user has set it. Some programs want a slash behind it in their own settings.
 * @throws MqttNodeError `presence-base`, `presence-shared`
 */
export function baseTopic(text: string): string {
  if (/[+#]/.test(text)) throw new MqttNodeError("presence-base", {});
  if (isShared(text)) throw new MqttNodeError("presence-shared", {});
  return text.replace(/\/$/, "");
}
