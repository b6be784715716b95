/** A type of the contract as data, so that what comes from outside can be read and not merely believed. */
export type KindShape =
  | "string"
  | "number"
  | "integer"
  | "boolean"
  | "null"
  | { readonly values: readonly (string | number)[] }
  | { readonly ref: string }
  | { readonly list: KindShape }
  | { readonly map: KindShape }
  | { readonly any: readonly KindShape[] };

/** A field; one with `otherwise` may be missing and then is that. */
export interface SlotShape {
  readonly kind: KindShape;
  readonly otherwise?: unknown;
}

/** A type: its fields by name. */
export type Shape = Readonly<Record<string, SlotShape>>;
