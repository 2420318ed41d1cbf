import assert from "node:assert/strict";
import { AvailabilityPayload } from "../../../../../nodes/lib/presence/interpreters/discovery/availability-payload";
import { AvailabilityTemplate } from "../../../../../nodes/lib/presence/interpreters/discovery/availability-template";

/** What a template makes of a payload; the template must be a simple one. */
export function rendered(template: string, payload: string): string | undefined {
  const parsed = AvailabilityTemplate.parse(template);
  assert.ok(parsed, `${template} isn't simple`);
  return parsed.render(new AvailabilityPayload(payload));
}
