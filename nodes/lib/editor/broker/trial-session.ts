import type { TrialSession } from "../../admin-api/trial-report";
import type { TrialWords } from "./trial-words";

/**
 * What a broker that accepted us said.
 * @param isOne there is but one address
 */
export function sessionText(session: TrialSession, isOne: boolean, words: TrialWords): string {
  const { version, address } = session;
  const values = { version: words.translate(`version.${version}`), address };
  const connected = words.translate(isOne ? "trial.connected" : "trial.connectedTo", values);
  const limits = version === 5 ? limitTexts(session, words) : [words.translate("trial.limitsUnknown", values)];
  return [connected, ...limits].join(" ");
}

function limitTexts(session: TrialSession, words: TrialWords): string[] {
  const { translate } = words;
  const offered: readonly (readonly [boolean, string])[] = [
    [session.retain, translate("trial.retain")],
    [session.wildcards, translate("trial.wildcards")],
    [session.sharedSubscriptions, translate("trial.shared")],
  ];
  const missing = offered.filter(([isAllowed]) => !isAllowed).map(([, name]) => name);
  const bytes = session.maximumPacketSize;
  const allowed = [
    translate("trial.qos", { qos: session.maximumQos }),
    ...offered.filter(([isAllowed]) => isAllowed).map(([, name]) => name),
    ...(bytes === undefined ? [] : [translate("trial.packets", { size: words.size(bytes) })]),
  ];
  const allows = translate("trial.allows", { limits: words.list(allowed) });
  return missing.length === 0 ? [allows] : [allows, translate("trial.allowsNot", { limits: words.list(missing) })];
}
