import { PROTOCOLS } from "../../uri/broker-uri";
import { formatHost } from "../../uri/host";
import { redact } from "../../uri/redact";
import { hasPlaceholder } from "../placeholder";
import { sharedText } from "../texts";
import { parsedUris, withoutUserInfo } from "./address";

/** A broker's label: where it is, and never who logs in. */
export function addressLabel(text: string): string {
  if (hasPlaceholder(text)) return withoutUserInfo(redact(text));
  const uris = parsedUris(text);
  const [uri] = uris;
  if (uri === undefined) return sharedText("label.noAddress");
  const port = uri.port === PROTOCOLS[uri.protocol].defaultPort ? "" : `:${uri.port}`;
  const host = `${formatHost(uri.host)}${port}`;
  return uris.length === 1 ? host : sharedText("label.severalBrokers", { count: uris.length, host });
}
