import { MqttNodeError } from "../errors";

/**
 * A convention's base topic as a user has set it. Some programs want a slash behind it in their own settings.
 * @throws MqttNodeError `presence-base`
 */
export function baseTopic(text: string): string {
  if (/[+#]/.test(text)) throw new MqttNodeError("presence-base", {});
  return text.replace(/\/$/, "");
}
