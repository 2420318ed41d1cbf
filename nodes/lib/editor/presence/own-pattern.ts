import type { CustomConfig } from "../../presence/conventions/custom-convention";
import type { Hint } from "../hint-line";
import { reason, text } from "../texts";
import { PayloadList } from "./payload-list";
import { Trial } from "./trial";
import { checkPayloads } from "./validators";
import { isCustom, type WillMonitorDialog } from "./will-monitor-dialog";

/** What is set, and tried, of a pattern of the user's own. */
export function prepareOwnPattern(dialog: WillMonitorDialog): void {
  const saved = { online: dialog.saved("online"), offline: dialog.saved("offline") };
  const list = new PayloadList(dialog.input("payloads"), saved);
  dialog.compose("online", () => list.payloads("online"));
  dialog.compose("offline", () => list.payloads("offline"));
  dialog.hint("payloads", () => (isCustom(dialog) ? payloadsHint(list) : undefined));
  dialog.hint("tryTopic", (topic) => trial(dialog, list).answer({ topic, payload: dialog.shown("tryPayload") }));
  const showExample = (): void => {
    const example = trial(dialog, list).example || text("will-monitor", "placeholder.tryTopic");
    dialog.input("tryTopic").attr("placeholder", example);
    dialog.updateHint("tryTopic");
  };
  for (const name of ["topic", "activity", "payloads", "field"]) dialog.input(name).on("input change", showExample);
  dialog.input("tryPayload").on("input change", () => dialog.updateHint("tryTopic"));
  const showParts = (): void => {
    $("#m2m-custom").toggle(isCustom(dialog));
    dialog.updateHint("payloads");
    showExample();
  };
  dialog.input("convention").on("change", showParts);
  showParts();
}

function trial(dialog: WillMonitorDialog, list: PayloadList): Trial {
  const pattern: CustomConfig = {
    topic: dialog.shown("topic"),
    activity: dialog.shown("activity"),
    field: dialog.shown("field"),
    online: list.payloads("online"),
    offline: list.payloads("offline"),
  };
  return new Trial(pattern);
}

function payloadsHint(list: PayloadList): Hint | undefined {
  const payloads = { online: list.payloads("online"), offline: list.payloads("offline") };
  try {
    checkPayloads(payloads);
  } catch (error) {
    return { level: "error", text: reason(error) };
  }
  const [hasOnline, hasOffline] = [payloads.online.length > 0, payloads.offline.length > 0];
  if (!hasOnline && !hasOffline) return { level: "info", text: text("will-monitor", "hint.commonWords") };
  if (hasOnline && hasOffline) return undefined;
  const words = hasOnline ? text("will-monitor", "hint.neverOffline") : text("will-monitor", "hint.neverOnline");
  return { level: "warning", text: words };
}
