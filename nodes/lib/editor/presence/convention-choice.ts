import type { Convention } from "../../presence/conventions/convention";
import { CONVENTIONS } from "../../presence/conventions/conventions";
import { text } from "../texts";

const GROUPS = ["home", "industry", "cloud"] as const satisfies readonly Convention["group"][];

/** Puts the ecosystems into the select, by what they are for and by name. Their names are the same in all languages. */
export function offerConventions(select: JQuery): void {
  select.find("option").last().before(GROUPS.map(optionGroup));
}

function optionGroup(group: Convention["group"]): JQuery {
  const conventions = CONVENTIONS.filter((convention) => convention.group === group);
  const options = conventions.map(({ id, name }) => new Option(name, id));
  options.sort((one, other) => one.text.localeCompare(other.text));
  return $("<optgroup>")
    .attr("label", text("will-monitor", `group.${group}`))
    .append(options);
}
