import { describe, expect, test } from "@odoo/hoot";

import {
    cleanDefinition,
    describeDefinition,
    isOtherKind,
    makeName,
    moveDefinition,
} from "@crm_smarket/parameters/parameter_list";

describe.current.tags("headless");

test("a definition goes to the server without values, but with keys of others", () => {
    expect(
        cleanDefinition({
            name: "a",
            type: "char",
            value: "x",
            definition_changed: true,
            required: true,
            view_in_cards: true,
        })
    ).toEqual({ name: "a", type: "char", required: true, view_in_cards: true });
});

test("a separator keeps nothing of what the parameter was before", () => {
    expect(
        cleanDefinition({
            name: "a",
            string: "Room",
            type: "separator",
            required: true,
            default: 1,
        })
    ).toEqual({ name: "a", string: "Room", type: "separator" });
});

test("move up, down, nowhere", () => {
    const [a, b, c] = [{ name: "a" }, { name: "b" }, { name: "c" }];
    expect(moveDefinition([a, b, c], 2, 0)).toEqual([c, a, b]);
    expect(moveDefinition([a, b, c], 0, 1)).toEqual([b, a, c]);
    expect(moveDefinition([a, b, c], 1, 1)).toEqual([a, b, c]);
});

test("describe options, tags, unit", () => {
    expect(
        describeDefinition({
            type: "selection",
            selection: [
                ["n", "New"],
                ["o", "Old"],
            ],
        })
    ).toBe("New, Old");
    expect(describeDefinition({ type: "tags", tags: [["t", "Cold", 1]] })).toBe("Cold");
    expect(describeDefinition({ type: "float", suffix: "m²" })).toBe("m²");
    expect(describeDefinition({ type: "char" })).toBe("");
});

test("kinds and names", () => {
    expect(isOtherKind({ type: "char" }, { type: "char", default: "x" })).toBe(false);
    expect(isOtherKind({ type: "char" }, { type: "text" })).toBe(true);
    expect(
        isOtherKind({ type: "many2one", comodel: "a" }, { type: "many2one", comodel: "b" })
    ).toBe(true);
    expect(makeName("html").endsWith("_html")).toBe(true);
    expect(makeName("char")).not.toBe(makeName("char"));
});
