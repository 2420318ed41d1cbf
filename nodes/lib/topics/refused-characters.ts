/** Quick to test: what most texts consist of. */
const UNUSUAL = /[^ -~]/;
const REFUSED = /[\p{Control}\p{Noncharacter_Code_Point}]/u;

/**
 * Tells whether a text has a character that a receiver may take for a malformed packet [MQTT 5, 1.5.4; MQTT 3.1.1, 1.5.3]:
 * a control character, or a code point that is no character. mosquitto closes the connection for it, which all share.
 */
export function hasRefusedCharacter(text: string): boolean {
  return UNUSUAL.test(text) && REFUSED.test(text);
}
