import type { BrokerUri } from "../../uri/broker-uri";
import type { UriParameters } from "../../uri/parameters";
import type { Hint } from "../hint-line";
import { sharedText } from "../texts";
import { parsedUris } from "./address";
import type { BrokerDialog } from "./broker-dialog";

/** The field that a parameter of an address wins over. */
const FIELDS = {
  clientId: "clientId",
  keepalive: "keepalive",
  clean: "session",
  sessionExpiry: "sessionExpiry",
  protocolVersion: "protocolVersion",
  connectTimeout: "connectTimeout",
} as const satisfies Readonly<Record<keyof UriParameters, string>>;

type Parameter = keyof typeof FIELDS;

const PARAMETERS = Object.keys(FIELDS) as Parameter[];

/** What the parameters in some addresses say: `keepalive 30 s`. */
export function parameterTexts(uris: readonly BrokerUri[]): string[] {
  return PARAMETERS.flatMap((parameter) => textsOf(uris, parameter));
}

/** Says under each field whether the address wins over it. */
export function prepareParameters(dialog: BrokerDialog): void {
  for (const parameter of PARAMETERS) {
    dialog.hint(FIELDS[parameter], (shown) => dialog.problem(FIELDS[parameter]) ?? winner(dialog, parameter, shown));
  }
  dialog.input("uri").on("input change", () => {
    for (const parameter of PARAMETERS) dialog.updateHint(FIELDS[parameter]);
  });
}

function winner(dialog: BrokerDialog, parameter: Parameter, shown: string): Hint | undefined {
  const parameters = textsOf(parsedUris(dialog.shown("uri")), parameter).join(", ");
  if (parameters !== "") return { level: "info", text: sharedText("hint.uriWinsHere", { parameters }) };
  if (parameter !== "clientId" || shown === "") return undefined;
  return { level: "info", text: sharedText("hint.clientId") };
}

/** Without repetitions: several addresses may say the same. */
function textsOf(uris: readonly BrokerUri[], parameter: Parameter): string[] {
  return [...new Set(uris.flatMap(({ parameters }) => textOf(parameter, parameters[parameter]) ?? []))];
}

function textOf(parameter: Parameter, value: UriParameters[Parameter]): string | undefined {
  if (value === undefined || value === "") return undefined;
  if (parameter === "clean") return sharedText(value === true ? "summary.sessionNew" : "summary.sessionKept");
  if (parameter === "protocolVersion") return sharedText(`version.${String(value)}`);
  return sharedText(`parameter.${parameter}`, { value });
}
