import { choice, flag, text, type ValuesOf } from "../lib/config/field";
import { URI_ACTIONS } from "../lib/uri/uri-action";

/** Where an address can be read from. */
export const SOURCES = ["msg", "flow", "global", "env"] as const;
/** Where the result can be written to: the environment is only read. */
export const TARGETS = ["msg", "flow", "global"] as const;

/** The saved properties of `uri-parser`. */
export const fields = {
  name: text(),
  action: choice("parse", URI_ACTIONS),
  /** Name of the property, of the context variable (`#:(store)::name`), or of the environment variable. */
  property: text("payload"),
  propertyType: choice("msg", SOURCES),
  target: text("payload"),
  targetType: choice("msg", TARGETS),
  /** False: `host[:port]` is `mqtt://host[:port]`. */
  strict: flag(true),
};

/** The same, as they are read. */
export type UriParserConfig = ValuesOf<typeof fields>;
