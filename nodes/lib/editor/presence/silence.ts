import { deviceTopics, type WatchedPattern } from "../../presence/topics/device-topics";
import { exampleTopic } from "../example-topic";
import type { Hint } from "../hint-line";
import { text } from "../texts";
import { chosenConvention, isCustom, type WillMonitorDialog } from "./will-monitor-dialog";

/** The fold about devices that say nothing, and about what is known after a restart. */
export function prepareSilence(dialog: WillMonitorDialog): void {
  dialog.hint("heartbeat", () => dialog.problem("heartbeat") ?? heartbeatHint(dialog));
  dialog.hint("activity", (activity) => dialog.problem("activity") ?? activityHint(dialog, activity));
  dialog.hint("keepRoster", (shown) =>
    shown === "true" ? { level: "info", text: text("will-monitor", "hint.keepRoster") } : undefined,
  );
  const follow = (): void => {
    dialog.input("activity").attr("placeholder", usualActivity(dialog));
    for (const name of ["heartbeat", "activity"]) dialog.updateHint(name);
  };
  for (const name of ["convention", "heartbeat"]) dialog.input(name).on("change", follow);
  dialog.input("topic").on("input change", follow);
  follow();
  dialog.fold("m2m-silence", () => summary(dialog));
}

/** Whether a device that says nothing for too long counts as stale. */
function isNoticed(dialog: WillMonitorDialog): boolean {
  return dialog.shown("heartbeat") !== "0";
}

/** The topic that is watched if none is entered. */
function usualActivity(dialog: WillMonitorDialog): string {
  if (isCustom(dialog)) return text("will-monitor", "placeholder.activity");
  const activity = chosenConvention(dialog)?.activity;
  return activity?.replace("{base}", () => baseOf(dialog)) ?? text("will-monitor", "placeholder.none");
}

function baseOf(dialog: WillMonitorDialog): string {
  const base = chosenConvention(dialog)?.base;
  return base === undefined ? "" : dialog.shown("topic") || base;
}

function heartbeatHint(dialog: WillMonitorDialog): Hint | undefined {
  const convention = chosenConvention(dialog);
  if (isNoticed(dialog) || convention?.heartbeat === undefined) return undefined;
  return {
    level: "info",
    text: text("will-monitor", "hint.usualHeartbeat", { name: convention.name, seconds: convention.heartbeat }),
  };
}

function activityHint(dialog: WillMonitorDialog, activity: string): Hint {
  const other = activity === "" ? undefined : exampleDevice({ topic: activity }, baseOf(dialog));
  const devices = watchedPatterns(dialog).map((pattern) => exampleDevice(pattern, baseOf(dialog)));
  const [device] = devices;
  if (other !== undefined && device !== undefined && !devices.includes(other)) {
    return { level: "warning", text: text("will-monitor", "hint.otherDevice", { device, other }) };
  }
  return activity === "" && isNoticed(dialog) ? usualActivityHint(dialog) : describedActivity();
}

function describedActivity(): Hint {
  return { level: "info", text: text("will-monitor", "hint.activity") };
}

/** What counts as a sign of life where the user leaves it open. */
function usualActivityHint(dialog: WillMonitorDialog): Hint {
  if (isCustom(dialog)) return { level: "info", text: text("will-monitor", "hint.noActivity") };
  const convention = chosenConvention(dialog);
  if (convention === undefined) return { level: "info", text: text("will-monitor", "hint.autoActivity") };
  if (convention.activity !== undefined || convention.heartbeat !== undefined) return describedActivity();
  return { level: "warning", text: text("will-monitor", "hint.noUsualActivity") };
}

/** Where the devices get their names from. With `auto` these are too many to compare. */
function watchedPatterns(dialog: WillMonitorDialog): readonly WatchedPattern[] {
  if (isCustom(dialog)) return [{ topic: dialog.shown("topic") }];
  return chosenConvention(dialog)?.watches ?? [];
}

/** What a device might be called; undefined of a pattern that isn't one, or not yet. */
function exampleDevice(pattern: WatchedPattern, base: string): string | undefined {
  try {
    const [topics] = deviceTopics(pattern, base);
    return topics?.place(exampleTopic(topics.filter)).device;
  } catch {
    return undefined;
  }
}

function summary(dialog: WillMonitorDialog): string {
  const isKept = dialog.shown("keepRoster") !== "false";
  const kept = isKept ? text("will-monitor", "summary.kept") : text("will-monitor", "summary.notKept");
  return `${silenceSummary(dialog)}, ${kept}`;
}

function silenceSummary(dialog: WillMonitorDialog): string {
  if (isNoticed(dialog)) return text("will-monitor", "summary.stale", { duration: duration(dialog) });
  const seconds = chosenConvention(dialog)?.heartbeat;
  if (seconds === undefined) return text("will-monitor", "summary.fine");
  return text("will-monitor", "summary.usual", { seconds });
}

/** As the fields say it: `10 minutes`. */
function duration(dialog: WillMonitorDialog): string {
  const number = dialog.input("heartbeat-number");
  return `${String(number.val())} ${number.next().find("option:selected").text()}`;
}
